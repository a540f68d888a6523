"""Counting the respondents of a large result by each question once, so that no page counts them again."""

from collections.abc import Mapping, Sequence

from puas.engines.database import Key, tally_surveys
from puas.errors import NotNow
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally
from puas.models import Result, ResultGroups
from puas.queries.breakdowns import questions_of

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
