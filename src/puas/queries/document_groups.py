"""Which questions about respondents a document leaves out, because of what else is public.

The portal shows no groups of a pooled result, and none once two versions counted different people or had
another smallest group (`published_groups`). So does a document; but of a pooled result it prints a question
where none of its surveys hides a group of it: then its sums less those of the units below leave nothing that
is hidden anywhere. Whether a survey hides something follows from what is hidden, never from how many it is.
"""

from puas.methodology.breakdowns import find_hidden
from puas.methodology.instruments import Instrument
from puas.methodology.profile_groups import UNKNOWN, group_profiles
from puas.models import Basis, Publication, Response, Result
from puas.queries.breakdowns import CHANNEL, PROFILE, SERVICE, Breakdown, questions_of
from puas.queries.exclusions import counted
from puas.queries.monitor_counts import Counts, count_answers
from puas.queries.published_groups import minimum_of


def find_withheld(result: Result, instrument: Instrument) -> frozenset[str]:
    """Return the questions (keys of `questions_of`) that a document of a counted result leaves out.

    One query, and one more for each survey of a pooled result.
    """
    keys = frozenset(key for key, _ in questions_of(instrument))
    if _is_told_otherwise(result):
        return keys
    if result.basis != Basis.POOLED:
        return frozenset()
    minimum = minimum_of(result)
    hidden: set[str] = set()
    for survey in result.parameters["surveys"]:
        counts = count_answers(instrument, counted(Response.objects.filter(survey=survey)))
        hidden |= {key for key in keys - hidden if _hides(key, counts, instrument, minimum)}
    return frozenset(hidden)


def lists_only_hidden(seen: Breakdown) -> bool:
    """Say whether a question lists only what occurs and hides all of it: how many there are would tell."""
    return seen.by in (SERVICE, CHANNEL) and all(
        group.is_hidden or not group.respondents for group in seen.groups
    )


def _is_told_otherwise(result: Result) -> bool:
    """Say whether another published version counted other answers, or had another smallest group."""
    published = Publication.objects.filter(unit=result.unit_id, period=result.period_id)
    others = published.exclude(result=result.pk).select_related("result").defer("result__tally")
    own = result.input_hash, minimum_of(result)
    return any((one.result.input_hash, minimum_of(one.result)) != own for one in others)


def _hides(key: str, counts: Counts, instrument: Instrument, minimum: int) -> bool:
    """Say whether a survey by itself hides a group of a question."""
    found = dict(counts.of(key))
    if key.startswith(PROFILE):
        field = key.removeprefix(PROFILE)
        (group,) = (one for one in group_profiles(instrument, {field: found}) if one.key == field)
        found = {part.key: part.count for part in group.parts}
        if group.unanswered:
            found[UNKNOWN] = group.unanswered
    return bool(find_hidden(found, counts.answers, minimum))
