"""The follow-up table and the summary of realisations, as tables of a document."""

from fractions import Fraction

from puas.methodology.periods import parse_period
from puas.methodology.realisation import Level
from puas.reports.documents import Amount, RowKind
from puas.reports.follow_ups import (
    FollowUp,
    UnitProgress,
    build_follow_up_table,
    build_level_table,
    build_realisation_table,
)

PERIOD = parse_period("2023-Q2")


def quarters(*codes):
    return tuple(parse_period(code) for code in codes)


def cells(table):
    return [
        tuple(cell.value if isinstance(cell, Amount) else cell for cell in row.cells) for row in table.rows
    ]


def test_elements_are_numbered_anew_in_each_unit_and_named_once():
    rows = [
        FollowUp("Waktu", "Satu", quarters("2023-Q3", "2024-Q3"), "Kasi", "Dinas A"),
        FollowUp("Waktu", "Dua", quarters("2023-Q4"), "Kasi", "Dinas A"),
        FollowUp("Biaya", unit="Dinas A"),
        FollowUp("Biaya", "Tiga", quarters("2024-Q2"), "Kabid", "Dinas B"),
    ]
    table = build_follow_up_table("Kota", PERIOD, rows, with_units=True)
    assert cells(table) == [
        (1, "Dinas A", "Waktu", "Satu", "", "", "2023, 2024", "", "Kasi"),
        ("", "", "", "Dua", "", "", "", "2023", "Kasi"),
        (2, "", "Biaya", "belum ada kegiatan", "", "", "", "", ""),
        (1, "Dinas B", "Biaya", "Tiga", "", "2024", "", "", "Kabid"),
    ]
    assert [row.kind for row in table.rows] == [RowKind.FIRST, RowKind.NEXT, RowKind.FIRST, RowKind.FIRST]


def test_the_summary_prints_k_of_n_and_what_is_missing():
    rows = [
        UnitProgress("Dinas A", 2, 3),
        UnitProgress("Dinas B", 0, 1, is_idle=True),
        UnitProgress("Dinas C", None, None, level=1),
    ]
    assert cells(build_realisation_table("Kota", PERIOD, rows)) == [
        (1, "Dinas A", 3, 2, Fraction(200, 3), ""),
        (2, "Dinas B", 1, 0, Fraction(0), "0 % dua rencana berturut-turut"),
        (3, "Dinas C", "–", "–", "–", "tanpa rencana"),
    ]
    counts = dict(cells(build_level_table(rows)))
    assert counts == {
        "100 %": 0,
        "66 % – < 100 %": 1,
        "33 % – < 66 %": 0,
        "> 0 % – < 33 %": 0,
        "0 %": 1,
        "Tanpa rencana": 1,
    }
    assert len(counts) == len(Level)
