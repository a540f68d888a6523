"""What the checks find in an agency's own figures of a period, before they are published.

The rules are those over anybody's recap: our own rows are laid out as they will be printed, beside the rows
of the period before, so that a copied vector or a jump shows.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count, Max
from django.utils.translation import gettext

from puas.lifecycles import Need, SurveyState, needs_of
from puas.methodology import periods
from puas.methodology.findings import recaps
from puas.methodology.findings.checks import CheckedRecap, check_recap
from puas.methodology.findings.recaps import Priority, RowKind, Source
from puas.methodology.findings.rules import Finding, Severity
from puas.methodology.grades import grade_of
from puas.methodology.numbers import round_half_up
from puas.models import Agency, Basis, FindingAnswer, Period, Plan, Result, Survey, Unit
from puas.queries.results import codes_within, standing_results
from puas.queries.units import root_of

CHECKED = (Basis.OWN, Basis.POOLED)
"""Figures counted here. Imported history was checked, and each contradiction decided, when it came in."""
_CODE = re.compile(r"\d{4}-[QS]\d")


@dataclass(frozen=True)
class OwnFinding:
    """A finding in our own figures, the unit it speaks of (None: the agency), and the answer to it."""

    finding: Finding
    digest: str
    unit: Unit | None
    answer: FindingAnswer | None

    @property
    def is_error(self) -> bool:
        return self.finding.severity is Severity.ERROR

    @property
    def sentence(self) -> str:
        """What the check says, in the language of the page."""
        told = {name: _name_period(value) for name, value in self.finding.data.items()}
        return gettext(self.finding.message).format(**told)

    @property
    def is_open(self) -> bool:
        """Say whether it is an error that nobody has answered: it holds up publishing."""
        return self.is_error and self.answer is None


def _name_period(value: object) -> object:
    """Return the name of a period for its code ("Triwulan II 2026"), anything else as it is."""
    if not (isinstance(value, str) and _CODE.fullmatch(value)):
        return value
    word, _, rest = periods.parse_period(value).label.partition(" ")
    return f"{gettext(word)} {rest}"


def own_findings(agency: Agency, period: Period) -> tuple[OwnFinding, ...]:
    """Return what the rules find in the standing results of `period`, errors first. At most eight queries."""
    units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency)}
    answers = {
        answer.digest: answer
        for answer in FindingAnswer.objects.filter(agency=agency, period=period).select_related("answered_by")
    }
    checked = _check(_lay_out(agency, period, units))
    counted_here = set(
        Result.objects.filter(unit__agency=agency, period=period, basis__in=CHECKED).values_list(
            "unit", flat=True
        )
    )
    found = []
    for finding, digest in checked:
        unit = units.get(finding.source.lines[0]) if finding.source.lines else None
        if finding.period in ("", period.code) and (unit is None or unit.pk in counted_here):
            found.append(OwnFinding(finding, digest, unit, answers.get(digest)))
    return tuple(found)


def check_own(agency: Agency, period: Period) -> tuple[CheckedRecap, Mapping[str, str]]:
    """Return everything that the rules find in the figures of `period`, imported ones too, and what was
    answered, by the digest of the finding. At most seven queries.
    """
    units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency)}
    checked = check_recap(_lay_out(agency, period, units))
    of_now = tuple(one for one in checked.findings if one.period in ("", period.code))
    answers = FindingAnswer.objects.filter(agency=agency, period=period).values_list("digest", "reason")
    return replace(checked, findings=of_now), dict(answers)


@lru_cache(maxsize=8)
def _check(recap: recaps.Recap) -> tuple[tuple[Finding, str], ...]:
    """Return the findings in a recap with their digests, remembered for the same one: most visits change
    no figure.
    """
    return tuple((finding, hash_finding(finding)) for finding in check_recap(recap).findings)


def count_open(agency: Agency, period: Period) -> Counter[int]:
    """Return how many unanswered errors speak of each unit, by unit id; those of the agency are its root's.

    Nothing is counted when the agency's policy does not ask for it.
    """
    if Need.FINDINGS not in needs_of(SurveyState.PUBLISHED, agency.policy):
        return Counter()
    root = root_of(agency).pk
    return Counter(one.unit.pk if one.unit else root for one in own_findings(agency, period) if one.is_open)


def hash_finding(finding: Finding) -> str:
    """Return the SHA-256 (hex) of a finding: its rule, whom it speaks of, and every figure in it."""
    said = [finding.rule, finding.unit, finding.period, finding.printed, finding.expected, finding.message]
    filled = {key: str(value) for key, value in sorted(finding.data.items())}
    return hashlib.sha256(json.dumps([*said, filled]).encode()).hexdigest()


def _lay_out(agency: Agency, period: Period, units: Mapping[int, Unit]) -> recaps.Recap:
    """Return the results as the recap that will print them, with those of the period before."""
    pure, before = period.pure, period.pure.previous
    standing = _standing(agency, (*codes_within(pure), before.code))
    results = {key: one.result for key, one in standing.items()}
    populations = dict(
        Survey.objects.filter(unit__agency=agency, period=period).values_list("unit_id", "population")
    )
    plans = chosen_priorities(agency, period)
    rows = [
        _row(one, units, populations.get(unit_id) if code == pure.code else None, plans.get(unit_id, ()))
        for (unit_id, code), one in sorted(standing.items(), key=lambda item: _place(item[0], pure))
        if one.result.index and code in (pure.code, before.code)
    ]
    own = _agency_rows(agency, period) if _is_of_one_length(results, pure.code, before.code) else ()
    return recaps.Recap(rows=tuple(rows), agency_rows=own)


@dataclass(frozen=True)
class _Figures:
    """A result and its figures as a report prints them, two decimals."""

    result: Result
    values: tuple[Decimal | None, ...]
    index: Decimal | None
    grade_word: str | None
    realisation: Decimal | None
    period: periods.Period


def _standing(agency: Agency, codes: Sequence[str]) -> dict[tuple[int, str], _Figures]:
    """Return the results that stand, remembered until one of these periods has another result. At most two
    queries.
    """
    rows = Result.objects.filter(unit__agency=agency, period__code__in=codes)
    mark = rows.aggregate(count=Count("id"), newest=Max("id"), at=Max("computed_at"))
    return _read_standing(agency.pk, tuple(codes), mark["count"], mark["newest"], mark["at"])


@lru_cache(maxsize=4)
def _read_standing(agency_id: int, codes: tuple[str, ...], *mark: object) -> dict[tuple[int, str], _Figures]:
    """Return the standing results; `mark` tells apart what was there.

    Results are frozen, their units are not: names and parents come from elsewhere.
    """
    results = standing_results(Agency(pk=agency_id), codes)
    return {key: _figures(result) for key, result in results.items()}


def _figures(result: Result) -> _Figures:
    printed = result.printed
    grade = grade_of(printed) if printed is not None else None
    return _Figures(
        result=result,
        values=tuple(_print(value) for value in result.exact_values),
        index=printed,
        grade_word=grade.performance if grade else None,
        realisation=_print(Fraction(result.realisation)) if result.realisation else None,
        period=result.period.pure,
    )


def _is_of_one_length(results: Mapping[tuple[int, str], Result], code: str, before: str) -> bool:
    """Say whether the agency's figure is made only of rows of this period that were counted here: no average,
    and nothing imported, whose printed figures were looked at when they came in.
    """
    of_now = {unit_id for unit_id, period in results if period == code}
    return all(
        result.basis in CHECKED and unit_id in of_now
        for (unit_id, period), result in results.items()
        if period != before
    )


def _place(key: tuple[int, str], period: periods.Period) -> tuple[int, bool]:
    return key[0], key[1] == period.code


def _agency_rows(agency: Agency, period: Period) -> tuple[recaps.RecapRow, ...]:
    own = Result.objects.filter(unit__agency=agency, unit__parent=None, period=period).exclude(index="")
    newest = own.select_related("unit", "period").order_by("-id").first()
    if newest is None:
        return ()
    row = _row(_figures(newest), {}, None, ())
    return (recaps.RecapRow(**{**vars(row), "kind": RowKind.AGENCY, "parent": None, "source": Source()}),)


def chosen_priorities(agency: Agency, period: Period) -> dict[int, tuple[Priority, ...]]:
    """Return the priorities that were chosen, by unit id."""
    found = Plan.objects.filter(unit__agency=agency, period=period).values_list("unit_id", "priorities")
    return {unit_id: tuple(_priority(key) for key in keys) for unit_id, keys in found}


@lru_cache(maxsize=64)
def _priority(key: str) -> Priority:
    return Priority(key, key)


def build_row(
    result: Result, units: Mapping[int, Unit], population: int | None, priorities: Iterable[Priority]
) -> recaps.RecapRow:
    """Return a result as a printed row: two decimals, and the unit's id where a report has its line."""
    return _row(_figures(result), units, population, priorities)


def _row(
    one: _Figures, units: Mapping[int, Unit], population: int | None, priorities: Iterable[Priority]
) -> recaps.RecapRow:
    unit = units.get(one.result.unit_id) or one.result.unit
    parent = units.get(unit.parent_id) if unit.parent_id else None
    return recaps.RecapRow(
        unit=unit.name,
        parent=parent.name if parent and not parent.is_root else None,
        period=one.period,
        values=one.values,
        index=one.index,
        grade=one.result.grade or None,
        grade_word=one.grade_word,
        respondents=one.result.respondents,
        population=population,
        priorities=tuple(priorities),
        realisation=one.realisation,
        source=Source(lines=(unit.pk,)),
    )


def _print(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_half_up(value, 2)
