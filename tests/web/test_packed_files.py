"""Style sheets and scripts are sent compressed."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("name", ["puas.css", "form.js", "icon.svg", "form.webmanifest"])
def test_a_text_is_the_same_text_packed(client, name):
    plain, packed = client.get(f"/static/{name}"), client.get(f"/static/{name}", headers=GZIP)
    content = Path(finders.find(name)).read_bytes()
    assert b"".join(plain) == content
    assert gzip.decompress(packed.content) == content
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert plain["Content-Type"] == packed["Content-Type"]
    assert "max-age=31536000" in packed["Cache-Control"]


def test_a_file_that_is_not_there_is_404(client):
    assert client.get("/static/tidak-ada.css", headers=GZIP).status_code == 404


def test_only_the_head_of_a_file_has_no_body(client):
    answer = client.head("/static/puas.css", headers=GZIP)
    assert (answer.status_code, answer.get("Content-Encoding")) == (200, None)
