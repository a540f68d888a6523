"""Sheets on paper."""

from typing import Any

from puas.models import Keying, PaperBatch, PaperEntry, Survey, User
from puas.operations.paper_batches import create_batch, type_sheet


def make_batch(survey: Survey, sheets: int = 10, **fields: Any) -> PaperBatch:
    """Number the next sheets of a survey."""
    return create_batch(survey=survey, sheets=sheets, by=None, **fields)


def read_sheet(score: int = 4, **fields: Any) -> dict[str, Any]:
    """Return what somebody reads on a classic sheet: the same score nine times, and a date."""
    return {**{f"Q{n}": score for n in range(1, 10)}, "_date": "2023-05-02", **fields}


def type_in(
    batch: PaperBatch,
    sheet: int,
    score: int = 4,
    keying: Keying = Keying.FIRST,
    by: User | None = None,
    **fields: Any,
) -> PaperEntry:
    """Type in a sheet and return its entry."""
    content = read_sheet(score, **fields)
    return type_sheet(batch=batch, sheet=sheet, keying=keying, content=content, by=by)[0]
