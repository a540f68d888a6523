"""Slips to cut apart (PDF/UA-1, A4, ten a page), each with the QR code and the address of one visit."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from puas.reports.layouts import compile_pdf
from puas.reports.posters import WORDED, shorten_address
from puas.reports.questionnaires import draw_code, print_sheet
from puas.reports.wording import Wording, load_wording

TEMPLATE = "slips.typ"


@dataclass(frozen=True)
class Slip:
    """One slip: its number, the whole address that its QR code holds, and the code as people type it."""

    number: int
    address: str
    typed: str


@dataclass(frozen=True)
class SlipBatch:
    """What the slips of a batch say. `place` is where they are handed out.

    `service` and `day` ("2 Mei 2026", in the slips' language) are "" where the batch does not say.
    """

    agency: str
    unit: str
    place: str
    slips: Sequence[Slip]
    made_at: datetime.datetime
    service: str = ""
    day: str = ""
    language: str = "id"

    @property
    def worded(self) -> str:
        """The language of the fixed sentences."""
        return self.language if self.language in WORDED else "id"

    @property
    def wording(self) -> Wording:
        return load_wording("slip", self.worded)


def render_slips(batch: SlipBatch) -> bytes:
    """Return the slips as PDF/UA-1; the same slips give the same bytes."""
    return compile_pdf(TEMPLATE, "slips", encode(batch), batch.made_at)


def encode(batch: SlipBatch) -> dict[str, Any]:
    """Return everything on the slips as plain JSON values."""
    wording, made = batch.wording, batch.made_at
    first, last = (print_sheet(batch.slips[place].number) for place in (0, -1))
    return {
        "language": batch.worded,
        "title": wording.say("slip.title", unit=batch.unit, first=first, last=last),
        "subject": wording.say("slip.subject", unit=batch.unit),
        "agency": batch.agency,
        "unit": batch.unit,
        "place": batch.place,
        "service": batch.service,
        "day": wording.say("slip.day", day=batch.day) if batch.day else "",
        "made": [made.year, made.month, made.day],
        "call": wording.say("slip.call"),
        "how": wording.say("slip.how"),
        "once": wording.say("slip.once"),
        "slips": [_encode_slip(slip, wording) for slip in batch.slips],
    }


def _encode_slip(slip: Slip, wording: Wording) -> dict[str, Any]:
    """Return one slip; its address in two lines, the host with the path and the code in groups."""
    number = print_sheet(slip.number)
    return {
        "number": wording.say("slip.number", number=number),
        "address": slip.address,
        "host": shorten_address(slip.address).rsplit("/", 1)[0] + "/",
        "typed": slip.typed,
        "code": {
            "svg": draw_code(slip.address),
            "alt": wording.say("slip.code_description", number=number),
        },
    }
