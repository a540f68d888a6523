"""Which sentence is true of which numbers."""

from decimal import Decimal

import pytest

from puas.methodology.periods import parse_period
from puas.reports.agency_inputs import LineKind, TrendStep
from puas.reports.agency_sentences import (
    name_elements,
    write_change,
    write_elements,
    write_plans,
    write_reported,
    write_value,
)
from puas.reports.agency_writers import Writer
from puas.reports.trends import choose_trend, write_trend
from puas.reports.wording import load_wording
from tests.reports.samples import Q1, Q2, S1, make_input, make_line, make_units


def _writer(**fields: object) -> Writer:
    return Writer(make_input(**fields), load_wording("agency"))


def _steps(*values: str | None) -> list[TrendStep]:
    return [
        TrendStep(parse_period(str(2019 + place)), None if value is None else Decimal(value))
        for place, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("moves", "chosen"),
    [
        ("", "single"),
        ("0 0", "flat"),
        ("0", "flat"),
        ("1", "rise_two"),
        ("-1", "fall_two"),
        ("1 0.01", "rise_each"),
        ("-1 -2 -3", "fall_each"),
        ("1 0", "rise_mixed"),
        ("5 -1", "rise_mixed"),
        ("-5 1", "fall_mixed"),
        ("-1 0", "fall_mixed"),
        ("2 -2", "flat_mixed"),
    ],
)
def test_the_trend_that_is_true(moves: str, chosen: str) -> None:
    assert choose_trend([Decimal(move) for move in moves.split()]) == chosen


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "Tren belum dapat disajikan karena belum ada nilai Kota Contoh yang tercatat."),
        (
            ["80"],
            "Baru satu nilai yang tercatat, yaitu 80,00 pada Tahun 2019; arah perubahan belum dapat "
            "dinyatakan.",
        ),
        (
            ["80", "81", "82"],
            "IKM naik secara konsisten pada setiap periode, dari 80,00 (Tahun 2019) menjadi 82,00 "
            "(Tahun 2021).",
        ),
        (
            ["80", "83", "82"],
            "Dari Tahun 2019 sampai Tahun 2021 IKM naik 2,00 poin (dari 80,00 menjadi 82,00), tetapi tidak "
            "pada setiap periode: naik 1 kali dan turun 1 kali.",
        ),
        (
            ["83", "80", "82"],
            "Dari Tahun 2019 sampai Tahun 2021 IKM turun 1,00 poin (dari 83,00 menjadi 82,00), tetapi tidak "
            "pada setiap periode: naik 1 kali dan turun 1 kali.",
        ),
        (
            ["80", None, "79"],
            "IKM turun 1,00 poin, dari 80,00 (Tahun 2019) menjadi 79,00 (Tahun 2021). "
            "Nilai untuk Tahun 2020 belum tercatat.",
        ),
        (
            ["80.001", "80.004"],
            "IKM tidak berubah, yaitu 80,00, dari Tahun 2019 sampai Tahun 2020.",
        ),
        (
            ["80", "82", "80"],
            "IKM pada Tahun 2021 sama dengan Tahun 2019, yaitu 80,00, setelah berubah di antaranya: "
            "naik 1 kali dan turun 1 kali.",
        ),
    ],
)
def test_the_sentence_of_a_trend(values: list[str | None], sentence: str) -> None:
    assert write_trend(_writer(), _steps(*values)) == sentence


def test_an_average_beside_its_parts_is_no_step() -> None:
    trend = [TrendStep(Q1, Decimal(89)), TrendStep(Q2, Decimal(91)), TrendStep(S1, Decimal(90))]
    assert [step.period for step in _writer(trend=trend).steps] == [Q1, Q2]


def test_parts_are_no_step_where_whole_periods_are_compared() -> None:
    before = parse_period("2022-S2")
    trend = [TrendStep(before, Decimal(88)), TrendStep(Q1, Decimal(89)), TrendStep(S1, Decimal(90))]
    assert [step.period for step in _writer(trend=trend).steps] == [before, S1]


def test_the_value_and_its_meaning() -> None:
    assert write_value(_writer()) == (
        "IKM Kota Contoh Semester I 2023 adalah 89,72, dengan mutu pelayanan A (sangat baik)."
    )


def test_a_value_that_is_missing_is_said_to_be() -> None:
    assert write_value(_writer(averages=())).startswith("IKM Kota Contoh Semester I 2023 belum dihitung")


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("88.00", "Dibandingkan dengan Semester II 2022, nilai itu naik 1,72 poin."),
        ("90.00", "Dibandingkan dengan Semester II 2022, nilai itu turun 0,28 poin."),
        ("89.72", "Dibandingkan dengan Semester II 2022, nilai itu tidak berubah."),
    ],
)
def test_the_change_against_the_period_before(before: str, sentence: str) -> None:
    trend = [TrendStep(parse_period("2022-S2"), Decimal(before))]
    assert write_change(_writer(trend=trend)) == sentence


def test_no_change_without_a_period_before() -> None:
    assert write_change(_writer(trend=())) == ""


def test_lowest_elements_are_named_in_order_and_ties_by_number() -> None:
    line = make_line(S1, "80", "90", "70", "95", "80", kind=LineKind.AVERAGE)
    assert name_elements(_writer(), line) == (
        "Biaya/Tarif (U4: 95,00)",
        "Waktu Penyelesaian (U3: 70,00), Persyaratan (U1: 80,00), dan "
        "Produk Spesifikasi Jenis Pelayanan (U5: 80,00)",
    )


def test_elements_that_are_missing_are_said_to_be() -> None:
    assert (
        write_elements(_writer(averages=())) == "Nilai tiap unsur untuk Kota Contoh belum tercatat lengkap."
    )


def test_who_reported_and_who_did_not() -> None:
    assert write_reported(_writer()) == (
        "Dari 4 UPP, 3 telah menyampaikan hasil survei untuk Semester I 2023 dan 1 belum.",
        "UPP yang belum menyampaikan hasil: Dinas Empat.",
    )
    assert write_reported(_writer(units=make_units()[:3])) == (
        "Seluruh 3 UPP telah menyampaikan hasil survei untuk Semester I 2023.",
    )
    assert write_reported(_writer(units=make_units()[3:])) == (
        "Belum ada UPP yang menyampaikan hasil survei untuk Semester I 2023.",
    )


def test_how_many_have_plans() -> None:
    head, child, *_ = make_units()
    assert write_plans(_writer()).startswith("Dari 3 UPP yang melapor, 1 telah mencatat")
    assert write_plans(_writer(units=[head])).startswith("Semua UPP yang melapor")
    assert write_plans(_writer(units=[child])).endswith("belum tercatat pada satu UPP pun.")
