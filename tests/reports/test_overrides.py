"""An agency's own sentences: at known keys, with known places, and never a broken report."""

import pytest

from puas.errors import BadInput
from puas.reports.unit_reports import build_unit_report
from puas.reports.wording import load_wording
from puas.reports.wording.overrides import check_sentence, lay_own, list_sentences, places_of
from tests.factories.refusals import refused
from tests.reports.unit_samples import make_unit_input

KEY = "summary.respondents"


def test_every_shipped_sentence_is_listed_with_its_places():
    shipped = list_sentences(load_wording("unit"))
    assert shipped[KEY] == "Nilai itu berasal dari jawaban {count} responden."
    assert places_of(shipped[KEY]) == ("count",)
    assert shipped["headings.summary"] == "Ringkasan Eksekutif"


def test_an_own_sentence_stands_in_the_report():
    own = {KEY: check_sentence("unit", KEY, "Sebanyak  {count} warga\nmenjawab.")}
    document = build_unit_report(make_unit_input(), lay_own(load_wording("unit"), own))
    texts = [getattr(block, "text", "") for block in document.blocks]
    assert any("warga menjawab." in text for text in texts)
    assert not any("Nilai itu berasal dari jawaban" in text for text in texts)


def test_an_own_sentence_in_a_list_replaces_that_one_only():
    shipped = load_wording("unit")
    before = shipped.sentences["background"]["paragraphs"]
    after = lay_own(shipped, {"background.paragraphs.0": "Kota kami."}).sentences["background"]["paragraphs"]
    assert after == ["Kota kami.", *before[1:]]


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("summary.nothing", "x", "wording_key"),
        ("over", "x", "wording_key"),
        (KEY, " ", "wording_length"),
        (KEY, "x" * 2001, "wording_length"),
        (KEY, "{jumlah}", "wording_own_place"),
        (KEY, "{count.__class__}", "wording_own_place"),
        (KEY, "{count!r}", "wording_form"),
        (KEY, "{count:>9999999}", "wording_form"),
        (KEY, "{count", "wording_braces"),
    ],
)
def test_what_would_break_a_report_is_refused(key, text, code):
    with refused(BadInput, code):
        check_sentence("unit", key, text)


def test_a_key_that_a_newer_version_lacks_is_left_out():
    shipped = load_wording("unit")
    assert lay_own(shipped, {"gone.key": "x"}).sentences == shipped.sentences
