"""Several agencies added up: tallies add, so the sum is what one count of all their answers would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from puas.errors import PuasError
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally


@dataclass(frozen=True)
class AgencyTally:
    """What one agency published for the period: its own figure, and its tally where it may be told.

    `index`: the published figure (25..100), None when only units are published. `uncounted`: results in that
    figure that have no tally.
    """

    address: str
    agency: str
    name: str
    area_code: str
    index: Decimal | None
    grade: str
    respondents: int | None
    tallies: tuple[Tally, ...]
    is_withheld: bool
    uncounted: int


@dataclass(frozen=True)
class Federation:
    """What several installations tell: agencies, the questionnaires of their tallies, and what went wrong."""

    agencies: tuple[AgencyTally, ...]
    instruments: Mapping[str, Instrument]
    problems: tuple[tuple[str, PuasError], ...]

    @property
    def totals(self) -> dict[str, Tally]:
        """The sum of all tallies, by questionnaire."""
        found: dict[str, Tally] = {}
        for one in (tally for agency in self.agencies for tally in agency.tallies):
            found[one.instrument] = found[one.instrument] + one if one.instrument in found else one
        return found
