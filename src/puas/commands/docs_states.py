"""The page of states: what may follow what."""

from collections.abc import Iterable, Mapping
from typing import Any

from puas.commands.docs_tables import render_page, render_table
from puas.lifecycles import (
    EXCLUSION_STATES,
    IMPORT_MOVES,
    ITEM_MOVES,
    LOCKED_STATES,
    PLAN_LOCKED_STATES,
    SURVEY_MOVES,
    SURVEY_NEEDS,
    TRAY_DECISIONS,
    WEBHOOK_MOVES,
    TrayDecision,
)


def build_page() -> str:
    """Return docs/reference/states.md."""
    arrows = [f"    {state} --> {to}" for state, moves in SURVEY_MOVES.items() for to in moves]
    rows = [
        (
            f"`{state}`",
            state.label,
            ", ".join(f"`{to}`" for to in moves) or "-",
            "no" if state in LOCKED_STATES else "yes",
            "no" if state in PLAN_LOCKED_STATES else "yes",
            "yes" if state in EXCLUSION_STATES else "no",
        )
        for state, moves in SURVEY_MOVES.items()
    ]
    needs = [(f"`{to}`", f"`{need}`", need.label) for to, asked in SURVEY_NEEDS.items() for need in asked]
    trays = [
        (f"`{state}`", *("yes" if decision in allowed else "no" for decision in TrayDecision))
        for state, allowed in TRAY_DECISIONS.items()
    ]
    return render_page(
        "States",
        "A survey is one unit in one period. The table is `puas.lifecycles.SURVEY_MOVES`; "
        "whatever is not in it is refused with a sentence that names who can change the state.",
        render_table(
            (
                "State",
                "People read",
                "May become",
                "Answers can be added",
                "Plan can be written",
                "Answers can be left out",
            ),
            rows,
        ),
        "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"]),
        "Before a step something must hold: `puas.lifecycles.SURVEY_NEEDS`. The survey's page lists what is "
        "missing and where it is mended, and the refusal says the same. An agency's policy may name those it "
        "asks for (`needs`); two different people are always needed.",
        render_table(("Step to", "Need", "People read"), needs),
        "An answer that could not be counted waits in the tray of its survey until somebody decides: "
        "`puas.lifecycles.TRAY_DECISIONS`. A survey is not submitted while one waits.",
        render_table(("State of the survey", *(f"`{decision}`" for decision in TrayDecision)), trays),
        "An import is one recap file on its way into the history: `puas.lifecycles.IMPORT_MOVES`.",
        render_table(("State", "People read", "May become"), _list_moves(IMPORT_MOVES)),
        "An item of a follow-up plan: `puas.lifecycles.ITEM_MOVES`. It counts as carried out when it is "
        "`done` "
        "and a second person has confirmed that; a report of `done` that is not accepted leaves it "
        "`under_way`.",
        render_table(("State", "People read", "May be reported as"), _list_moves(ITEM_MOVES)),
        "A webhook: `puas.lifecycles.WEBHOOK_MOVES`. It becomes `stopped` by itself, when its receiver takes "
        "nothing any more; what happens while it is not `active` waits and is sent afterwards.",
        render_table(("State", "People read", "May become"), _list_moves(WEBHOOK_MOVES)),
    )


def _list_moves(moves: Mapping[Any, Iterable[Any]]) -> list[tuple[str, ...]]:
    """Return a row for each state: its name, what people read, what it may become."""
    return [
        (f"`{state}`", state.label, ", ".join(f"`{to}`" for to in to_all) or "-")
        for state, to_all in moves.items()
    ]
