"""The page of commands: what `--help` prints."""

import importlib.util

import click

from puas.commands import COMMANDS, MODULES, main
from puas.commands.docs_tables import render_page


def build_page() -> str:
    """Return docs/reference/commands.md."""
    context = click.Context(main, info_name="puas", terminal_width=100)
    blocks = [f"```\n{main.get_help(context)}\n```"]
    for name in COMMANDS:
        if importlib.util.find_spec(f"puas.commands.{MODULES.get(name, name)}"):
            command = main.get_command(context, name)
            if command:
                blocks += _describe(command, name, context)
    return render_page("Commands", "What `./puas --help` and `./puas COMMAND --help` print.", *blocks)


def _describe(command: click.Command, name: str, parent: click.Context) -> list[str]:
    """Return the heading and the help of a command, then of its subcommands."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100)
    blocks = [f"## {context.command_path}", f"```\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found:
                blocks += _describe(found, child, context)
    return blocks
