"""The client in docs/api.md, taken out of the page and run against a real server."""

import re
from pathlib import Path

import pytest

from tests.servers import open_server
from tests.web.scenes import publish_units

PAGE = Path(__file__).parents[3] / "docs" / "api.md"


def blocks():
    """Return the Python of the page: the reader first, then its use."""
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)


@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_guide_reads_every_page(tmp_path, capsys):
    publish_units(3)
    with open_server(tmp_path) as server:
        names: dict = {}
        exec(blocks()[0], names)  # the page is ours
        found = list(names["read_table"](server.address, "results", period="2023-Q2", limit="2"))
        exec(blocks()[1].replace("https://skm.contoh.go.id", server.address), names)
    assert sorted(record["unit"] for record in found) == ["dinas-1", "dinas-2", "dinas-3", "kota-contoh"]
    assert "Dinas 1 100.0 A 1\n" in capsys.readouterr().out
