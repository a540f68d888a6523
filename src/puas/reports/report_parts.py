"""Parts that every report has: headings, the date, the laws, the signature block."""

import datetime

from puas.reports.agency_inputs import Signatory
from puas.reports.documents import Heading, Signature
from puas.reports.sentence_writers import SentenceWriter


def build_heading(writer: SentenceWriter, key: str, level: int = 1, is_numbered: bool = True) -> Heading:
    """Return the heading at `key`."""
    return Heading(writer.say(f"headings.{key}"), level, is_numbered)


def print_date(writer: SentenceWriter, day: datetime.date) -> str:
    """Return "11 September 2023"."""
    return f"{day.day} {writer.say_all('months.names')[day.month - 1]} {day.year}"


def find_laws(writer: SentenceWriter, ends: datetime.date) -> list[str]:
    """Return the laws that were there on the day `ends`: a later letter cannot have been its basis."""
    return [
        writer.say(f"basis.laws.{place}.text")
        for place, law in enumerate(writer.wording.sentences["basis"]["laws"])
        if law.get("since", datetime.date.min) <= ends
    ]


def build_signature(
    writer: SentenceWriter, who: Signatory, place: str, made_at: datetime.datetime
) -> Signature:
    """Return the signature block; parts that are not known are left as lines to fill in by hand."""
    number = writer.say("signature.number_text", number=who.number) if who.number else ""
    return Signature(
        date=writer.say(
            "signature.date",
            place=place or writer.say("signature.blank_place"),
            date=print_date(writer, made_at),
        ),
        office=who.office or writer.say("signature.office"),
        name=who.name or writer.say("signature.name"),
        details=(who.rank or writer.say("signature.rank"), number or writer.say("signature.number")),
    )
