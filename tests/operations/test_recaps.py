from decimal import Decimal
from fractions import Fraction

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, Basis, RecapKind, RecapRow, Result, Unit
from puas.operations.periods import ensure_period
from puas.operations.recaps import PrintedRow, adopt_rows, import_rows
from tests.factories import make_agency
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

VALUES = dict(
    zip(
        [f"U{n}" for n in range(1, 10)],
        ["98,925", "99,05", "97,15", "99,4", "98,575", "98,7", "98,225", "97,5", "99,05"],
        strict=True,
    )
)
SETDA = PrintedRow(
    period="2023-S1",
    kind="survey",
    source="tabel, baris 98",
    unit="Sekretariat Daerah",
    number=1,
    values=VALUES,
    index="98,413",
    grade="A",
    respondents="4.087",
    methods=("online",),
    priorities=("U3", "U8", "U7"),
    plans=("Loket kedua", "", ""),
    realisation="100",
)


@pytest.fixture
def agency():
    return make_agency()


def test_printed_values_are_kept_character_by_character_beside_the_computed(agency):
    (row,) = import_rows(agency=agency, rows=[SETDA], by=None)
    row.refresh_from_db()
    assert (row.unit.name, row.unit.kind, row.unit.number, row.period.code) == (
        "Sekretariat Daerah",
        "opd",
        1,
        "2023-S1",
    )
    assert row.printed == {
        "values": VALUES,
        "index": "98,413",
        "grade": "A",
        "respondents": "4.087",
        "methods": ["online"],
        "priorities": ["U3", "U8", "U7"],
        "plans": ["Loket kedua", "", ""],
        "realisation": "100",
        "label": "",
    }
    total = sum(Fraction(value.replace(",", ".")) for value in VALUES.values())
    assert row.computed == {"index": str(total / 9), "grade": "A", "weighting": "0.111", "respondents": 4087}
    assert (row.source, row.position, row.decision) == ("tabel, baris 98", 1, "")


@pytest.mark.parametrize(
    ("index", "weighting"), [("80", "exact"), ("79.92", "0.111"), ("79.2", "0.11"), ("81", "")]
)
def test_the_weights_that_give_the_printed_index_are_found(agency, index, weighting):
    values = {f"U{n}": "80" for n in range(1, 10)}
    row = PrintedRow("2023", "survey", "h. 1", unit="A", values=values, index=index)
    assert import_rows(agency=agency, rows=[row], by=None)[0].computed["weighting"] == weighting


def test_children_stand_under_their_parent_and_averages_and_the_agency_are_kept(agency):
    rows = [
        PrintedRow("2023-Q1", "survey", "h. 1", unit="Dinas Pendidikan", number=1),
        PrintedRow("2023-Q1", "survey", "h. 2", unit="SMP Negeri 1", parent="Dinas Pendidikan"),
        PrintedRow("2023-S1", "average", "h. 3", unit="SMP Negeri 1", index="80"),
        PrintedRow("2023-S1", "agency", "tabel", index="95,1", values=VALUES),
        PrintedRow("2023-S1", "agency", "kesimpulan", index="89,11"),
    ]
    found = import_rows(agency=agency, rows=rows, by=None)
    assert [(row.kind, row.unit.name if row.unit else None, row.position) for row in found] == [
        ("survey", "Dinas Pendidikan", 1),
        ("survey", "SMP Negeri 1", 2),
        ("average", "SMP Negeri 1", 3),
        ("agency", None, 4),
        ("agency", None, 5),
    ]
    child = Unit.objects.get(name="SMP Negeri 1")
    assert (child.parent.name, child.kind, child.parent.kind) == ("Dinas Pendidikan", "upp", "opd")
    assert found[4].computed == {"index": None, "grade": "", "weighting": "", "respondents": None}


def test_importing_again_changes_nothing(agency):
    first = import_rows(agency=agency, rows=[SETDA], by=None)
    assert import_rows(agency=agency, rows=[SETDA], by=None) == first
    assert RecapRow.objects.count() == 1
    events = AuditEvent.objects.filter(operation="import_rows")
    assert [event.data for event in events] == [{"rows": 1, "new": 1}]


def test_other_values_for_the_same_row_overwrite_nothing(agency):
    import_rows(agency=agency, rows=[SETDA], by=None)
    other = PrintedRow("2023-S1", "survey", "h. 9", unit="Sekretariat Daerah", index="90")
    with refused(Conflict, "recap_differs"):
        import_rows(agency=agency, rows=[other], by=None)
    assert RecapRow.objects.get().printed["index"] == "98,413"


def test_two_names_with_one_slug_are_two_units(agency):
    rows = [
        PrintedRow("2023", "survey", "h. 1", unit="Puskesmas Nusa"),
        PrintedRow("2023", "survey", "h. 2", unit="Puskesmas-Nusa"),
        PrintedRow("2023", "survey", "h. 3", unit="—"),
    ]
    import_rows(agency=agency, rows=rows, by=None)
    slugs = Unit.objects.filter(parent__isnull=False).order_by("id").values_list("slug", flat=True)
    assert list(slugs) == ["puskesmas-nusa", "puskesmas-nusa-2", "unit"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (PrintedRow("2023", "survey", "h. 1"), "recap_unit"),
        (PrintedRow("2023", "survey", "h. 1", unit="A", parent="B"), "recap_parent"),
        (PrintedRow("2023", "survey", "h. 1", unit="A", values={"U1": "banyak"}), "number_unreadable"),
        (PrintedRow("2023", "survey", "h. 1", unit="A", respondents="1,5"), "count_unreadable"),
        (PrintedRow("entah", "survey", "h. 1", unit="A"), "period_unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_import(agency, row, code):
    with refused(BadInput, code):
        import_rows(agency=agency, rows=[SETDA, row], by=None)
    assert (RecapRow.objects.count(), Unit.objects.filter(parent__isnull=False).count()) == (0, 0)


def test_adopted_rows_are_results_with_the_printed_figures(agency):
    half = PrintedRow("2023-S1", "survey", "h. 2", unit="B", values={"U1": "80"}, index="80")
    none = PrintedRow("2023-S1", "survey", "h. 3", unit="C")
    rows = import_rows(agency=agency, rows=[SETDA, half, none], by=None)
    period = ensure_period("2023-S1")
    first, second = adopt_rows(agency=agency, period=period, by=None)
    assert (first.basis, first.rule, first.engine) == (Basis.RECAP, "printed", "recap")
    assert (first.exact_index, first.printed, first.grade) == (Fraction("98.413"), Decimal("98.41"), "A")
    assert (first.respondents, first.methods, first.realisation) == (4087, ["online"], "100")
    assert first.exact_values[0] == Fraction("98.925")
    assert (first.input_hash, first.parameters) == (
        rows[0].digest,
        {"recap_row": rows[0].pk, "source": "tabel, baris 98"},
    )
    assert (first.weighting, first.weights) == ("0.111", ["111/1000"] * 9)
    assert (second.weighting, second.weights) == ("printed", [])
    assert (second.exact_values, second.respondents) == ((80, *(None,) * 8), None)
    assert adopt_rows(agency=agency, period=period, by=None) == [first, second]
    assert Result.objects.count() == 2


def test_the_weights_of_an_adopted_row_are_named_when_they_fit(agency):
    values = {f"U{n}": "80" for n in range(1, 10)}
    rows = [
        PrintedRow("2023", "survey", "h. 1", unit="A", values=values, index="80"),
        PrintedRow("2023", "survey", "h. 2", unit="B", values=values, index="79.2"),
    ]
    import_rows(agency=agency, rows=rows, by=None)
    first, second = adopt_rows(agency=agency, period=ensure_period("2023"), by=None)
    assert (first.weighting, first.weights) == ("exact", ["1/9"] * 9)
    assert (second.weighting, second.weights) == ("0.11", ["11/100"] * 9)


def test_a_row_without_an_index_fits_no_weights(agency):
    row = PrintedRow("2023", "survey", "h. 1", unit="A", values=VALUES)
    assert import_rows(agency=agency, rows=[row], by=None)[0].computed["weighting"] == ""


def test_nothing_is_adopted_where_nothing_was_imported(agency):
    with refused(NotNow, "recap_none"):
        adopt_rows(agency=agency, period=ensure_period("2023"), by=None)


def test_kinds_of_rows():
    assert [kind.value for kind in RecapKind] == ["survey", "average", "agency"]
