"""The page of access: who may open which address, with which method."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from puas.commands.docs_tables import render_page, render_table

if TYPE_CHECKING:
    from puas.web.access import Gate

WORDS = {
    "everyone": "everyone",
    "secret": "whoever holds the secret in the address",
    "staff": "whoever is signed in",
}
PLACES = {
    "unit": "the unit, or above",
    "above": "above the unit",
    "root": "the agency itself",
    "agency": "any unit of the agency",
    "anywhere": "-",
    "own": "one's own account",
}


def build_page() -> str:
    """Return docs/reference/access.md."""
    from puas.web.access import GROUPS

    addresses = dict(find_routes())
    blocks = []
    for title, group in GROUPS.items():
        rows = [
            (
                f"`/{addresses.get(name, '')}`",
                _gate(access.get),
                _gate(access.post),
                PLACES[access.place.value],
            )
            for name, access in group.items()
        ]
        blocks += [f"## {title}", render_table(("Address", "GET", "POST", "Role held at"), rows)]
    return render_page(
        "Access",
        "Every address, and what it asks. A word in code is an action of [permissions](permissions.md): the "
        "roles that may do it are listed there. `tests/web/test_walk.py` walks every address as every role, "
        "at the own unit, a sibling, the parent and another agency, with GET and POST, and compares with "
        "this table. Whoever is not signed in is led to the sign-in page; a dash means that the method is "
        "not answered. What belongs to a unit that one may not see is not there (404).",
        *blocks,
    )


def find_routes() -> Iterator[tuple[str, str]]:
    """Yield the name and the address of every route of the resolver."""
    from django.urls import get_resolver

    yield from _walk(get_resolver(), "", "")


def _walk(resolver: object, space: str, start: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:  # type: ignore[attr-defined]
        address = start + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one, space + (f"{one.namespace}:" if one.namespace else ""), address)
        else:
            yield space + (one.name or ""), address


def _gate(gate: "Gate") -> str:
    from puas.web.access import AnyOf, Both

    if gate is None:
        return "-"
    if isinstance(gate, AnyOf | Both):
        return (" or " if isinstance(gate, AnyOf) else " and ").join(f"`{one.value}`" for one in gate.actions)
    return WORDS.get(gate.value, f"`{gate.value}`")
