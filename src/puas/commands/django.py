"""`puas django ...`: Django's own management commands, for developers."""

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a management command, for example `puas django makemigrations`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["puas django", *arguments])
