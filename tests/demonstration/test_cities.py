"""The shipped figures say what the two reports printed, and nothing else."""

from decimal import Decimal

import pytest

from puas.demonstration.cities import RowKind, load_city, parse_figures

SURAKARTA = load_city("surakarta")
PONTIANAK = load_city("pontianak")


def test_surakarta_has_155_units_in_39_groups_twice():
    assert len(SURAKARTA.units) == 155
    assert sorted({unit.group for unit in SURAKARTA.units}) == list(range(1, 40))
    names = [unit.unit for unit in SURAKARTA.units]
    for period in ("2023-Q1", "2023-Q2"):
        assert [row.unit for row in SURAKARTA.surveys(period)] == names


def test_pontianak_has_31_units_68_surveys_and_37_averages():
    kinds = [row.kind for row in PONTIANAK.figures]
    assert len(PONTIANAK.units) == 31
    assert (kinds.count(RowKind.SURVEY), kinds.count(RowKind.AVERAGE)) == (68, 37)
    assert [unit.group for unit in PONTIANAK.units] == list(range(1, 32))


def test_two_kelurahan_count_under_serengan_and_keep_what_was_printed():
    moved = [unit for unit in SURAKARTA.units if unit.parent != unit.parent_printed]
    assert [(unit.unit, unit.parent, unit.parent_printed, unit.group) for unit in moved] == [
        ("Kelurahan Joyotakan", "Kecamatan Serengan", "Kecamatan Pasarkliwon", 35),
        ("Kelurahan Danukusuman", "Kecamatan Serengan", "Kecamatan Pasarkliwon", 35),
    ]


def test_a_parent_stands_before_its_children_and_is_printed_itself():
    names = [unit.unit for unit in SURAKARTA.units]
    for unit in SURAKARTA.units:
        assert not unit.parent or names.index(unit.parent) < names.index(unit.unit)


def test_numbers_are_exact_and_keep_the_printed_digits():
    row = SURAKARTA.surveys("2023-Q2")[0]
    assert row.values[:3] == (Decimal("85.25"), Decimal("85.25"), Decimal("82.5"))
    assert (row.index, row.grade, row.respondents, row.realisation) == (
        Decimal("86.98"),
        "B",
        2498,
        Decimal(100),
    )
    assert (row.methods, row.priorities) == (frozenset({"online"}), ("U3", "U5", "U9"))


def test_the_city_is_printed_in_more_than_one_place():
    assert [(row.place, row.index) for row in SURAKARTA.agency_rows("2023-S1")] == [
        ("table", Decimal("95.1")),
        ("conclusion", Decimal("89.11")),
    ]
    assert [row.index for row in PONTIANAK.agency_rows("2023")] == [Decimal("89.847")] * 3


def test_cells_lost_in_reading_are_named():
    restored = {(row.unit, row.period): row.restored for row in PONTIANAK.figures if row.restored}
    assert restored["Dinas Sosial", "2023-S2"] == frozenset({"U8"})
    assert len(restored) == 7


def test_an_unreadable_cell_stops_the_load():
    line = "1,Unit,,,2023-Q1,survey,table,1,1,1,1,1,1,1,1,1,1,A,banyak,online,,,"
    head = (
        "group,unit,parent,parent_printed,period,kind,place,U1,U2,U3,U4,U5,U6,U7,U8,U9,"
        "index,grade,respondents,methods,priorities,realisation,restored"
    )
    with pytest.raises(ValueError, match="banyak"):
        parse_figures([head, line])
