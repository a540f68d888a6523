"""What a unit report is made of: figures and facts only, no sentences but those that officials wrote.

Numbers are exact on the scale they are named with; None means "not recorded" and is printed so, never as 0.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from puas.methodology.numbers import Number
from puas.methodology.periods import Period
from puas.methodology.teams import Team
from puas.methodology.windows import Stage
from puas.reports.agency_inputs import LineSource, Signatory, TrendStep
from puas.reports.documents import Block
from puas.reports.follow_ups import FollowUp

NARRATIVES: Mapping[str, bool] = {
    "summary": False,
    "background": True,
    "purpose": True,
    "location": True,
    "collection": False,
    "problems": True,
    "trend": False,
    "conclusion": False,
    "suggestions": True,
    "documentation": True,
}
"""The sections that officials may write in: whether their words stand in place of ours, or after them.

The heading of each is `headings.KEY` in the wording of the report.
"""


@dataclass(frozen=True)
class ElementLine:
    """One element: `mean` (NRR, 1..4), its `weight`, `value` (25..100) now and in the period before, how many
    answered it and the sum of their scores. Averages and printed figures know neither count nor sum.
    """

    key: str
    name: str
    mean: Number | None
    weight: Fraction | None
    value: Number | None
    previous: Number | None = None
    answered: int | None = None
    total: Number | None = None

    @property
    def weighted(self) -> Number | None:
        """Return the weighted NRR."""
        return None if self.mean is None or self.weight is None else Fraction(self.mean) * self.weight


@dataclass(frozen=True)
class ProfileLine:
    """One group of respondents: how many, their share (%), their index. A hidden one has None in all."""

    label: str
    count: int | None
    share: Fraction | None
    index: Fraction | None
    is_hidden: bool = False


@dataclass(frozen=True)
class ProfileTable:
    """The respondents by one question. With `allows_several` the shares may add up to more than 100."""

    key: str
    title: str
    lines: tuple[ProfileLine, ...]
    minimum: int
    allows_several: bool = False


@dataclass(frozen=True)
class Collection:
    """How the answers were collected. `required`: the sample that the population asks for."""

    stages: tuple[Stage, ...] = ()
    team: Team = field(default_factory=Team)
    opens_on: datetime.date | None = None
    closes_on: datetime.date | None = None
    population: int | None = None
    population_source: str = ""
    population_on: datetime.date | None = None
    required: int | None = None
    address: str = ""


@dataclass(frozen=True)
class PartLine:
    """A survey that went into the figure: of a unit under this one (pooled), or of a shorter period.

    `name` "": the unit's own survey in a pooled figure.
    """

    name: str
    index: Number | None
    respondents: int | None


@dataclass(frozen=True)
class Question:
    """One question as it was asked: the element it feeds ("" for none) and its answers, 1 first."""

    text: str
    element: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class ProfileQuestion:
    """What was asked about the respondent; `options` is empty where they wrote it themselves."""

    label: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as it is printed in the appendix."""

    title: str
    name: str
    questions: tuple[Question, ...]
    profile: tuple[ProfileQuestion, ...]


@dataclass(frozen=True)
class DoneItem:
    """An activity of the last plan: how far it is, in words, what was reported, what shows it."""

    element: str
    text: str
    person: str
    state: str
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class LastPlan:
    """The plan of the period before: k of n, and its activities. A printed figure has only a percentage."""

    period: Period | None = None
    percent: Number | None = None
    done: int | None = None
    planned: int | None = None
    items: tuple[DoneItem, ...] = ()


@dataclass(frozen=True)
class UnitReportInput:
    """Everything a unit's report for `period` says.

    `elements` are in the questionnaire's order and one of each line has a value or none has. `priorities`
    are names of elements, the lowest first; `plan_reason` says why they are others than the lowest.
    `trend` ends with this period. `narratives`: what officials wrote, by `NARRATIVES` key.
    `letterhead`: the lines above the title, the largest body first. `parts_kind`: "units" or
    "periods", what `parts` are. `made_at` is printed and the only time in the files.
    """

    agency: str
    unit: str
    period: Period
    made_at: datetime.datetime
    index: Number | None
    elements: tuple[ElementLine, ...]
    respondents: int | None
    weighting: str
    rule: str = ""
    parent: str = ""
    methods: frozenset[str] = frozenset()
    source: LineSource = LineSource.COMPUTED
    margin: Number | None = None
    excluded: int = 0
    index_with: Number | None = None
    collection: Collection | None = None
    profiles: tuple[ProfileTable, ...] = ()
    withholds_profiles: bool = False  # a question is not printed, because of what else is public
    parts: tuple[PartLine, ...] = ()
    parts_kind: str = ""
    questionnaire: Questionnaire | None = None
    priorities: tuple[str, ...] = ()
    plan: tuple[FollowUp, ...] | None = None
    plan_reason: str = ""
    trend: Sequence[TrendStep] = ()
    last_plan: LastPlan = LastPlan()
    regulations: Sequence[str] = ()
    is_example: bool = False
    letterhead: tuple[str, ...] = ()
    place: str = ""
    signatory: Signatory = field(default_factory=Signatory)
    narratives: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)

    @property
    def government(self) -> str:
        """Return "Pemerintah Kota Surakarta" for "Kota Surakarta"; other agencies keep their name."""
        return name_government(self.agency)

    @property
    def previous(self) -> TrendStep | None:
        """Return the step of the period before this one, when its index is known."""
        wanted = self.period.previous
        return next((one for one in self.trend if one.period == wanted and one.index is not None), None)


def name_government(agency: str) -> str:
    """Return "Pemerintah Kota Surakarta" for "Kota Surakarta"; other agencies keep their name."""
    is_region = agency.startswith(("Kota ", "Kabupaten ", "Provinsi "))
    return f"Pemerintah {agency}" if is_region else agency
