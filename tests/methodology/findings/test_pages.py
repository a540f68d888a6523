"""The reference page lists every rule with its severity, clause, sentence and parameters."""

from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.pages import build_rules_page


def test_every_rule_has_its_section() -> None:
    page = build_rules_page()
    headings = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert headings == list(load_rules())
    for rule in load_rules().values():
        assert f"> {rule.message}" in page
        assert rule.clause in page
        for parameter in rule.parameters:
            assert parameter.reason in page


def test_every_message_names_its_unit_or_its_report() -> None:
    places = ("{unit}", "{place}", "Rekap ini", "Laporan", "Kesimpulan", "Lampiran", "Nama unit")
    assert [r.id for r in load_rules().values() if not any(place in r.message for place in places)] == []
