"""Comparisons in the agency report: shown where there is something to compare, and true of the figures."""

from dataclasses import replace
from decimal import Decimal

from puas.reports.agency_inputs import RuleLine
from puas.reports.agency_reports import build_agency_report
from puas.reports.texts import render_text
from puas.reports.wording import load_wording
from tests.reports.read_backs import check_everywhere
from tests.reports.samples import make_input


def text_of(**fields: object) -> str:
    return render_text(build_agency_report(make_input(**fields), load_wording("agency")))


def test_rules_that_differ_stand_side_by_side() -> None:
    text = text_of()
    assert "aturan lain memberi nilai 87,90. Mutu pelayanannya pun berbeda menurut aturan." in text
    assert "rata-rata sederhana nilai semua unit. (dipakai) | 3 | 89,72 | A (Sangat baik)" in text
    assert "ditimbang jumlah respondennya. | 2 | – | –" in text


def test_rules_that_agree_are_not_listed() -> None:
    lines = [RuleLine("a", 2, Decimal("88.401"), True), RuleLine("b", 1, Decimal("88.399"), False)]
    assert "menurut aturan penggabungan" not in text_of(other_values=lines)


def test_kinds_are_compared_and_one_level_alone_is_not() -> None:
    text = text_of()
    assert "Perangkat daerah (OPD) | 3 | 2 | 88,40 | 81,12 | 91,40" in text
    assert "Nilai menurut tingkat unit" not in text


def test_findings_are_counted_and_answers_listed() -> None:
    text = text_of()
    assert "menemukan 2 kesalahan, 0 peringatan, dan 1 catatan. Sebanyak 1 temuan telah dijawab" in text
    assert "Sebanyak 1 kesalahan belum dijawab." in text
    assert "1 | Dinas Satu | IKM tidak sama dengan unsurnya. | Dihitung ulang." in text


def test_no_finding_and_no_check_are_two_things() -> None:
    assert "Tidak ada temuan." in text_of(findings=())
    assert "Pemeriksaan Angka" not in text_of(findings=None)


def test_the_same_figures_stand_in_all_three_formats() -> None:
    given = make_input()
    levels = (
        *given.levels,
        replace(given.levels[0], units=1, reported=0, index=None, lowest=None, highest=None),
    )
    document = build_agency_report(replace(given, levels=levels), load_wording("agency"))
    assert check_everywhere(document) > 200
