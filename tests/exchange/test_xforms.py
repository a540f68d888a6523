"""Questionnaires as XForms: valid for ODK, the same bytes every time, every field in every language."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from puas.exchange.instrument_files import list_instruments, load_instrument
from puas.exchange.xforms import (
    LAYOUT,
    build_workbook,
    choice_names,
    form_id_of,
    form_title,
    form_version_of,
    parse_form_id,
    parse_form_version,
    render_xform,
)
from puas.methodology.instruments import Instrument, Option
from tests.exchange.own_instruments import make_own_instrument, words

ROOT = Path(__file__).parents[2]
MODEL = "{http://www.w3.org/2002/xforms}"


@pytest.fixture
def own() -> Instrument:
    return make_own_instrument()


def every_instrument(own: Instrument) -> list[Instrument]:
    return [*map(load_instrument, list_instruments()), own]


def test_a_form_is_the_same_bytes_in_every_process():
    code = (
        "import hashlib; from puas.exchange.xforms import render_xform; "
        "from puas.exchange.instrument_files import load_instrument; "
        "print(hashlib.md5(render_xform(load_instrument('national-2024-hybrid'))).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1", "2")
    }
    expected = hashlib.md5(render_xform(load_instrument("national-2024-hybrid"))).hexdigest()
    assert prints == {expected}


def test_a_form_names_its_instrument_and_version():
    instrument = load_instrument("classic-2017")
    root = ElementTree.fromstring(render_xform(instrument))
    data = root.find(f".//{MODEL}instance")[0]
    assert data.attrib == {"id": "classic-2017_v1", "version": "classic-2017@1-1"}
    assert (form_id_of(instrument), form_version_of(instrument)) == ("classic-2017_v1", "classic-2017@1-1")
    assert form_title(instrument) == "Kuesioner Survei Kepuasan Masyarakat (classic-2017@1)"


def test_every_field_is_asked_once_in_order(own):
    for instrument in every_instrument(own):
        data = ElementTree.fromstring(render_xform(instrument)).find(f".//{MODEL}instance")[0]
        groups = {
            child.tag.removeprefix(MODEL): [node.tag.removeprefix(MODEL) for node in child] for child in data
        }
        assert list(groups)[:5] == ["StartedAt", "EndedAt", "Survey", "Service", "Profile"]
        assert groups["Profile"] == [field.key for field in instrument.profile]
        assert groups["Answers"] == [item.key for item in instrument.items]
        assert groups.get("Ratings", []) == [rating.key for rating in instrument.ratings]
        assert {"Answered", "TooFew", "Comment", "meta"} < set(groups)


def test_every_text_is_there_in_every_language(own):
    for instrument in every_instrument(own):
        model = ElementTree.fromstring(render_xform(instrument))
        texts = {
            translation.get("lang"): [value.text for value in translation.iter(f"{MODEL}value")]
            for translation in model.iter(f"{MODEL}translation")
        }
        names = {"id": "Bahasa Indonesia (id)", "en": "English (en)", "jv": "Basa Jawa (jv)"}
        assert list(texts) == [names[language] for language in instrument.languages]
        assert len({len(values) for values in texts.values()}) == 1
        for language in instrument.languages:
            shown = texts[names[language]]
            wanted = [item.text[language] for item in instrument.items]
            wanted += [label for item in instrument.items for label in item.labels[language]]
            wanted += [field.label[language] for field in instrument.profile]
            assert set(wanted) <= set(shown)
            assert "-" not in shown, "pyxform fills a missing translation with a dash"


def test_too_few_answers_hold_the_form(own):
    form = render_xform(replace(own, minimum_answered=7)).decode()
    assert 'nodeset="/data/TooFew"' in form
    assert 'relevant=" /data/Answered  &lt; 7"' in form
    assert "paling sedikit 7 unsur harus dijawab" in form
    assert form.count("string-length( /data/Answers/") == 9


def test_bounds_and_lengths_are_rules_of_the_form(own):
    rows = {row["name"]: row for row in build_workbook(own)["survey"] if "name" in row}
    assert rows["answered"]["constraint"] == ". >= 1 and . <= 9"
    assert rows["survey"]["constraint"] == "string-length(.) <= 20"
    assert (rows["survey"]["required"], rows["Q1"]["required"]) == ("yes", "yes")
    assert "required" not in rows["Q2"]
    assert rows["Survey"]["required"] == "yes"


def test_a_key_that_is_no_name_gets_one():
    options = (Option("tidak ada", {}), Option("D1-D3", {}), Option("-", {}))
    assert choice_names(options) == {"_1": "tidak ada", "D1-D3": "D1-D3", "_3": "-"}


@pytest.mark.parametrize(
    ("text", "form"), [("classic-2017_v1", ("classic-2017", 1)), ("kota_v12", ("kota", 12))]
)
def test_a_form_id_is_read_back(text, form):
    assert parse_form_id(text) == form


@pytest.mark.parametrize(
    "text", ["", "classic-2017", "classic-2017_v0", "_v1", "a_v1\n", "a_v٣", "x" * 99 + "_v1"]
)
def test_other_ids_are_none_of_ours(text):
    assert parse_form_id(text) is None


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("classic-2017@1-1", ("classic-2017", 1)),
        ("classic-2017@1", ("classic-2017", 1)),
        ("classic-2017@2-17", ("classic-2017", 2)),
        ("2026070101", None),
        ("", None),
        ("classic-2017@1-1 ", None),
    ],
)
def test_a_form_version_of_any_layout_is_read_back(text, version):
    assert parse_form_version(text) == version


PINNED = (1, "cef53430e7ebd4a0272f5b55c5631ca6")


def test_the_layout_is_raised_with_every_change(own):
    """Phones keep a form until its version changes. Bytes changed? Raise LAYOUT, then pin both anew."""
    labels = dict.fromkeys(own.languages, ("satu", "dua", "tiga", "empat"))
    items = tuple(replace(item, text=words(item.key), labels=labels) for item in own.items)
    form = render_xform(replace(own, items=items, title=words("Judul")))
    assert (LAYOUT, hashlib.md5(form).hexdigest()) == PINNED
