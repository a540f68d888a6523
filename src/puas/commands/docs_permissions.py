"""The page of permissions: which role may do what."""

from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/permissions.md."""
    from puas.permissions import ROLE_ACTIONS, ROLE_MANAGES, SECOND_FACTOR_ROLES, Action

    rows = [
        (f"`{action}`", *("yes" if action in actions else "" for actions in ROLE_ACTIONS.values()))
        for action in Action
    ]
    return render_page(
        "Permissions",
        "A role is held at a unit and counts for everything below it. Who may is asked at the door "
        "(`puas.permissions.require`); what is allowed now is another question ([states](states.md)).",
        render_table(("Action", *(f"`{role}`" for role in ROLE_ACTIONS)), rows),
        "`manage_users` reaches only the roles below one's own: whoever holds the role on the left may "
        "invite to, give and take away those marked. Deactivating an account or making it a new password "
        "needs this for every role that the person holds.",
        render_table(
            ("Role", *(f"`{role}`" for role in ROLE_ACTIONS)),
            [
                (f"`{holder}`", *("yes" if role in managed else "" for role in ROLE_ACTIONS))
                for holder, managed in ROLE_MANAGES.items()
            ],
        ),
        "Where the agency asks for a second factor, the holders of "
        + ", ".join(f"`{role}`" for role in ROLE_ACTIONS if role in SECOND_FACTOR_ROLES)
        + " can do nothing before they have set one up.",
    )
