"""The page of errors: every code, what people read, and what a program gets."""

from puas.commands.docs_sources import ERROR_KINDS, find_refusals
from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/errors.md."""
    kinds = [
        (f"`{name}`", str(kind.exit_code), str(kind.status), (kind.__doc__ or "").strip().splitlines()[0])
        for name, kind in ERROR_KINDS.items()
        if name != "PuasError"
    ]
    listed = dict.fromkeys((error.code, error.kind, error.sentence) for error in find_refusals())
    rows = [(f"`{code}`", f"`{kind}`", sentence) for code, kind, sentence in listed]
    return render_page(
        "Errors",
        "Every refusal is one of these kinds. A command prints the sentence and leaves with the exit code; "
        "a page shows it with the HTTP status. Codes are stable; sentences may improve.",
        render_table(("Kind", "Exit code", "Status", "Means"), kinds),
        render_table(("Code", "Kind", "Sentence"), rows),
    )
