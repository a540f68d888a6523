"""A DOCX template that an agency owns: which places it has, and the document that comes of it.

A template is somebody's program: it is read by a limited process of its own, in Jinja's sandbox, and all that
it prints is escaped. Nothing but the given values is within its reach.
"""

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from puas.exchange.guards import limit_process, run_guarded

SECONDS = 20
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODULE = "puas.exchange.word_templates"


def list_places(template: bytes) -> tuple[str, ...]:
    """Return the names that a template asks for, sorted. BadInput `template_syntax`, `file_exhausted`."""
    with tempfile.TemporaryDirectory(prefix="puas-") as folder:
        path = Path(folder) / "templat.docx"
        path.write_bytes(template)
        answer = run_guarded(_MODULE, ["list", str(path)], name=path.name, seconds=SECONDS)
    return tuple(answer["places"])


def fill_template(template: bytes, values: Mapping[str, Any]) -> bytes:
    """Return the document; the same template and values give the same bytes. BadInput as `list_places`."""
    with tempfile.TemporaryDirectory(prefix="puas-") as folder:
        path, given, made = (Path(folder) / name for name in ("templat.docx", "values.json", "made.docx"))
        path.write_bytes(template)
        given.write_text(json.dumps(values), encoding="utf-8")
        arguments = ["fill", str(path), str(given), str(made)]
        run_guarded(_MODULE, arguments, name=path.name, seconds=SECONDS)
        return _without_times(made.read_bytes())


def _without_times(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(file, "w") as written:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, parts.read(name))
    return file.getvalue()


def answer(arguments: list[str]) -> dict[str, Any]:
    """Do what the parent asked, inside the limits; a template that fails is refused with its reason."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    mode, path, *others = arguments
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template = DocxTemplate(path)
        if mode == "list":
            return {"places": sorted(template.get_undeclared_template_variables(sandbox))}
        template.render(json.loads(Path(others[0]).read_text()), sandbox, autoescape=True)
        template.save(others[1])
    except (TemplateError, TypeError, ValueError, KeyError, ZeroDivisionError, OverflowError) as error:
        return {
            "refused": "template_syntax",
            "message": "Templat itu tidak dapat diisi: {reason}. Perbaiki di Word, lalu unggah lagi.",
            "data": {"reason": " ".join(str(error).split())[:200].rstrip("."), "field": "templat"},
        }
    return {}


if __name__ == "__main__":
    limit_process(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(answer(sys.argv[3:])))
