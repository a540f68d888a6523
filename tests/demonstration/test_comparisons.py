"""The table that sets printed beside computed."""

from decimal import Decimal

from puas.demonstration.comparisons import Comparison, comparison_lines, count_within, explain_misses, signed
from puas.demonstration.sums import Miss, MissReason

MISS = Miss("U8", MissReason.ABOVE, Decimal("4.17"))
EQUAL = Comparison(1, "Dinas A", False, 2498, Decimal("86.98"), Decimal("86.98"))
EDGE = Comparison(1, "SMP B", True, 80, Decimal("87.95"), Decimal("88.08"))
OUTSIDE = Comparison(30, "Kecamatan C", False, 852, Decimal("90.91"), Decimal("90.66"), (MISS,))
NOT_YET = Comparison(31, "Badan D", False, 30, Decimal("90.00"), None)


def test_the_tolerance_is_inclusive_and_an_uncomputed_unit_is_outside():
    lines = [EQUAL, EDGE, OUTSIDE, NOT_YET]
    assert [line.is_within for line in lines] == [True, True, False, False]
    assert count_within(lines) == 2


def test_lines_are_indonesian_and_a_miss_is_explained_below_its_unit():
    assert list(comparison_lines([EQUAL, EDGE, OUTSIDE, NOT_YET], width=12)) == [
        " No  Unit         Responden Tercetak Dihitung Selisih",
        "  1  Dinas A          2.498    86,98    86,98    0,00",
        "       SMP B             80    87,95    88,08   +0,13",
        " 30  Kecamatan C        852    90,91    90,66   -0,25  *",
        "       " + explain_misses([MISS]),
        " 31  Badan D             30    90,00        –       –  *",
    ]


def test_the_reason_names_the_means_that_would_have_been_needed():
    low = Miss("U1", MissReason.BELOW, Decimal("0.90"))
    between = Miss("U2", MissReason.BETWEEN, Decimal("3.33"))
    assert explain_misses([low, between, MISS]) == (
        "Survei sendiri mana pun tidak dapat memberi angka tercetak; rata-rata yang diperlukan "
        "di atas nilai sempurna 4,00: U8 4,17; di bawah nilai terendah 1,00: U1 0,90; "
        "tidak dihasilkan jumlah bulat mana pun: U2 3,33. Dipakai nilai terdekat yang mungkin."
    )


def test_a_long_name_is_cut_with_an_ellipsis():
    (_, line) = comparison_lines([EQUAL], width=5)
    assert line == "  1  Dina…     2.498    86,98    86,98    0,00"


def test_signs():
    assert [signed(Decimal(value)) for value in ("0.13", "0.00", "-0.25")] == ["+0,13", "0,00", "-0,25"]
