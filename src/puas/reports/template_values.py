"""What an agency's own DOCX template can ask for: plain words and lists, ready to be printed."""

from collections.abc import Mapping
from typing import Any

from puas.language import gettext_noop
from puas.methodology.numbers import format_number
from puas.reports.documents import Points, Prose
from puas.reports.narratives import PLACES, parse_narrative, place_values
from puas.reports.unit_inputs import NARRATIVES, UnitReportInput

LISTS: Mapping[str, str] = {
    "unsur": gettext_noop("daftar unsur: kode, nama, nilai, nrr"),
    "rencana": gettext_noop("daftar kegiatan: unsur, kegiatan, waktu, penanggung_jawab"),
    "tulisan": gettext_noop("yang ditulis petugas, seperti tulisan.problems"),
    "kop": gettext_noop("baris kop"),
    "penanda_tangan": gettext_noop("penanda tangan: jabatan, nama, pangkat, nip"),
    "tempat": gettext_noop("tempat penandatanganan"),
}
TEMPLATE_PLACES: Mapping[str, str] = {**PLACES, **LISTS}
"""The names that a template may ask for, and what stands there."""


def template_values(given: UnitReportInput, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a value for each of `TEMPLATE_PLACES`; `texts` is what officials wrote, by section."""
    none, signs, places = "–", given.signatory, place_values(given)
    return {
        **places,
        "unsur": [
            {
                "kode": line.key,
                "nama": line.name,
                "nilai": none if line.value is None else format_number(line.value, 2),
                "nrr": none if line.mean is None else format_number(line.mean, 2),
            }
            for line in given.elements
        ],
        "rencana": [
            {
                "unsur": one.element,
                "kegiatan": one.text,
                "waktu": ", ".join(quarter.label for quarter in one.quarters),
                "penanggung_jawab": one.person,
            }
            for one in given.plan or ()
        ],
        "tulisan": {key: _write_plain(texts.get(key, ""), places) for key in NARRATIVES},
        "kop": list(given.letterhead),
        "penanda_tangan": {
            "jabatan": signs.office,
            "nama": signs.name,
            "pangkat": signs.rank,
            "nip": signs.number,
        },
        "tempat": given.place,
    }


def _write_plain(text: str, places: Mapping[str, str]) -> str:
    """Return what an official wrote as lines, without marks."""
    lines: list[str] = []
    for block in parse_narrative(text, places):
        if isinstance(block, Prose):
            lines.append("".join(span.text for span in block.spans))
        elif isinstance(block, Points):
            lines += ["- " + "".join(span.text for span in spans) for spans in block.items]
    return "\n".join(lines)
