"""Checked recaps as JSON: nothing is lost on the way, and nothing strange is believed."""

import json

import pytest

from puas.errors import BadInput
from puas.exchange.recap_packets import build_packet, parse_packet, write_packet
from puas.exchange.recaps.files import read_recap_lines
from puas.methodology.findings.checks import check_recap
from tests.factories.recaps import COLUMNS, make_line
from tests.factories.refusals import refused

LINES = [
    COLUMNS,
    make_line(1, "Dinas Satu", index="78,10"),
    make_line(2, "Dinas Dua", values=("90,25", "?", *("88,00",) * 7)),
]


def packet():
    return build_packet(
        check_recap(read_recap_lines(LINES, name="rekap.csv", year=2022)), name="rekap.csv", digest="ab"
    )


def test_what_is_written_is_read_back():
    before = packet()
    after = parse_packet(json.loads(json.dumps(write_packet(before))))
    assert after.recap == before.recap
    assert [f.sentence() for f in after.findings] == [f.sentence() for f in before.findings]
    assert (after.places, after.weights, after.name, after.digest) == (
        before.places,
        before.weights,
        "rekap.csv",
        "ab",
    )


def test_findings_know_their_row():
    found = packet()
    rows = {
        finding.rule: found.rows[place].unit
        for finding, place in zip(found.findings, found.places, strict=True)
    }
    assert rows["index-elements"] == "Dinas Satu"
    assert found.checked.has_errors


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: None,
        lambda raw: [],
        lambda raw: {**raw, "places": [99] * len(raw["places"])},
        lambda raw: {**raw, "places": []},
        lambda raw: {**raw, "name": 7},
        lambda raw: {**raw, "recap": {"rows": [{"unit": "x", "index": "seratus"}]}},
        lambda raw: {**raw, "recap": {"rows": [{"unit": "x", "kind": "rahasia"}]}},
        lambda raw: {**raw, "recap": {"rows": [{"unknown": "x"}]}},
        lambda raw: {**raw, "weights": [["1/9"]]},
    ],
)
def test_anything_else_is_refused(change):
    with refused(BadInput, "packet_broken"):
        parse_packet(change(write_packet(packet())))
