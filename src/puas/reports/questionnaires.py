"""A questionnaire on paper (PDF/UA-1, A4): numbered sheets of any instrument, in any of its languages.

The number in front of an answer is its place in the instrument, from 1; the entry grid reads the same.
"""

import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from puas.methodology.instruments import Instrument, ProfileField
from puas.reports.layouts import compile_pdf
from puas.reports.wording import Wording, load_wording

TEMPLATE = "questionnaire.typ"
WORDED = ("id", "en", "jv")
"""Languages that the fixed sentences are written in; a questionnaire in any other has them in Indonesian."""

COMMENT_LINES = 4


@dataclass(frozen=True)
class SheetBatch:
    """The sheets to print. `survey` and `batch` are the codes at the foot, `address` is the form's own.

    `services` are the unit's, each with the number to circle.
    """

    instrument: Instrument
    language: str
    agency: str
    unit: str
    period: str
    survey: str
    batch: str
    first: int
    count: int
    address: str
    made_at: datetime.datetime
    services: tuple[tuple[int, str], ...] = ()


def render_questionnaires(batch: SheetBatch) -> bytes:
    """Return the sheets as one PDF/UA-1; the same batch gives the same bytes."""
    return compile_pdf(TEMPLATE, "sheets", encode(batch), batch.made_at)


def encode(batch: SheetBatch) -> dict[str, Any]:
    """Return everything on the sheets as plain JSON values."""
    wording = load_wording("sheet", batch.language if batch.language in WORDED else "id")
    last = batch.first + batch.count - 1
    made = batch.made_at
    words = wording.sentences["sheet"]
    return {
        "title": batch.instrument.title[batch.language],
        "language": batch.language,
        "agency": batch.agency,
        "unit": batch.unit,
        "period": batch.period,
        "subject": wording.say(
            "sheet.subject", first=batch.first, last=last, unit=batch.unit, period=batch.period
        ),
        "made": [made.year, made.month, made.day],
        "words": {key: " ".join(text.split()) for key, text in words.items()},
        "code": {
            "svg": draw_code(batch.address),
            "alt": wording.say("sheet.code_description", address=batch.address),
        },
        "sheets": [_encode_sheet(batch, wording, sheet) for sheet in range(batch.first, last + 1)],
        "fields": _encode_fields(batch, words),
        "questions": [
            {"text": item.text[batch.language], "labels": list(item.labels[batch.language])}
            for item in batch.instrument.items
        ],
        "ratings": [
            {
                "text": rating.label[batch.language],
                "numbers": [str(number) for number in range(rating.low, rating.high + 1)],
            }
            for rating in batch.instrument.ratings
        ],
        "comment_lines": COMMENT_LINES,
    }


def _encode_sheet(batch: SheetBatch, wording: Wording, sheet: int) -> dict[str, str]:
    number = print_sheet(sheet)
    footer = wording.say(
        "sheet.footer", survey=batch.survey, batch=batch.batch, sheet=number, instrument=batch.instrument.id
    )
    return {"number": number, "footer": footer}


def print_sheet(sheet: int) -> str:
    """Return a sheet's number as it is printed: "0051"."""
    return f"{sheet:04d}"


def _encode_fields(batch: SheetBatch, words: Mapping[str, str]) -> list[dict[str, Any]]:
    fields = [_encode_field(field, batch.language, words) for field in batch.instrument.profile]
    if batch.services:
        service = {
            "label": words["service"],
            "hint": "",
            "kind": "choice",
            "options": _number(batch.services),
        }
        fields.insert(0, service)
    return fields


def _encode_field(field: ProfileField, language: str, words: Mapping[str, str]) -> dict[str, Any]:
    label = field.label[language]
    return {
        "label": label,
        "hint": words["several"] if field.kind == "multiple" and words["several"] not in label else "",
        "kind": field.kind,
        "options": _number(enumerate((option.label[language] for option in field.options), 1)),
    }


def _number(options: Iterable[tuple[int, str]]) -> list[dict[str, str]]:
    return [{"number": str(number), "label": label} for number, label in options]


def draw_code(address: str) -> str:
    """Return the QR code of an address as SVG; a quarter of it may be covered or torn."""
    import segno

    drawn = io.BytesIO()
    segno.make_qr(address, error="q").save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
