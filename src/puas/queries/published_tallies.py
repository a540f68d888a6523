"""Published tallies: what adds up exactly, without what would tell of few people.

Of a unit its tally; of an agency the sum over what its published figure was made of, which no later unit can
change. Withheld are small tallies and those that would give one away (`disclosure.withhold_parts`), and a
correction that counts other but hardly more or fewer answers: the two versions' difference is those few.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from puas.methodology.disclosure import DEFAULT_MINIMUM, withhold_parts
from puas.methodology.rollups import pool_tallies
from puas.methodology.tallies import Tally
from puas.models import Basis, Publication, Result
from puas.queries.published_facts import read_publications, say_source
from puas.queries.published_groups import minimum_of
from puas.queries.published_rows import TallyRecord
from puas.queries.result_changes import find_instruments

COUNTED = (Basis.OWN.value, Basis.POOLED.value)
UNIT, AGENCY = "unit", "agency"


def describe_tallies(ids: Sequence[int]) -> Iterator[TallyRecord]:
    """Return the tallies of counted units, and of agencies one for each questionnaire."""
    found = read_publications(ids)
    instruments = find_instruments(one.result for one in found)
    withheld: dict[tuple[int, int], frozenset[str]] = {}
    for publication in found:
        said = say_source(publication, instruments)
        place = (publication.unit.agency_id, publication.period_id)
        if publication.unit.is_root and publication.result.basis not in COUNTED:
            for total, is_hidden, uncounted in _totals(publication):
                yield TallyRecord(
                    **said,
                    scope=AGENCY,
                    is_withheld=is_hidden,
                    tally="" if is_hidden else _print(total),
                    uncounted=uncounted,
                )
        elif publication.result.tally and publication.result.basis in COUNTED:
            if place not in withheld:
                withheld[place] = _withheld(*place)
            is_hidden = str(publication.pk) in withheld[place]
            yield TallyRecord(
                **said,
                scope=UNIT,
                is_withheld=is_hidden,
                tally="" if is_hidden else _print(Tally.from_dict(publication.result.tally)),
                uncounted=0,
            )


def _print(tally: Tally) -> str:
    return json.dumps(tally.to_dict(), separators=(",", ":"))


def _withheld(agency_id: int, period_id: int) -> frozenset[str]:
    """Return the publications (numbers as text) of an agency and period whose tallies are withheld."""
    every = Publication.objects.filter(
        unit__agency=agency_id, period=period_id, result__basis__in=COUNTED
    ).select_related("result", "replaced_by")
    rows = list(every.defer("result__tally"))
    in_force = [one for one in rows if not hasattr(one, "replaced_by")]
    surveys = {str(one.pk): frozenset(one.result.parameters["surveys"]) for one in in_force}
    counts = {str(one.pk): one.result.respondents or 0 for one in in_force}
    minimum = max((minimum_of(one.result) for one in in_force), default=DEFAULT_MINIMUM)
    few = frozenset(str(one.pk) for one in in_force if _changed_little(one, rows, minimum))
    return withhold_parts(counts, _wholes(surveys), minimum, few)


def _wholes(surveys: Mapping[str, frozenset[int]]) -> dict[str, str]:
    """Return, for each whose surveys all belong to a larger one, the smallest of these."""
    found = {}
    for key, own in surveys.items():
        around = [(len(other), name) for name, other in surveys.items() if own < other]
        if around:
            found[key] = min(around)[1]
    return found


def _changed_little(publication: Publication, every: Iterable[Publication], minimum: int) -> bool:
    now = publication.result
    return any(
        one.unit_id == publication.unit_id
        and one.version < publication.version
        and one.result.input_hash != now.input_hash
        and abs((one.result.respondents or 0) - (now.respondents or 0)) < minimum
        for one in every
    )


def _totals(publication: Publication) -> Iterator[tuple[Tally, bool, int]]:
    """Yield (sum, is withheld, uncounted) of what an agency's figure was made of, by questionnaire."""
    totals, uncounted, minimum = _add_up(publication.result)
    earlier = Publication.objects.filter(
        unit=publication.unit_id, period=publication.period_id, version__lt=publication.version
    ).select_related("result")
    before = [_add_up(one.result)[0] for one in earlier]
    for name, total in sorted(totals.items()):
        others = [one[name] for one in before if name in one]
        moved = any(
            other != total and abs(other.respondents - total.respondents) < minimum for other in others
        )
        yield total, moved or total.respondents < minimum, uncounted


def _add_up(result: Result) -> tuple[dict[str, Tally], int, int]:
    """Return the sums by questionnaire of the parts of an average, how many parts have none, and the smallest
    group. A part whose answers are in another part too is not counted twice.
    """
    parts = list(Result.objects.filter(pk__in=result.parameters.get("parts", ())).order_by("pk"))
    counted = [part for part in parts if part.tally and part.basis in COUNTED]
    surveys = {str(part.pk): frozenset(part.parameters["surveys"]) for part in counted}
    inner = _wholes(surveys)
    heads = [part for part in counted if str(part.pk) not in inner]
    by_name: dict[str, list[Tally]] = {}
    for part in heads:
        tally = Tally.from_dict(part.tally or {})
        by_name.setdefault(tally.instrument, []).append(tally)
    minimum = max((minimum_of(part) for part in heads), default=DEFAULT_MINIMUM)
    return {name: pool_tallies(found) for name, found in by_name.items()}, len(parts) - len(counted), minimum
