import pytest

from puas.models import Role, Unit
from puas.queries.units import in_tree_order, root_of, subtree, visible_units
from tests.factories import make_agency, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    agency = make_agency()
    make_unit(agency, "Tanpa nomor")
    second = make_unit(agency, "Kedua", number=2)
    first = make_unit(agency, "Pertama", number=1)
    make_unit(agency, "Anak kedua", parent=second)
    make_unit(agency, "Anak pertama", parent=first)
    return agency


def test_units_come_in_the_order_an_agency_prints_them(agency):
    rows = in_tree_order(Unit.objects.filter(agency=agency))
    assert [(row.unit.name, row.depth) for row in rows] == [
        ("Kota Contoh", 0),
        ("Pertama", 1),
        ("Anak pertama", 2),
        ("Kedua", 1),
        ("Anak kedua", 2),
        ("Tanpa nomor", 1),
    ]


def test_a_part_of_the_tree_starts_where_its_parents_are_missing(agency):
    rows = in_tree_order(Unit.objects.filter(agency=agency, name__in=["Anak pertama", "Kedua", "Anak kedua"]))
    assert [(row.unit.name, row.depth) for row in rows] == [
        ("Kedua", 0),
        ("Anak kedua", 1),
        ("Anak pertama", 0),
    ]


def test_the_root_and_the_subtree(agency):
    assert root_of(agency).name == "Kota Contoh"
    second = agency.units.get(name="Kedua")
    assert sorted(unit.name for unit in subtree(second)) == ["Anak kedua", "Kedua"]


def test_only_the_own_units_are_visible(agency, django_assert_num_queries):
    user = make_user(role=Role.OFFICER, unit=agency.units.get(name="Kedua"))
    with django_assert_num_queries(1):
        assert sorted(unit.agency.name + unit.name for unit in visible_units(user)) == [
            "Kota ContohAnak kedua",
            "Kota ContohKedua",
        ]
