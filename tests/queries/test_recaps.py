from datetime import UTC, datetime
from fractions import Fraction

import pytest

from puas.methodology.periods import parse_period
from puas.methodology.rollups import PARENT_POOLED
from puas.models import Response, Survey
from puas.operations.averages import compute_agency
from puas.operations.exclusions import exclude_responses
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.recaps import PrintedRow, adopt_rows, import_rows
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.recaps import agency_report_input
from puas.reports.agency_inputs import LineKind, LineSource, Signatory
from tests.factories import make_agency, make_open_survey, make_responses, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
NOON = datetime(2023, 7, 3, 5, 0, tzinfo=UTC)


def printed(unit, period, index, kind="survey", **fields):
    values = {f"U{n}": index for n in range(1, 10)}
    source = fields.pop("source", f"{unit} {period} {kind}")
    return PrintedRow(period, kind, source, unit=unit, values=values, index=index, **fields)


def adopt(agency, *rows):
    import_rows(agency=agency, rows=rows, by=None)
    for code in sorted({row.period for row in rows if row.kind == "survey"}):
        adopt_rows(agency=agency, period=ensure_period(code), by=None)


def report(agency, code, **options):
    return agency_report_input(agency, ensure_period(code), NOON, **options)


def lines(unit):
    return [(line.period.code, line.kind.value, line.index) for line in unit.lines]


@pytest.fixture
def city():
    """A city that reports by half-year; one unit by quarter, one head with a child."""
    agency = make_agency()
    adopt(
        agency,
        printed("Setda", "2023-S1", "90", number=1, respondents="100", methods=("online",)),
        printed("Perkim", "2023-Q1", "80", number=2, respondents="20", methods=("offline",)),
        printed("Perkim", "2023-Q2", "85", number=2, respondents="30", methods=("online",)),
        printed("Camat", "2023-S1", "70", number=3, respondents="60", realisation="50"),
        printed("Lurah", "2023-S1", "60", parent="Camat", respondents="40", realisation="100"),
        printed("Setda", "2023-S2", "92", number=1, respondents="100"),
    )
    return agency


def test_each_unit_has_its_surveys_and_the_averages_they_make(city):
    found = report(city, "2023-S1")
    assert [(unit.name, unit.number, unit.level) for unit in found.units] == [
        ("Setda", 1, 0),
        ("Perkim", 2, 0),
        ("Camat", 3, 0),
        ("Lurah", None, 1),
    ]
    setda, perkim, _, lurah = found.units
    assert lines(setda) == [("2023-S1", "survey", 90)]
    assert lines(perkim) == [
        ("2023-Q1", "survey", 80),
        ("2023-Q2", "survey", 85),
        ("2023-S1", "average", Fraction(165, 2)),
    ]
    average = perkim.lines[2]
    assert (average.label, average.respondents, average.methods) == (
        "Rata-rata Semester I 2023",
        50,
        {"online", "offline"},
    )
    assert (lurah.lines[0].realisation, lurah.lines[0].source) == (100, LineSource.IMPORTED)


def test_the_agencys_figure_follows_from_the_units_where_none_is_stored(city):
    found = report(city, "2023-S1")
    mean = Fraction(Fraction(90) + Fraction(165, 2) + 70 + 60, 4)
    # One unit of four ran quarters: those would be its figures, not the agency's.
    assert [(line.period.code, line.kind, line.index) for line in found.averages] == [
        ("2023-S1", LineKind.AVERAGE, mean)
    ]
    assert (found.headline.index, found.headline.respondents, found.headline.realisation) == (mean, 210, 75)
    assert (found.counted_units, found.weighting) == (4, "1/9")
    assert found.rule == "Nilai instansi adalah rata-rata sederhana nilai semua unit."
    assert found.other_rules == (
        "Nilai semester unit yang disurvei tiap triwulan adalah rata-rata sederhana nilai triwulannya.",
    )
    assert [(step.period.code, step.index) for step in found.trend] == [("2023-S1", mean)]


def test_the_stored_figure_and_its_rule_are_what_is_printed(city):
    stored = compute_agency(agency=city, period=ensure_period("2023-S1"), by=None, rule="agency-heads")
    found = report(city, "2023-S1")
    assert found.headline.index == stored.exact_index == Fraction(Fraction(90) + Fraction(165, 2) + 70, 3)
    assert found.rule == "Nilai instansi adalah rata-rata sederhana nilai unit induk saja."


def test_a_year_shows_halves_and_the_annual_average(city):
    found = report(city, "2023")
    setda, perkim, *_ = found.units
    assert lines(setda) == [
        ("2023-S1", "survey", 90),
        ("2023-S2", "survey", 92),
        ("2023", "average", 91),
    ]
    assert lines(perkim)[-1] == ("2023", "average", Fraction(165, 2))
    assert setda.lines[-1].label == "Rata-rata Tahunan 2023"
    assert [line.period.code for line in found.averages] == ["2023-S1", "2023-S2", "2023"]
    assert found.headline.index == Fraction(Fraction(91) + Fraction(165, 2) + 70 + 60, 4)
    assert len(found.other_rules) == 2


def test_answers_counted_here_come_with_their_lowest_elements():
    agency = make_agency(policy={"weighting": "0.11"})
    head = make_unit(agency, "Dinas Satu", number=1)
    child = make_unit(agency, "UPT Anak", parent=head)
    make_result(head, (4, 4, 1, 4, 2, 4, 3, 4, 4))
    make_result(child, THREES)
    compute_result(unit=head, period=ensure_period("2023-Q2"), by=None)
    found = report(agency, "2023-Q2")
    line = found.units[0].lines[0]
    assert (line.source, line.respondents, line.methods) == (LineSource.COMPUTED, 2, {"online"})
    assert [(plan.element, plan.text) for plan in line.plans] == [
        ("Waktu Penyelesaian", ""),
        ("Produk Spesifikasi Jenis Pelayanan", ""),
        ("Perilaku Pelaksana", ""),
    ]
    assert (found.weighting, found.instruments) == (
        "0,11",
        (Survey.objects.first().instrument.parsed.title["id"],),
    )
    assert found.other_rules == (PARENT_POOLED.name,)


def test_printed_priorities_and_plans_are_kept_in_their_order():
    agency = make_agency()
    row = printed("A", "2023-S1", "80", priorities=("U8", "U1"), plans=("Kotak saran",))
    adopt(agency, row, printed("B", "2023-S1", "80"))
    first, second = report(agency, "2023-S1").units
    assert [(plan.element, plan.text) for plan in first.lines[0].plans] == [
        ("Penanganan Pengaduan, Saran dan Masukan", "Kotak saran"),
        ("Persyaratan", ""),
    ]
    assert second.lines[0].plans == ()


def test_a_unit_that_has_not_reported_has_no_lines():
    agency = make_agency()
    make_unit(agency, "Belum lapor")
    found = report(agency, "2023-S1")
    assert [(unit.name, unit.lines) for unit in found.units] == [("Belum lapor", ())]
    assert (found.averages, found.headline, found.counted_units, found.weighting) == ((), None, 0, "1/9")


def test_the_trend_takes_over_figures_printed_earlier(city):
    rows = [
        printed("", "2021", "85,1", "agency", source="h. 9", label="2021"),
        printed("", "2022-S1", "86", "agency", source="h. 10"),
        printed("", "2022-S1", "87", "agency", source="kesimpulan"),
        printed("", "2023-S1", "99", "agency", source="h. 11"),
        PrintedRow("2020", "agency", "h. 12"),
    ]
    import_rows(agency=city, rows=rows, by=None)
    stored = compute_agency(agency=city, period=ensure_period("2023-S1"), by=None)
    found = report(city, "2023-S1")
    assert [(step.period.code, step.index, step.source, step.label) for step in found.trend] == [
        ("2021", Fraction("85.1"), LineSource.IMPORTED, "2021"),
        ("2022-S1", 86, LineSource.IMPORTED, ""),
        ("2023-S1", stored.exact_index, LineSource.COMPUTED, ""),
    ]


def test_the_trend_is_made_of_stored_results_of_the_same_kind_of_period(city):
    adopt(city, printed("Setda", "2022-S2", "80"))
    compute_agency(agency=city, period=ensure_period("2022-S2"), by=None)
    compute_agency(agency=city, period=ensure_period("2023-Q1"), by=None)
    found = report(city, "2023-S1")
    assert [step.period.code for step in found.trend] == ["2022-S2", "2023-S1"]


def test_without_an_earlier_figure_the_parts_of_the_period_are_the_trend(city):
    assert [step.period.code for step in report(city, "2023").trend] == ["2023-S1", "2023-S2"]


def test_published_pages_are_linked(city):
    publish_period(agency=city, period=ensure_period("2023-S1"), by=None)
    found = report(city, "2023-S1", base_url="https://skm.contoh.go.id")
    assert [unit.link for unit in found.units] == [
        "https://skm.contoh.go.id/i/kota-contoh/setda/2023-S1/",
        "",
        "https://skm.contoh.go.id/i/kota-contoh/camat/2023-S1/",
        "https://skm.contoh.go.id/i/kota-contoh/lurah/2023-S1/",
    ]
    assert {unit.link for unit in report(city, "2023-S1").units} == {""}


def test_the_frame_of_the_report_comes_from_the_policy():
    frame = {
        "place": "Kota Contoh",
        "system": "puas",
        "instructions": ["Surat 1"],
        "regulations": ["Perwal 2"],
        "signatory": {"name": "Nama Pejabat"},
    }
    found = report(make_agency(policy={"report": frame}), "2023-S1")
    assert (found.agency, found.period, found.place, found.system) == (
        "Kota Contoh",
        parse_period("2023-S1"),
        "Kota Contoh",
        "puas",
    )
    assert (found.instructions, found.regulations) == (("Surat 1",), ("Perwal 2",))
    assert found.signatory == Signatory(name="Nama Pejabat")
    assert found.made_at == NOON


def test_weights_that_differ_fall_back_to_the_default(city):
    values = {f"U{n}": "90" for n in range(1, 10)}
    adopt(city, PrintedRow("2023-S1", "survey", "h. 5", unit="Lain", values=values, index="89.10"))
    assert report(city, "2023-S1").weighting == "1/9"


def test_the_input_takes_the_same_queries_for_one_unit_and_three(django_assert_num_queries):
    agency = make_agency()
    for count in (1, 3):
        adopt(agency, *(printed(f"Unit {n}", "2023-S1", "80") for n in range(count)))
        period = ensure_period("2023-S1")
        with django_assert_num_queries(15):
            assert len(agency_report_input(agency, period, NOON).units) == count


def test_a_line_knows_what_it_leaves_out():
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    make_responses(survey, FOURS, THREES, THREES)
    first = Response.objects.earliest("id")
    exclude_responses(survey=survey, responses=[first.pk], reason="Petugas mengisi sendiri", by=None)
    close_survey(survey=survey, by=None)
    compute_result(unit=unit, period=survey.period, by=None)
    (line,) = report(unit.agency, "2023-Q2").units[0].lines
    assert (line.index, line.respondents, line.excluded, line.index_with) == (75, 2, 1, Fraction(250, 3))
