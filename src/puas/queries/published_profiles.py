"""Who answered, by groups: small ones withheld, and with them whatever would give them away.

Within one question `methodology.disclosure` hides what is small and what would tell it. Between units only
what is not part of another published count is broken down: a head's groups minus those of its other units
would be the groups of the last one. A correction that changes few answers is not broken down either: the
difference of the two versions would tell of those few.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from puas.language import gettext_noop, say
from puas.methodology.breakdowns import GroupIndex
from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.instruments import ProfileField
from puas.methodology.profile_groups import AGE_BANDS, UNKNOWN
from puas.models import Basis, Channel, Publication, Result
from puas.queries.breakdowns import CHANNEL, SERVICE, Breakdown, find_breakdown, questions_of
from puas.queries.published_facts import read_publications, round_number, say_source
from puas.queries.published_rows import ProfileRecord
from puas.queries.result_changes import find_instruments

COUNTED = (Basis.OWN.value, Basis.POOLED.value)
NOT_SAID = gettext_noop("Tidak menjawab")
NAMES = {CHANNEL: gettext_noop("Saluran"), SERVICE: gettext_noop("Jenis layanan")}
CHANNELS = {
    Channel.ONLINE.value: gettext_noop("Daring"),
    Channel.KIOSK.value: gettext_noop("Kios"),
    Channel.INTERVIEW.value: gettext_noop("Wawancara"),
    Channel.PAPER.value: gettext_noop("Kertas"),
}


def describe_profiles(ids: Sequence[int]) -> Iterator[ProfileRecord]:
    """Return the groups of the publications that may be broken down."""
    found = [one for one in read_publications(ids) if one.result.basis in COUNTED and one.result.tally]
    instruments = find_instruments(one.result for one in found)
    inner, few = parts_of_others(found), changed_little(found)
    for publication in found:
        if publication.pk in inner or publication.pk in few:
            continue
        said = say_source(publication, instruments)
        for by, field, groups in _broken_down(publication.result):
            yield from _records(said, by, field, groups)


def parts_of_others(publications: Sequence[Publication]) -> set[int]:
    """Return those whose answers are counted in another publication of the same agency and period too."""
    agencies = {one.unit.agency_id for one in publications}
    periods = {one.period_id for one in publications}
    shown = Publication.objects.filter(
        unit__agency__in=agencies, period__in=periods, result__basis=Basis.POOLED
    )
    wholes = [
        (result_id, frozenset(parameters["surveys"]))
        for result_id, parameters in shown.values_list("result", "result__parameters")
    ]
    return {
        one.pk
        for one in publications
        if any(frozenset(one.result.parameters["surveys"]) < whole for result_id, whole in wholes)
    }


def changed_little(publications: Sequence[Publication]) -> set[int]:
    """Return the corrections that count other answers than an earlier version, but hardly more or fewer."""
    later = [one for one in publications if one.version > 1]
    earlier = Publication.objects.filter(
        unit__in={one.unit_id for one in later}, period__in={one.period_id for one in later}
    ).select_related("result")
    return {
        one.pk
        for one in later
        for other in earlier
        if (other.unit_id, other.period_id) == (one.unit_id, one.period_id)
        and other.version < one.version
        and other.result.input_hash != one.result.input_hash
        and abs((other.result.respondents or 0) - (one.result.respondents or 0)) < minimum_of(one.result)
    }


def minimum_of(result: Result) -> int:
    """Return the smallest group of a result that is shown."""
    return int(result.parameters.get("minimum_cell", DEFAULT_MINIMUM))


Question = tuple[str, ProfileField | None, tuple[tuple[str, GroupIndex], ...]]


def _broken_down(result: Result) -> tuple[Question, ...]:
    return _remember(result.pk, result.input_hash, result.computed_at)


@lru_cache(maxsize=2048)
def _remember(result_id: int, *mark: object) -> tuple[Question, ...]:
    """Return the groups of a frozen result by every question; counted once in a process."""
    result = Result.objects.get(pk=result_id)
    (instrument,) = find_instruments([result]).values()
    found = [find_breakdown(result, instrument, by) for by, _ in questions_of(instrument)]
    return tuple(
        (one.by, one.field, tuple((_name(one, group.key), group) for group in one.groups))
        for one in found
        if one.counted == result.respondents  # some were left out since: the difference would tell of them
    )


def _name(breakdown: Breakdown, key: str) -> str:
    if key == UNKNOWN:
        return say(NOT_SAID, "id")
    if breakdown.field is None:
        return CHANNELS.get(key) or breakdown.names.get(key, key)
    ages = {f"{low}-{high}": name for low, high, name, _ in AGE_BANDS}
    named = {option.key: option.label["id"] for option in breakdown.field.options}
    return named.get(key) or ages.get(key, key)


def _records(
    said: Mapping[str, Any],
    by: str,
    field: ProfileField | None,
    groups: Sequence[tuple[str, GroupIndex]],
) -> Iterator[ProfileRecord]:
    for name, group in groups:
        yield ProfileRecord(
            **said,
            question=by,
            question_name=field.label["id"] if field else NAMES[by],
            group=group.key,
            group_name=name,
            is_withheld=group.is_hidden,
            group_n=group.respondents,
            group_share=round_number(group.share, 2),
            group_index=round_number(group.index, 2),
            group_margin=None if group.margin is None else float(group.margin),
        )
