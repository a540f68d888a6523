"""The part of the shop window about the method: with which parameters the results of a period were made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.indices import Weighting
from puas.methodology.instruments import Instrument
from puas.models import Basis, InstrumentVersion, Publication


@dataclass(frozen=True)
class WeightingUse:
    """A weighting and how many units' results have it."""

    weighting: Weighting
    units: int


@dataclass(frozen=True)
class PublishedMethod:
    """What the published results of an agency and period say of their own making.

    `agency_rule`: the sentence of the agency's own figure, "" while it is not published. `bases`: how many
    units by what their result was made from. `minimums`: the smallest groups shown, usually one number.
    """

    agency_rule: str
    rules: tuple[str, ...]
    weightings: tuple[WeightingUse, ...]
    bases: Mapping[Basis, int]
    minimums: tuple[int, ...]
    instruments: tuple[Instrument, ...]
    leaving_out: int


_FACTS = (
    "unit__parent",
    "result__basis",
    "result__weighting",
    "result__weights",
    "result__instruments",
    "result__parameters__rule_name",
    "result__parameters__minimum_cell",
    "result__parameters__excluded",
)


def published_method(agency_slug: str, period_code: str) -> PublishedMethod:
    """Return the parameters in use. Two queries."""
    chosen = Publication.objects.filter(
        unit__agency__slug=agency_slug, period__code=period_code, replaced_by=None
    )
    rows = list(chosen.order_by("unit__number", "id").values_list(*_FACTS))
    units = [row for row in rows if row[0] is not None]
    counted = [row for row in units if row[1] in (Basis.OWN, Basis.POOLED)]
    weightings = Counter((name, tuple(weights)) for _, _, name, weights, *_ in units if weights)
    return PublishedMethod(
        agency_rule=next((row[5] or "" for row in rows if row[0] is None), ""),
        rules=tuple(dict.fromkeys(row[5] for row in units if row[5])),
        weightings=tuple(
            WeightingUse(Weighting(name, tuple(Fraction(one) for one in weights)), count)
            for (name, weights), count in weightings.most_common()
        ),
        bases=dict(Counter(Basis(row[1]) for row in units)),
        minimums=tuple(sorted({row[6] or DEFAULT_MINIMUM for row in counted})),
        instruments=_find_instruments({name for row in units for name in row[4]}),
        leaving_out=sum(bool(row[7]) for row in counted),
    )


def _find_instruments(ids: set[str]) -> tuple[Instrument, ...]:
    """Return the questionnaires with these ids that are known here; printed figures may name none."""
    keys = [name.partition("@")[0] for name in ids]
    found = InstrumentVersion.objects.filter(key__in=keys).order_by("key", "version")
    return tuple(row.parsed for row in found if str(row) in ids)
