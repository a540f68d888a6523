"""The service worker: with it a form opens, and an answer is kept and sent, where there is no connection.

Its address is at the root, because a worker controls only what lies below its own address, and forms stand
under both /s/ and /t/. What it does is in `static/worker.js`; the little module at its address names the
present fingerprints, so that it changes, and browsers fetch it anew, whenever one of its files does.
"""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.views.decorators.http import require_safe

from puas.web.templatetags.printing import asset

KEPT_FILES = ("puas.css", "icon.svg", "form.js", "queue.js")
"""What a form needs besides its page."""


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker's module; a browser asks again at every visit, and gets 304 while it is the same."""
    text = build_worker()
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


def build_worker() -> str:
    """Return the module that starts `static/worker.js` with the files to keep."""
    files = json.dumps([asset(name) for name in KEPT_FILES])
    queue, start = json.dumps(asset("queue.js")), json.dumps(asset("worker.js"))
    return f"import * as queue from {queue};\nimport {{ start }} from {start};\nstart(queue, {files});\n"
