import pytest

from puas.methodology.disclosure import suppress_small
from puas.methodology.grades import grade_of
from puas.methodology.numbers import format_number
from puas.methodology.quality import find_flags
from puas.models import Exclusion, Response
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.publications import build_exclusions
from tests.factories import make_agency, make_open_survey, make_responses, make_unit
from tests.spec.chapters import protection as tables
from tests.spec.surveys import CLASSIC, read_scores


@pytest.mark.parametrize(("counts", "shown", "hides_total"), tables.GROUPS)
def test_small_groups_are_hidden_with_company(counts, shown, hides_total):
    groups = {f"k{place}": count for place, count in enumerate(counts)}
    found = suppress_small(groups)

    assert (list(found.shown(groups).values()), found.hides_total) == (shown, hides_total)


@pytest.mark.parametrize(("scores", "seconds", "marks"), tables.MARKS)
def test_a_response_carries_its_marks(scores, seconds, marks):
    assert " ".join(find_flags(CLASSIC, read_scores(scores), seconds)) == marks


@pytest.mark.django_db
@pytest.mark.parametrize(("others", "counted", "left_out", "index", "index_with"), tables.EXCLUDED)
def test_a_result_is_made_of_the_answers_that_count(others, counted, left_out, index, index_with):
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, *[(3,) * 9] * 10, *[(score,) * 9 for score, _ in others])
    for row, (_, fate) in zip(Response.objects.order_by("id")[10:], others, strict=True):
        decide(survey, row, fate)
    close_survey(survey=survey, by=None)
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    stated = build_exclusions(result)

    assert (result.respondents, Response.objects.count() - counted) == (counted, left_out)
    assert (shown(result.exact_index), shown(stated and stated.index_with)) == (index, index_with)


def decide(survey, row, fate):
    if fate == "corrected":
        Exclusion.objects.create(response=row, kind=fate, reason="Diganti", excluded_at=row.received_at)
    elif fate:
        exclude_responses(survey=survey, responses=[row.pk], reason="Petugas mengisi sendiri", by=None)
    if fate == "lifted":
        lift_exclusions(survey=survey, responses=[row.pk], reason="Ternyata wajar", by=None)


def shown(value):
    """Return "75,00 C"."""
    return "" if value is None else f"{format_number(value, 2)} {grade_of(value).letter}"
