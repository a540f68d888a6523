"""What is read from the code: errors, sentences, settings; and the catalogue that is made of them."""

import gettext
import io
import re
from pathlib import Path

import pytest

from puas.commands.docs import ROOT, find_strays
from puas.commands.docs_catalogues import (
    Entry,
    read_catalogue,
    render_mo,
    render_po,
    update_entries,
)
from puas.commands.docs_errors import build_page as build_errors
from puas.commands.docs_messages import Message, find_messages
from puas.commands.docs_settings import build_page as build_settings
from puas.commands.docs_sources import find_refusals
from puas.commands.docs_states import build_page as build_states
from puas.commands.docs_tables import render_table
from puas.lifecycles import SURVEY_MOVES

GREETING = Entry(
    Message('Halo, {name}\n“dan” "lainnya"', places=("a.py",)), ('Hello, {name}\n“and” "others"',)
)
COUNTED = Entry(Message("%(n)s unit", "%(n)s unit", ("b.html",)), ("%(n)s unit", "%(n)s units"))
OPEN = Entry(Message("Tutup", places=("c.py",)), ("",))


def test_every_variable_that_the_source_names_is_documented() -> None:
    files = [ROOT / "puas", *(ROOT / "src" / "puas").rglob("*.py")]
    named = {name for file in files for name in re.findall(r"PUAS_[A-Z_]+", file.read_text(encoding="utf-8"))}
    documented = set(re.findall(r"^\| `(PUAS_[A-Z_]+)`", build_settings(), re.M))
    between_our_own_processes = {"PUAS_TEST_ONLY", "PUAS_TEST_COUNTS"}
    assert named - documented == between_our_own_processes
    assert documented - named == set()


def test_errors_are_found_in_every_way_they_are_raised() -> None:
    sentences = {refusal.code: (refusal.kind, refusal.sentence) for refusal in find_refusals()}
    assert sentences["setting_flag"] == ("BadInstallation", "{name} harus 1 atau 0, bukan “{value}”.")
    assert sentences["toml_empty"] == ("BadInput", "Baris {line}: “{key}” tidak boleh kosong.")
    assert sentences["backup_damaged"][1].startswith("Cadangan {path} rusak pada {name};")
    assert "| `setting_flag` | `BadInstallation` |" in build_errors()


def test_one_code_is_one_kind_of_error() -> None:
    kinds: dict[str, set[str]] = {}
    for refusal in find_refusals():
        kinds.setdefault(refusal.code, set()).add(refusal.kind)
    assert {code: found for code, found in kinds.items() if len(found) > 1} == {}


def test_messages_come_from_code_templates_and_tables() -> None:
    found = {message.text: message for message in find_messages()}
    assert found["Timpa berkas yang sudah ada"].places == ("commands/backup.py",)
    assert found["Kurang baik"].places[0].endswith("methodology/grades.py")
    assert any(message.places[0].endswith(".html") and "%(" in message.text for message in found.values())
    assert any(message.plural for message in found.values())


def test_every_move_is_on_the_page() -> None:
    arrows = re.findall(r"^    (\w+) --> (\w+)$", build_states(), re.M)
    assert arrows == [(state.value, to.value) for state, moves in SURVEY_MOVES.items() for to in moves]


def test_bars_do_not_break_a_table() -> None:
    assert render_table(("A",), [("a|b\nc",)]) == "| A |\n| --- |\n| a\\|b c |"


def test_catalogue_survives_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(render_po([GREETING, COUNTED, OPEN]), encoding="utf-8")
    read = read_catalogue(path)
    assert {text: entry.translations for text, entry in read.items()} == {
        entry.message.text: entry.translations for entry in (GREETING, COUNTED, OPEN)
    }
    assert read["%(n)s unit"].message.plural == "%(n)s unit"


def test_binary_catalogue_is_read_by_gettext() -> None:
    catalogue = gettext.GNUTranslations(io.BytesIO(render_mo([GREETING, COUNTED, OPEN])))
    assert catalogue.gettext(GREETING.message.text) == GREETING.translations[0]
    assert catalogue.gettext("Tutup") == "Tutup"
    assert [catalogue.ngettext("%(n)s unit", "%(n)s unit", n) for n in (1, 2)] == [
        "%(n)s unit",
        "%(n)s units",
    ]


def test_update_keeps_translations_and_drops_what_nobody_says() -> None:
    known = {entry.message.text: entry for entry in (GREETING, COUNTED)}
    moved = Message(GREETING.message.text, places=("z.py",))
    updated = update_entries([moved, OPEN.message], known)
    assert [(entry.message, entry.translations) for entry in updated] == [
        (moved, GREETING.translations),
        (OPEN.message, ("",)),
    ]


@pytest.mark.parametrize(
    ("text", "translation", "differs"),
    [
        ("Halo {name}", "Hello {name}", False),
        ("Halo {name}", "Hello", True),
        ("Halo {name}", "Hello {nama}", True),
        ("Halo {name}", "", False),
    ],
)
def test_places_of_a_translation(text: str, translation: str, differs: bool) -> None:
    assert Entry(Message(text), (translation,)).has_other_places is differs


def test_page_that_nothing_generates_is_a_stray(tmp_path: Path) -> None:
    (tmp_path / "old.md").touch()
    assert find_strays({tmp_path / "new.md": ""}) == [tmp_path / "old.md"]
