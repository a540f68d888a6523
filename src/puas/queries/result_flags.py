"""The flags of the answers behind a result, counted: what deserves a look before it is published."""

from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.quality import Flag
from puas.models import Result
from puas.queries.flag_marks import INFORMATION, sum_flags


@dataclass(frozen=True)
class FlagShare:
    """How many answers behind a result have a flag, and their share (%) of all that it counts."""

    flag: Flag
    answers: int
    share: Fraction

    @property
    def is_information(self) -> bool:
        return self.flag in INFORMATION


def count_result_flags(result: Result) -> tuple[FlagShare, ...] | None:
    """Return the flags that occur behind a counted result, most frequent first; None for an average or a
    printed figure. One query.

    Excluded answers keep their flags, so the share is of the counted and the excluded together.
    """
    surveys = result.parameters.get("surveys")
    if not surveys:
        return None
    excluded = sum(result.parameters.get("excluded", {}).get("counts", {}).values())
    total = max(1, result.input_count + excluded)
    flags = sum_flags(surveys)
    shares = [FlagShare(Flag(flag), n, Fraction(100 * n, total)) for flag, n in flags.items()]
    return tuple(sorted(shares, key=lambda one: (one.is_information, -one.answers, one.flag)))
