"""Rules of results and publications that the database keeps."""

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from puas.models import Publication, Result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_responses, make_unit
from tests.factories.results import make_result, release

pytestmark = pytest.mark.django_db


def refuse(model, like, **changes):
    fields = {f.attname: getattr(like, f.attname) for f in model._meta.concrete_fields if not f.primary_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.bulk_create([model(**{**fields, **changes})])


@pytest.fixture
def publication():
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    make_responses(survey, (4,) * 9)
    close_survey(survey=survey, by=None)
    return release(compute_result(unit=unit, period=survey.period, by=None))


def test_one_result_a_version_and_grade_with_index(publication):
    refuse(Result, publication.result)
    refuse(Result, publication.result, version=2, grade="")
    refuse(Result, publication.result, version=2, index="", printed=None)
    refuse(Result, publication.result, version=2, basis="tebakan")


def test_a_correction_replaces_with_a_reason(publication):
    copy = {f.attname: getattr(publication.result, f.attname) for f in Result._meta.concrete_fields}
    Result._base_manager.bulk_create([Result(**{**copy, "id": None, "version": 2})])
    second = Result.objects.get(version=2)
    new = {"result_id": second.pk, "replaces_id": publication.pk, "reason": "salah hitung"}
    refuse(Publication, publication, **new, version=1)
    refuse(Publication, publication, **{**new, "reason": ""}, version=2)
    refuse(Publication, publication, **{**new, "replaces_id": None}, version=2)
    refuse(Publication, publication, **{**new, "result_id": publication.result_id}, version=2)
    fields = {f.attname: getattr(publication, f.attname) for f in Publication._meta.concrete_fields}
    right = Publication(**{**fields, **new, "id": None, "version": 2})
    right.save()
    refuse(Publication, right, version=3)  # one correction replaces one publication


def test_a_result_gives_exact_values(publication):
    result = Result.objects.get()
    assert (result.exact_index, result.exact_values) == (100, (100,) * 9)
    assert result.pure_tally.respondents == 1
    assert (str(result), str(publication)) == (
        f"{result.unit_id} {result.period_id} own 1",
        f"{result.unit_id} {result.period_id} v1",
    )


def test_an_exact_index_may_be_of_any_length():
    """The mean over hundreds of units has a denominator of hundreds of digits."""
    row = make_result(make_unit(make_agency()), (4,) * 9)
    row.pk, row._state.adding, row.version = None, True, 2
    row.index = f"{3 * 10**400 + 1}/{10**399}"
    row.save()
    assert Result.objects.get(pk=row.pk).exact_index == Fraction(3 * 10**400 + 1, 10**399)
