"""The index of a result's respondents by channel, service or profile, small groups hidden.

One question at a time; of many respondents it was counted when the result was (`ResultGroups`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from puas.engines.database import Key, tally_surveys
from puas.errors import NotFound
from puas.methodology.breakdowns import GroupIndex, break_down, regroup
from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.instruments import Instrument, ProfileField
from puas.methodology.profile_groups import UNKNOWN, is_grouped
from puas.methodology.tallies import Tally
from puas.models import Channel, Result, ResultGroups, Service
from puas.queries.result_changes import find_instruments, weighting_of

CHANNEL, SERVICE, PROFILE = "channel", "service", "profile:"


@dataclass(frozen=True)
class Breakdown:
    """One question and the index of each of its groups.

    `names`: of the services, by key; other groups are named by the door and the questionnaire. `counted`:
    how many answers were read; it differs from the result's when some were excluded since. `minimum`: the
    smallest group that is shown.
    """

    by: str
    field: ProfileField | None
    groups: tuple[GroupIndex, ...]
    names: Mapping[str, str]
    counted: int
    minimum: int


def find_instrument(result: Result) -> Instrument:
    """Return the questionnaire of a counted result; NotFound `result_uncounted` for averages and printed
    figures, of which no answers are known.
    """
    if not result.tally:
        raise NotFound(
            "result_uncounted",
            "Hasil ini bukan hitungan jawaban (rata-rata atau angka cetak), jadi tidak dapat dirinci. "
            "Buka hasil unit yang disurvei.",
        )
    (instrument,) = find_instruments([result]).values()
    return instrument


def questions_of(instrument: Instrument) -> tuple[tuple[str, ProfileField | None], ...]:
    """Return what a result can be broken down by: channel, service, and each profile field with groups."""
    fields = [(PROFILE + field.key, field) for field in instrument.profile if is_grouped(field)]
    return ((CHANNEL, None), (SERVICE, None), *fields)


def find_breakdown(result: Result, instrument: Instrument, by: str) -> Breakdown:
    """Return a counted result by one of `questions_of`; NotFound `breakdown_unknown` for another.

    What was counted with the result is read; a result with few respondents is counted now. At most three
    queries.
    """
    questions = dict(questions_of(instrument))
    if by not in questions:
        raise NotFound("breakdown_unknown", "Rincian itu tidak ada. Pilih salah satu di atas tabel.")
    kept = ResultGroups.objects.filter(result=result, by=by).first()
    found = kept.tallies if kept else tally_surveys(result.parameters["surveys"], instrument, by=by)
    names = _service_names(found) if by == SERVICE else {}
    tallies = _in_order(by, questions[by], found, names, instrument)
    total = sum(found.values(), Tally.empty(instrument))
    minimum = result.parameters.get("minimum_cell", DEFAULT_MINIMUM)
    groups = break_down(tallies, total, instrument, weighting_of(result), minimum)
    return Breakdown(by, questions[by], groups, names, total.respondents, minimum)


def _in_order(
    by: str,
    field: ProfileField | None,
    found: Mapping[Key, Tally],
    names: Mapping[str, str],
    instrument: Instrument,
) -> dict[str, Tally]:
    """Return the groups in the order they are shown in, those who said nothing last."""
    if field is not None:
        by_text = {None if key is None else str(key): tally for key, tally in found.items()}
        return regroup(field, by_text, instrument)
    if by == CHANNEL:
        return {one.value: found.get(one.value, Tally.empty(instrument)) for one in Channel}
    known = {key: found[int(key)] for key in sorted(names, key=lambda key: names[key])}
    return known | ({UNKNOWN: found[None]} if None in found else {})


def _service_names(found: Mapping[Key, Tally]) -> dict[str, str]:
    ids = [key for key in found if key is not None]
    return {
        str(number): name for number, name in Service.objects.filter(pk__in=ids).values_list("id", "name")
    }
