"""How much of the previous period's follow-up plan was carried out: k of n (the last column of the recap)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from puas.errors import BadInput
from puas.methodology.numbers import round_half_up


@dataclass(frozen=True)
class Realisation:
    """`done` of `planned` items were carried out; BadInput `realisation_impossible` unless 0 <= done <=
    planned.
    """

    done: int
    planned: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.planned:
            raise BadInput(
                "realisation_impossible",
                "Realisasi {done} dari {planned} tidak mungkin; isi 0 sampai jumlah rencana.",
                done=self.done,
                planned=self.planned,
            )

    @property
    def percent(self) -> Fraction | None:
        """Return 100 * done / planned, unrounded; None when nothing was planned (never 0 % and never 100
        %).
        """
        return Fraction(100 * self.done, self.planned) if self.planned else None

    @property
    def rounded(self) -> Decimal | None:
        """Return the percentage with two decimals, half up."""
        return None if self.percent is None else round_half_up(self.percent, 2)


def find_done(percent: Decimal, planned: int) -> int | None:
    """Return the k for which a printed `percent` is k of `planned`, rounded or cut at its decimals; None
    when none is.
    """
    exponent = percent.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    for done in range(planned + 1):
        exact = Fraction(100 * done, planned) if planned else None
        if exact is not None and percent in (round_half_up(exact, places), _cut(exact, places)):
            return done
    return None


def _cut(value: Fraction, places: int) -> Decimal:
    return Decimal(int(value * 10**places)).scaleb(-places)


class Level(StrEnum):
    """The lines of the realisation summary; two levels of it are not in the reports but real figures need
    them.
    """

    FULL = "100"
    TWO_THIRDS = "66"
    ONE_THIRD = "33"
    LITTLE = "<33"
    NONE = "0"
    UNKNOWN = "-"


def level_of(percent: Fraction | Decimal | None) -> Level:
    """Return the line a percentage counts in: 100; 66 up to 100; 33 up to 66; above 0; 0; unknown."""
    if percent is None:
        return Level.UNKNOWN
    bounds = ((100, Level.FULL), (66, Level.TWO_THIRDS), (33, Level.ONE_THIRD))
    for bound, level in bounds:
        if percent >= bound:
            return level
    return Level.LITTLE if percent > 0 else Level.NONE


def summarise_realisations(percents: Iterable[Fraction | Decimal | None]) -> Mapping[Level, int]:
    """Return how many units stand at each level, every level present."""
    counts = dict.fromkeys(Level, 0)
    for percent in percents:
        counts[level_of(percent)] += 1
    return counts
