"""The gallery shows every component in every state."""

import re
from pathlib import Path

import puas.web
from puas.lifecycles import SurveyState

CSS = (Path(puas.web.__file__).parent / "static" / "puas.css").read_text()
COMPONENTS = (
    "button",
    "button--quiet",
    "button--final",
    "field",
    "scale",
    "choices",
    "choices--flow",
    "choices--ten",
    "errors",
    "progress",
    "progress--enough",
    "steps",
    "chip",
    "grade--A",
    "grade--B",
    "grade--C",
    "grade--D",
    "notice",
    "notice--good",
    "notice--warning",
    "notice--wrong",
    "card",
    "card--link",
    "empty",
    "facts",
    "table",
    "table--cards",
    "figure",
    "stats",
    "chart-frame",
    "ruler",
)


def classes_of(page: str) -> set[str]:
    return {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}


def test_every_component_and_every_state_is_there(client):
    page = client.get("/galeri/").content.decode()
    found = classes_of(page)
    assert {name for name in COMPONENTS if name not in found} == set()
    assert {f"chip--{state.value}" for state in SurveyState} - found == set()
    for state in (" checked", " disabled", 'aria-invalid="true"', 'class="scale scale--wrong"'):
        assert state in page


def test_the_style_sheet_knows_every_class_of_the_gallery(client):
    gallery = (Path(puas.web.__file__).parent / "static" / "gallery.css").read_text()
    known = set(re.findall(r"\.([a-z][A-Za-z0-9_-]*)", CSS + gallery)) | {"steps__done"}
    found = classes_of(client.get("/galeri/").content.decode())
    assert found - known - {"page"} == set()


def test_it_needs_no_database_and_speaks_english(client):
    assert "Component gallery" in client.get("/galeri/?bahasa=en").content.decode()
    assert client.post("/galeri/").status_code == 405
