"""Counting the respondents of a result by each question once, so that no page counts them again: a large
result when it is measured, any result of a unit's own answers when it is published.
"""

from collections.abc import Mapping, Sequence

from puas.engines.database import Key, tally_surveys
from puas.errors import NotNow
from puas.methodology.instruments import Instrument
from puas.methodology.profile_groups import UNKNOWN
from puas.methodology.tallies import Tally
from puas.models import Basis, Response, Result, ResultGroups
from puas.queries.breakdowns import SERVICE, find_instrument, questions_of
from puas.queries.exclusions import counted
from puas.queries.monitor_counts import DAY, LINK, count_answers
from puas.queries.published_groups import PEOPLE

MANY = 1000
"""Fewer respondents than these are counted in a few milliseconds, whenever somebody looks."""

Groups = Mapping[str, Mapping[Key, Tally]]


def count_groups(survey_ids: Sequence[int], instrument: Instrument, respondents: int) -> Groups:
    """Return the tallies by each question of `questions_of`; {} for few respondents.

    NotNow `result_input_moved` when others are counted than the `respondents` of the result.
    """
    if respondents < MANY:
        return {}
    found = {by: tally_surveys(survey_ids, instrument, by=by) for by, _ in questions_of(instrument)}
    if any(sum(one.respondents for one in groups.values()) != respondents for groups in found.values()):
        raise NotNow("result_input_moved", "Jawaban berubah saat dihitung. Hitung sekali lagi.")
    return found


def keep_groups(result: Result, counted: Groups) -> None:
    """Store the groups of a result, as a part of the operation that measures it; what is there stays."""
    known = set(ResultGroups.objects.filter(result=result).values_list("by", flat=True)) if counted else set()
    ResultGroups.objects.bulk_create(
        ResultGroups(result=result, by=by, groups=[[key, tally.to_dict()] for key, tally in groups.items()])
        for by, groups in counted.items()
        if by not in known
    )


def keep_people(result: Result) -> None:
    """Keep who answered, and the tally of each service, with a result that is being published.

    Public pages read nothing else, so they stay the same when answers are excluded or forgotten later. Only
    for a unit's own answers: what is known of a parent and of its children would tell what was hidden of one.
    """
    if result.basis != Basis.OWN or ResultGroups.objects.filter(result=result, by=PEOPLE).exists():
        return
    instrument, surveys = find_instrument(result), result.parameters["surveys"]
    found = count_answers(instrument, counted(Response.objects.filter(survey__in=surveys)))
    if found.answers != result.respondents:
        raise NotNow("result_input_moved", "Jawaban berubah saat dihitung. Hitung sekali lagi.")
    people = [[by, found.of(by)] for by in sorted(found.by) if by not in (DAY, LINK)]
    ResultGroups.objects.create(result=result, by=PEOPLE, groups=people)
    if set(found.of(SERVICE)) - {UNKNOWN}:
        keep_groups(result, {SERVICE: tally_surveys(surveys, instrument, by=SERVICE)})
