"""The page of permissions: which role may do what."""

from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/permissions.md."""
    from puas.permissions import ROLE_ACTIONS, Action

    rows = [
        (f"`{action}`", *("yes" if action in actions else "" for actions in ROLE_ACTIONS.values()))
        for action in Action
    ]
    return render_page(
        "Permissions",
        "A role is held at a unit and counts for everything below it. Who may is asked at the door "
        "(`puas.permissions.require`); what is allowed now is another question ([states](states.md)).",
        render_table(("Action", *(f"`{role}`" for role in ROLE_ACTIONS)), rows),
    )
