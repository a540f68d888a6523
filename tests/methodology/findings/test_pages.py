"""The reference page lists every rule with its severity, clause, sentence and parameters."""

from puas.language import say
from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.collected import COLLECTED_RULES
from puas.methodology.findings.pages import build_rules_page, rule_sentences


def test_every_rule_has_its_section() -> None:
    page = build_rules_page()
    headings = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert headings == [*load_rules(), *COLLECTED_RULES]
    for rule in load_rules().values():
        assert f"> {rule.message}" in page
        assert rule.clause in page
        for parameter in rule.parameters:
            assert parameter.reason in page


def test_every_message_names_its_unit_or_its_report() -> None:
    places = ("{unit}", "{place}", "Rekap ini", "Laporan", "Kesimpulan", "Lampiran", "Nama unit")
    assert [r.id for r in load_rules().values() if not any(place in r.message for place in places)] == []


def test_every_sentence_of_a_rule_is_said_in_english_too() -> None:
    assert [text for text in rule_sentences() if say(text, "en") == text] == []
