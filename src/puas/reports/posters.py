"""Posters and table cards (PDF/UA-1) with the QR code and the short address of a survey's form."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from puas.reports.layouts import compile_pdf
from puas.reports.questionnaires import draw_code
from puas.reports.wording import Wording, load_wording

TEMPLATE = "poster.typ"
WORDED = ("id", "en")


class PosterSize(StrEnum):
    """What can be printed: a poster for the wall or the door, a card, a tent that is folded on the table."""

    A3 = "a3"
    A4 = "a4"
    A6 = "a6"
    TENT = "tent"


@dataclass(frozen=True)
class Poster:
    """What a poster says. `address` is the whole address of the form, `questions` how many it asks.

    `place`: the counter or group that the address stands for, "" for the unit as a whole. `period` is ""
    where the address outlives a period; then the number of questions is not said either.
    """

    agency: str
    unit: str
    period: str
    address: str
    questions: int
    made_at: datetime.datetime
    size: PosterSize = PosterSize.A4
    language: str = "id"
    place: str = ""

    @property
    def wording(self) -> Wording:
        return load_wording("poster", self.language if self.language in WORDED else "id")


def render_poster(poster: Poster) -> bytes:
    """Return the poster as PDF/UA-1; the same poster gives the same bytes."""
    return compile_pdf(TEMPLATE, "poster", encode(poster), poster.made_at)


def encode(poster: Poster) -> dict[str, Any]:
    """Return everything on the poster as plain JSON values."""
    wording, made = poster.wording, poster.made_at
    return {
        "size": poster.size.value,
        "language": poster.language if poster.language in WORDED else "id",
        "agency": poster.agency,
        "unit": poster.unit,
        "place": poster.place,
        "short_address": shorten_address(poster.address),
        "address": poster.address,
        "made": [made.year, made.month, made.day],
        "call": wording.say("poster.call"),
        "how": _say(poster, "how"),
        "trust": wording.say("poster.trust"),
        "or_open": wording.say("poster.address"),
        "foot": _say(poster, "foot"),
        "law": wording.say("poster.law"),
        "subject": _say(poster, "subject"),
        "code": {
            "svg": draw_code(poster.address),
            "alt": wording.say("poster.code_description", address=poster.address),
        },
    }


def _say(poster: Poster, key: str) -> str:
    """Return a sentence of the poster; where the address outlives a period, the one without a period."""
    name = f"poster.{key}" if poster.period else f"poster.{key}_standing"
    values = {
        "unit": poster.unit,
        "period": poster.period,
        "total": poster.questions,
        "address": poster.address,
    }
    return poster.wording.say(name, **values)


def shorten_address(address: str) -> str:
    """Return an address as people type it: without "https://" and without the last slash."""
    return address.split("://", 1)[-1].rstrip("/")


def write_share_text(poster: Poster) -> str:
    """Return the message to send along with the address of the form."""
    return _say(poster, "share")


def share_address(text: str) -> str:
    """Return the address that opens WhatsApp with `text` ready to send to whomever the sender chooses."""
    return f"https://wa.me/?text={quote(text, safe='')}"
