"""The manual is held to the application: its names are the pages' names, its links and pictures exist."""

import re
from functools import cache
from pathlib import Path

import pytest

from puas.models import Role
from puas.web.manuals import FOLDER, INDEX, PAGE_OF, PAGES, build_files, read_source, render_manual, title_of

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "docs" / "screenshots"
SHIPPED = ROOT / "src" / "puas" / "web" / "static" / "manual"
CATALOGUE = ROOT / "src" / "puas" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
ALL = (INDEX, *PAGES)


@cache
def sentences() -> frozenset[str]:
    """Every sentence of the application, as its catalogue has it, that stands as it is."""
    text = re.sub(r'"\n"', "", CATALOGUE.read_text(encoding="utf-8"))
    found = re.findall(r'^msgid(?:_plural)? "(.*)"$', text, re.MULTILINE)
    return frozenset(one.replace('\\"', '"') for one in found if not PLACE.search(one))


def pictures(name: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(gambar/([^)]+)\)", read_source(name))


@pytest.mark.parametrize("name", ALL)
def test_every_name_between_quotes_is_one_of_the_application(name):
    quoted = re.findall(r"“([^”]+)”", read_source(name))
    assert quoted != []
    assert sorted(set(quoted) - sentences()) == []


@pytest.mark.parametrize("name", ALL)
def test_every_link_leads_to_a_page_of_the_manual(name):
    targets = re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", read_source(name))
    assert sorted({target for target in targets if target.removesuffix(".md") not in ALL}) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_is_a_screenshot_and_travels_with_the_package(name):
    found = pictures(name)
    assert found != []
    for one in found:
        assert (SCREENSHOTS / one).read_bytes() == (SHIPPED / one).read_bytes(), one


def test_nothing_is_shipped_that_no_page_shows():
    shown = {one for name in PAGES for one in pictures(name)}
    assert sorted(path.name for path in SHIPPED.iterdir()) == sorted(shown)


def test_every_role_has_its_page_and_every_file_is_a_page():
    assert list(PAGE_OF) == sorted(Role, key=list(PAGE_OF).index)
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(ALL)


def test_the_files_of_the_docs_point_at_the_screenshots():
    files = build_files()
    assert sorted(files) == sorted(f"{name}.md" for name in ALL)
    assert "](../screenshots/office-plan-1280-light.png)" in files["petugas-unit.md"]
    assert [name for name, text in files.items() if "gambar/" in text] == []


def test_a_page_is_drawn_with_addresses_of_its_own():
    drawn = render_manual("pencacah", lambda name: f"/p/{name}/", lambda name: f"/g/{name}")
    assert drawn.title == title_of("pencacah") == "Panduan pencacah"
    assert drawn.lead.startswith("Pencacah memasukkan jawaban")
    assert '<img src="/g/form-360-light.png" alt="Formulir di ponsel" loading="lazy"' in drawn.body
    assert "<h2>Kuesioner kertas</h2>" in drawn.body
    index = render_manual(INDEX, lambda name: f"/p/{name}/", str)
    assert '<a href="/p/petugas-unit/">Petugas unit</a>' in index.body
    assert "<table>" in index.body


def test_another_name_is_no_page():
    with pytest.raises(KeyError):
        read_source("../settings")
