from fractions import Fraction

import pytest

from puas.errors import NotFound
from puas.methodology.periods import parse_period
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_result
from puas.operations.results import compute_result
from puas.queries.publications import (
    published_agencies,
    published_agency,
    published_unit,
    published_units,
    trend,
)
from tests.factories import make_agency, make_unit
from tests.factories.refusals import refused
from tests.factories.results import make_publication, make_result, release

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
MIXED = (4, 3, 4, 3, 4, 3, 4, 3, 4)


def correct(publication):
    """Publish a correction: the same answers with the weight 0.11."""
    unit = publication.unit
    unit.agency.policy |= {"weighting": "0.11"}
    unit.agency.save()
    result = compute_result(unit=unit, period=publication.period, by=None)
    return release(result, "bobot diperbaiki")


def test_nothing_is_shown_before_it_is_published():
    unit = make_unit(make_agency())
    make_result(unit, FOURS)
    assert (published_agencies(), published_units("kota-contoh", "2023-Q2")) == ((), ())
    assert trend("kota-contoh", "dinas-satu") == ()
    with refused(NotFound, "agency_unpublished"):
        published_agency("kota-contoh")
    with refused(NotFound, "agency_unpublished"):
        published_agency("tidak-ada")
    with refused(NotFound, "unit_unpublished"):
        published_unit("kota-contoh", "dinas-satu", "2023-Q2")


def test_a_published_unit_shows_everything_it_follows_from(django_assert_num_queries):
    agency = make_agency()
    head = make_unit(agency)
    publication = make_publication(make_unit(agency, "UPT Anak", parent=head), MIXED, MIXED)
    with django_assert_num_queries(6):
        page = published_unit("kota-contoh", "upt-anak", "2023-Q2")
    assert (page.agency_name, page.unit_name, page.parent_name, page.is_agency) == (
        "Kota Contoh",
        "UPT Anak",
        "Dinas Satu",
        False,
    )
    shown, result = page.result, publication.result
    assert (shown.index, shown.grade.letter, shown.respondents, shown.methods) == (
        Fraction(800, 9),
        "A",
        2,
        ("online",),
    )
    assert (shown.basis, shown.rule, shown.rule_name, shown.engine) == ("own", "own", "", "database")
    assert (shown.weighting.printed, shown.instruments) == ("1/9", ("classic-2017@1",))
    assert (shown.input_count, shown.input_hash) == (2, result.input_hash)
    assert (shown.priorities, shown.margin) == (("U2", "U4", "U6"), 0)
    assert [(e.key, e.answered, e.mean, e.value) for e in shown.elements[:2]] == [
        ("U1", 2, 4, 100),
        ("U2", 2, 3, 75),
    ]
    assert [(version.number, version.in_force) for version in page.versions] == [(1, True)]
    assert [(point.period.code, point.index) for point in page.trend] == [("2023-Q2", Fraction(800, 9))]


def test_a_correction_is_shown_with_what_it_replaced():
    unit = make_unit(make_agency())
    make_publication(unit, THREES, period="2023-Q1")
    correct(make_publication(unit, MIXED))
    page = published_unit("kota-contoh", "dinas-satu", "2023-Q2")
    assert [(v.number, v.index, v.reason, v.in_force) for v in page.versions] == [
        (1, Fraction(800, 9), "", False),
        (2, Fraction(88), "bobot diperbaiki", True),
    ]
    assert page.result.index == 88
    assert [(point.period.code, point.index, point.grade.letter) for point in page.trend] == [
        ("2023-Q1", 75, "C"),
        ("2023-Q2", 88, "B"),
    ]
    assert page.trend == trend("kota-contoh", "dinas-satu")
    assert [(line.index, line.version) for line in published_units("kota-contoh", "2023-Q2")] == [(88, 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_units_is_two_queries(count, django_assert_num_queries):
    agency = make_agency()
    head = make_unit(agency, "Induk", number=9)
    for number in range(count):
        make_publication(make_unit(agency, f"Unit {number}", parent=head, number=number + 1), FOURS)
    with django_assert_num_queries(2):
        lines = published_units("kota-contoh", "2023-Q2")
    assert [(line.name, line.parent, line.parent_name, line.number, line.index) for line in lines] == [
        (f"Unit {number}", "induk", "Induk", number + 1, 100) for number in range(count)
    ]
    assert lines[0].values == (Fraction(100),) * 9


def test_units_stand_by_number_then_by_age():
    agency = make_agency()
    for name, number in (("Tanpa", None), ("Dua", 2), ("Satu", 1)):
        make_publication(make_unit(agency, name, number=number), FOURS)
    assert [line.name for line in published_units("kota-contoh", "2023-Q2")] == ["Satu", "Dua", "Tanpa"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_agencies_is_one_query_and_shows_the_newest_period(count, django_assert_num_queries):
    for number in range(count):
        agency = make_agency(f"Kota {number}", area_code=f"99.0{number}")
        for code in ("2023-Q1", "2023-Q2"):
            make_publication(make_unit(agency, f"Dinas {code}"), FOURS, THREES, period=code)
            publish_result(result=compute_agency(agency=agency, period=ensure_period(code), by=None), by=None)
    with django_assert_num_queries(1):
        cards = published_agencies()
    assert [(c.name, c.slug, c.area_code, c.period.code, c.index, c.units) for c in cards] == [
        (f"Kota {n}", f"kota-{n}", f"99.0{n}", "2023-Q2", Fraction(175, 2), 1) for n in range(count)
    ]


def test_an_agency_without_a_figure_of_its_own_is_listed_without_one():
    make_publication(make_unit(make_agency()), FOURS)
    (card,) = published_agencies()
    assert (card.index, card.grade, card.units) == (None, None, 1)
    page = published_agency("kota-contoh")
    assert (page.name, page.periods, page.trend) == ("Kota Contoh", (parse_period("2023-Q2"),), ())


def test_an_agency_page_lists_periods_newest_first_and_its_trend_oldest_first(django_assert_num_queries):
    agency = make_agency()
    unit = make_unit(agency)
    for code, scores in (("2023-Q1", THREES), ("2023-Q2", FOURS)):
        make_publication(unit, scores, period=code)
    for code in ("2023-Q1", "2023-Q2", "2023-S1"):
        publish_result(result=compute_agency(agency=agency, period=ensure_period(code), by=None), by=None)
    with django_assert_num_queries(2):
        page = published_agency("kota-contoh")
    assert [period.code for period in page.periods] == ["2023-S1", "2023-Q2", "2023-Q1"]
    assert [(point.period.code, point.index) for point in page.trend] == [
        ("2023-Q1", 75),
        ("2023-Q2", 100),
        ("2023-S1", Fraction(175, 2)),
    ]
    own = published_unit("kota-contoh", "kota-contoh", "2023-S1")
    assert (own.is_agency, own.parent_name, own.result.margin) == (True, "", None)
    assert own.result.rule_name == "Nilai instansi adalah rata-rata sederhana nilai semua unit."
