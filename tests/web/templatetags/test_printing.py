"""How pages print what they print."""

import datetime
from fractions import Fraction

from django.utils import translation

from puas.methodology.periods import parse_period
from puas.web.templatetags import printing

NOON = datetime.datetime(2026, 11, 20, 7, 30, tzinfo=datetime.UTC)


def test_numbers_are_printed_the_indonesian_way_and_what_is_unknown_as_a_dash():
    assert printing.number(Fraction(8831, 100)) == "88,31"
    assert printing.number("7951/90") == "88,34"
    assert printing.number(None) == "–"
    assert printing.count(4087) == "4.087"
    assert printing.count(None) == "–"


def test_a_day_and_a_moment_are_in_the_language_of_the_page():
    with translation.override("id"):
        assert printing.day(datetime.date(2026, 5, 2)) == "2 Mei 2026"
        assert printing.moment(NOON) == "20 November 2026 pukul 14.30 WIB"
    with translation.override("en"):
        assert printing.day(datetime.date(2026, 5, 2)) == "2 May 2026"
        assert printing.moment(NOON) == "20 November 2026 at 14.30 WIB"
    assert (printing.day(None), printing.moment(None)) == ("–", "–")


def test_a_period_is_translated_but_keeps_its_number():
    period = parse_period("2023-Q2")
    with translation.override("id"):
        assert printing.print_period(period) == "Triwulan II 2023"
    with translation.override("en"):
        assert printing.print_period(period) == "Quarter II 2023"


def test_a_grade_is_read_out_with_its_name():
    with translation.override("id"):
        assert "Mutu B: Baik" in printing.grade("B", "Baik")
        assert "Belum ada mutu" in printing.grade("")


def test_a_link_carries_the_language_only_when_it_is_not_indonesian():
    with translation.override("id"):
        assert printing.link("public:home") == "/"
    with translation.override("en"):
        assert printing.link("public:home") == "/?bahasa=en"


def test_a_static_file_has_its_fingerprint_in_its_address():
    address, _, mark = printing.asset("puas.css").partition("?v=")
    assert (address, len(mark)) == ("/static/puas.css", 12)
