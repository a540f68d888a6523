"""The page of settings: every environment variable, its default, what it does."""

from puas.commands.docs_tables import render_page, render_table
from puas.environment import READ_ELSEWHERE, VARIABLES, Variable


def build_page() -> str:
    """Return docs/reference/settings.md."""
    return render_page(
        "Settings",
        "Everything is set by environment variables, and every default runs. "
        "A bad value stops the start with a sentence that names the variable.",
        render_table(("Variable", "Default", "Meaning"), map(_row, VARIABLES)),
        "Read by the command line, the `./puas` script and the tests:",
        render_table(("Variable", "Default", "Meaning"), map(_row, READ_ELSEWHERE)),
    )


def _row(variable: Variable) -> tuple[str, str, str]:
    return f"`{variable.name}`", f"`{variable.default}`" if variable.default else "-", variable.meaning
