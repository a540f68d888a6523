"""The service worker's address."""

import re

from puas.web.templatetags.printing import asset


def test_the_worker_names_the_present_files_and_asks_no_database(client):
    answer = client.get("/pekerja.js")
    text = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cache-Control"] == "no-cache"
    assert re.findall(r'"(/static/[^"]+)"', text) == [
        asset(name) for name in ("queue.js", "worker.js", "puas.css", "icon.svg", "form.js", "queue.js")
    ]


def test_a_browser_that_has_it_is_told_so(client):
    tag = client.get("/pekerja.js")["ETag"]
    again = client.get("/pekerja.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_only_read(client):
    assert client.post("/pekerja.js").status_code == 405
