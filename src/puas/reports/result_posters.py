"""The poster of results (PermenPANRB 14/2017): the index for the wall of the service room, as PDF/UA-1.

A poster is laid out for paper; other formats make no sense.
"""

from dataclasses import dataclass
from typing import Any

from puas.reports.layouts import compile_pdf
from puas.reports.posters import shorten_address
from puas.reports.questionnaires import draw_code
from puas.reports.report_parts import print_date
from puas.reports.sentence_writers import count_text, grade_exactly, print_index
from puas.reports.unit_inputs import ProfileTable, UnitReportInput
from puas.reports.unit_writers import UnitWriter
from puas.reports.wording import Wording

TEMPLATE = "result_poster.typ"
PAPERS = ("a4", "a3")
MOST_SERVICES = 6
SEX, EDUCATION, SERVICE = "profile:sex", "profile:education", "service"


@dataclass(frozen=True)
class ResultPoster:
    """What a poster says. `address`: of the published page, "" while nothing is published."""

    given: UnitReportInput
    address: str = ""
    paper: str = "a4"


def render_result_poster(poster: ResultPoster, wording: Wording) -> bytes:
    """Return the poster as PDF/UA-1; the same poster gives the same bytes."""
    return compile_pdf(TEMPLATE, "poster", encode(poster, wording), poster.given.made_at)


def encode(poster: ResultPoster, wording: Wording) -> dict[str, Any]:
    """Return everything on the poster as plain JSON values."""
    writer = UnitWriter(poster.given, wording)
    given, say, made = poster.given, writer.say, poster.given.made_at
    grade = grade_exactly(given.index)
    return {
        "paper": poster.paper,
        "language": "id",
        "made": [made.year, made.month, made.day],
        "agency": given.government,
        "unit": given.unit,
        "period": given.period.label,
        "title": say("poster.title"),
        "subject": say("poster.subject"),
        "index_label": say("poster.index"),
        "index": say("poster.no_index") if given.index is None else print_index(given.index),
        "has_index": given.index is not None,
        "grade": say("poster.grade", letter=grade.letter, performance=grade.performance) if grade else "",
        "scale": say("poster.scale"),
        "services": _print_services(writer),
        "respondents_label": say("poster.respondents"),
        "respondents": say("words.no_figure")
        if given.respondents is None
        else say("poster.people", count=count_text(given.respondents)),
        "groups": [_encode_group(writer, key, label) for key, label in _GROUPS if _find(given, key)],
        "notes": _write_notes(writer),
        "dates": _print_dates(writer),
        "see": say("poster.see" if poster.address else "poster.not_published"),
        "address": poster.address,
        "short_address": shorten_address(poster.address),
        "code": {
            "svg": draw_code(poster.address) if poster.address else "",
            "alt": say("poster.code_description", address=poster.address),
        },
        "thanks": say("poster.thanks"),
        "law": say("poster.law"),
        "example": say("poster.example") if given.is_example else "",
    }


_GROUPS = ((SEX, "sex"), (EDUCATION, "education"))


def _find(given: UnitReportInput, key: str) -> ProfileTable | None:
    return next((table for table in given.profiles if table.key == key), None)


def _print_services(writer: UnitWriter) -> str:
    table = _find(writer.given, SERVICE)
    names = [line.label for line in table.lines][:MOST_SERVICES] if table else []
    return writer.say("poster.services", names="; ".join(names)) if names else ""


def _encode_group(writer: UnitWriter, key: str, label: str) -> dict[str, Any]:
    table = _find(writer.given, key)
    assert table is not None
    hidden = writer.say("poster.hidden", minimum=table.minimum)
    return {
        "label": writer.say(f"poster.{label}"),
        "rows": [
            [line.label, hidden if line.count is None else count_text(line.count)] for line in table.lines
        ],
    }


def _write_notes(writer: UnitWriter) -> list[str]:
    """Return what has to be said about the counts: that small ones are hidden, or that there are none."""
    tables = [table for key, _ in _GROUPS if (table := _find(writer.given, key))]
    if not tables:
        return [writer.say("poster.withheld" if writer.given.withholds_profiles else "poster.no_profile")]
    hidden = [table.minimum for table in tables if any(line.is_hidden for line in table.lines)]
    return [writer.say("poster.hidden_note", minimum=hidden[0])] if hidden else []


def _print_dates(writer: UnitWriter) -> str:
    collection = writer.given.collection
    if collection is None or collection.opens_on is None or collection.closes_on is None:
        return writer.say("poster.no_dates")
    opens, closes = (print_date(writer, day) for day in (collection.opens_on, collection.closes_on))
    return writer.say("poster.dates", opens=opens, closes=closes)
