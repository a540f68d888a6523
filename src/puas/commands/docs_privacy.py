"""The page of personal data: every personal and secret field, and how long it is kept."""

from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/privacy.md."""
    from puas.commands.privacy import build_rows

    rows = [
        (
            f"`{row['field']}`",
            str(row["privacy"]),
            f"`{row['retention']}`",
            f"{row['months']} bulan" if row["months"] else "-",
            str(row["meaning"]),
        )
        for row in build_rows()
    ]
    return render_page(
        "Personal data",
        "Every personal and secret field and how long it is kept; `puas privacy report` prints the same. "
        "Months count from the end of the survey's period; an agency's policy may set others, as "
        '`{"retention": {"comments": 24}}`. What is over its time is emptied by itself every night.',
        render_table(("Field", "Class", "Rule", "Kept", "Meaning"), rows),
    )
