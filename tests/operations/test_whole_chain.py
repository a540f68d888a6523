"""From an agency to its published index, through the operations only."""

from decimal import Decimal

import pytest

from puas.models import Basis, Survey
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from puas.queries.audits import verify_chain
from puas.queries.publications import published_agencies, published_unit, published_units
from puas.queries.recaps import agency_report_input
from tests.factories import hand_in, make_agency, make_open_survey, make_responses, make_unit

pytestmark = pytest.mark.django_db


def test_answers_become_a_published_index():
    agency = make_agency()
    head = make_unit(agency, "Dinas Satu", number=1)
    child = make_unit(agency, "UPT Dua", parent=head)
    period = ensure_period("2023-Q2")
    make_responses(make_open_survey(head), (4,) * 9)
    make_responses(make_open_survey(child), (3,) * 9, (3,) * 9)
    for survey in Survey.objects.all():
        close_survey(survey=survey, by=None)
    pooled = compute_result(unit=head, period=period, by=None)
    own = compute_result(unit=child, period=period, by=None)
    whole = compute_agency(agency=agency, period=period, by=None)
    assert (pooled.basis, pooled.printed, pooled.grade) == (Basis.POOLED, Decimal("83.33"), "B")
    assert (own.basis, own.printed, own.grade) == (Basis.OWN, Decimal("75.00"), "C")
    assert (whole.printed, whole.respondents) == (Decimal("79.17"), 3)
    for survey in Survey.objects.all():
        hand_in(survey)
    assert len(publish_period(agency=agency, period=period, by=None)) == 3
    assert [(line.slug, line.parent) for line in published_units("kota-contoh", "2023-Q2")] == [
        ("dinas-satu", ""),
        ("upt-dua", "dinas-satu"),
    ]
    assert [(card.slug, card.units) for card in published_agencies()] == [("kota-contoh", 2)]
    assert published_unit("kota-contoh", "kota-contoh", "2023-Q2").is_agency
    assert verify_chain().is_whole
    report = agency_report_input(agency, period)
    assert [unit.name for unit in report.units] == ["Dinas Satu", "UPT Dua"]
    assert report.headline.index == whole.exact_index
