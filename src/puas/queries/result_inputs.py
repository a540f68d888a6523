"""Whether a result still says what its answers say."""

from collections.abc import Sequence

from puas.models import Basis, Result
from puas.queries.exclusions import find_left_out
from puas.queries.tallies import count_answers


def is_current(result: Result) -> bool:
    """Say whether no newer version exists and a counted result's surveys still count the same answers."""
    same = {"unit": result.unit_id, "period": result.period_id, "basis": result.basis, "rule": result.rule}
    if Result.objects.filter(**same, version__gt=result.version).exists():
        return False
    if result.basis not in (Basis.OWN, Basis.POOLED):
        return True
    ids = result.parameters["surveys"]
    return count_answers(ids) == result.input_count and _leaves_out_the_same(result, ids)


def _leaves_out_the_same(result: Result, survey_ids: Sequence[int]) -> bool:
    left_out, stated = find_left_out(survey_ids), result.parameters.get("excluded")
    return left_out.hash == stated["hash"] if stated else not left_out.ids
