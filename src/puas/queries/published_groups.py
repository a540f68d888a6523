"""The part of the shop window that tells who answered: groups of respondents, small ones hidden.

Read from what was kept when the result was published, never from answers. Only of a unit's own answers: a
parent's groups less those of its children would tell what is hidden of one of them. And only while every
published version counted the same people: two versions less each other would tell who came in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from puas.methodology.breakdowns import break_down, find_hidden
from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.grades import Grade, grade_of
from puas.methodology.instruments import Instrument
from puas.methodology.profile_groups import UNKNOWN, ProfileGroup, group_profiles
from puas.methodology.tallies import Tally
from puas.models import Basis, Publication, Result, ResultGroups, Service
from puas.queries.result_changes import weighting_of

PEOPLE, SERVICE, CHANNEL, PROFILE = "people", "service", "channel", "profile:"


class Kept(StrEnum):
    """Why a published result shows groups of its respondents, or does not."""

    SHOWN = "shown"
    NOT_COUNTED = "not_counted"  # printed figures, averages, or published before groups were kept
    OF_MANY_UNITS = "of_many_units"  # pooled: the units below show their own
    CORRECTED = "corrected"  # another version counted other people, or had another smallest group


@dataclass(frozen=True)
class PublishedGroup:
    """One group. `label` by language; `share` in percent of all respondents; unrounded; None where hidden."""

    key: str
    label: Mapping[str, str]
    respondents: int | None
    share: Fraction | None
    is_hidden: bool


@dataclass(frozen=True)
class PublishedQuestion:
    """Who answered, by one question; one with nothing but hidden groups is not there at all.

    `label` is empty for the channel; `hidden`: how many groups are.
    """

    key: str
    label: Mapping[str, str]
    groups: tuple[PublishedGroup, ...]
    allows_several: bool

    @property
    def hidden(self) -> int:
        return sum(group.is_hidden for group in self.groups)


@dataclass(frozen=True)
class PublishedService:
    """The index (25..100, unrounded) of one service; everything None where the group is hidden.

    `name` is "" for those who named none.
    """

    name: str
    respondents: int | None
    index: Fraction | None
    grade: Grade | None
    is_hidden: bool


@dataclass(frozen=True)
class PublishedGroups:
    """Who answered a published survey. `minimum`: the smallest group that is shown."""

    state: Kept
    minimum: int
    services: tuple[PublishedService, ...] = ()
    questions: tuple[PublishedQuestion, ...] = ()


def published_groups(
    publications: Sequence[Publication], instruments: Mapping[str, Instrument]
) -> PublishedGroups:
    """Return the groups of the newest of a unit's publications of one period (oldest first, with results).

    `instruments`: those of the tallies, by id. At most two queries.
    """
    result = publications[-1].result
    minimum = minimum_of(result)
    if result.basis != Basis.OWN:
        is_pooled = result.basis == Basis.POOLED
        return PublishedGroups(Kept.OF_MANY_UNITS if is_pooled else Kept.NOT_COUNTED, minimum)
    found = _find_kept([publication.result for publication in publications])
    kept = found.get(result.pk)
    if kept is None or not result.tally:
        return PublishedGroups(Kept.NOT_COUNTED, minimum)
    if any(other != kept for other in found.values()):
        return PublishedGroups(Kept.CORRECTED, minimum)
    instrument = instruments[result.tally["instrument"]]
    people = {question: dict(counts) for question, counts in kept[PEOPLE]}
    services = _build_services(result, instrument, kept.get(SERVICE), minimum)
    questions = _build_questions(instrument, people, result.respondents or 0, minimum)
    return PublishedGroups(Kept.SHOWN, minimum, services, questions)


def minimum_of(result: Result) -> int:
    """Return the smallest group of a result that is shown."""
    return int(result.parameters.get("minimum_cell", DEFAULT_MINIMUM))


def _find_kept(results: Sequence[Result]) -> dict[int, dict[str, Any]]:
    """Return, by result, what was kept of its people and services, and its minimum. One query."""
    minimums = {result.pk: minimum_of(result) for result in results}
    rows = ResultGroups.objects.filter(result__in=minimums, by__in=[PEOPLE, SERVICE]).order_by()
    found: dict[int, dict[str, Any]] = {}
    for result_id, by, groups in rows.values_list("result_id", "by", "groups"):
        found.setdefault(result_id, {"minimum": minimums[result_id]})[by] = groups
    return {key: kept for key, kept in found.items() if PEOPLE in kept}


def _build_services(
    result: Result, instrument: Instrument, groups: Any, minimum: int
) -> tuple[PublishedService, ...]:
    """Return each service by name, those who named none last. One query when there is any.

    Nothing when every one is hidden: only services that somebody named are listed, so three hidden ones of
    three people would be one each.
    """
    tallies = {str(key or UNKNOWN): Tally.from_dict(tally) for key, tally in groups or ()}
    numbers = [int(key) for key in tallies if key]
    if not numbers:
        return ()
    services = Service.objects.filter(pk__in=numbers).order_by()
    names = {str(pk): name for pk, name in services.values_list("id", "name")}
    ordered = {key: tallies[key] for key in sorted(tallies, key=lambda key: (not key, names.get(key, "")))}
    total = sum(tallies.values(), Tally.empty(instrument))
    found = tuple(
        PublishedService(
            names.get(one.key, ""), one.respondents, one.index, grade_of(one.index), one.is_hidden
        )
        for one in break_down(ordered, total, instrument, weighting_of(result), minimum)
    )
    return () if all(one.is_hidden for one in found) else found


def _build_questions(
    instrument: Instrument, people: Mapping[str, Mapping[str, int]], total: int, minimum: int
) -> tuple[PublishedQuestion, ...]:
    by_field = {
        key.removeprefix(PROFILE): counts for key, counts in people.items() if key.startswith(PROFILE)
    }
    profiles = [_build_question(one, total, minimum) for one in group_profiles(instrument, by_field)]
    channels = {key: count for key, count in people.get(CHANNEL, {}).items() if count}
    groups = _build_groups({key: {} for key in channels}, channels, total, minimum)
    found = (*profiles, PublishedQuestion(CHANNEL, {}, groups, allows_several=False))
    return tuple(question for question in found if not all(group.is_hidden for group in question.groups))


def _build_question(field: ProfileGroup, total: int, minimum: int) -> PublishedQuestion:
    labels = {part.key: part.label for part in field.parts}
    counts = {part.key: part.count for part in field.parts}
    if field.unanswered:
        labels, counts = labels | {UNKNOWN: {}}, counts | {UNKNOWN: field.unanswered}
    groups = _build_groups(labels, counts, total, minimum)
    return PublishedQuestion(field.key, field.label, groups, field.allows_several)


def _build_groups(
    labels: Mapping[str, Mapping[str, str]], counts: Mapping[str, int], total: int, minimum: int
) -> tuple[PublishedGroup, ...]:
    hidden = find_hidden(counts, total, minimum)
    return tuple(
        PublishedGroup(key, labels[key], None, None, is_hidden=True)
        if key in hidden
        else PublishedGroup(
            key, labels[key], count, Fraction(100 * count, total) if total else None, is_hidden=False
        )
        for key, count in counts.items()
    )
