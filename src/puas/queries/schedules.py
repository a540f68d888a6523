"""The working plan of one survey as it is kept with it, and read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from puas.methodology.windows import DEFAULT_DAYS, Phase, Stage


@dataclass(frozen=True)
class Schedule:
    """The phases of one survey. `is_own`: the unit chose the lengths, so they are carried over."""

    stages: tuple[Stage, ...] = ()
    days: tuple[int, ...] = DEFAULT_DAYS
    is_own: bool = False


def write_schedule(stages: Sequence[Stage], days: Sequence[int], is_own: bool) -> dict[str, Any]:
    """Return a working plan as values that JSON has."""
    return {
        "is_own": is_own,
        "days": list(days),
        "stages": [
            {
                "phase": stage.phase.value,
                "starts": stage.starts.isoformat(),
                "ends": stage.ends.isoformat(),
                "days": stage.days,
            }
            for stage in stages
        ],
    }


def read_schedule(stored: dict[str, Any]) -> Schedule:
    """Return the working plan that `write_schedule` gave; an empty one for a survey that has none."""
    stages = tuple(
        Stage(
            Phase(row["phase"]),
            date.fromisoformat(row["starts"]),
            date.fromisoformat(row["ends"]),
            row["days"],
        )
        for row in stored.get("stages", ())
    )
    return Schedule(stages, tuple(stored.get("days", DEFAULT_DAYS)), stored.get("is_own", False))
