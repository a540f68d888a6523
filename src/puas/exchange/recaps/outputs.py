"""A recap as JSON and CSV: the keys of `puas recap read`, decimals as text, periods as 2023-Q1, 2023-S1,
2023."""

import csv
import io
from decimal import Decimal
from typing import Any

from puas.exchange.recaps.element_names import element_of
from puas.methodology.elements import ELEMENTS
from puas.methodology.findings.recaps import UNREADABLE, Note, Recap, RecapRow, Repair, Source
from puas.methodology.findings.rules import fill

_ELEMENTS = tuple(f"U{number}" for number in range(1, 10))
COLUMNS = (
    *("no", "unit", "parent", "period", "kind"),
    *_ELEMENTS,
    *(
        "index",
        "grade",
        "grade_word",
        "respondents",
        "methods",
        "priorities",
        "plans",
        "realisation",
        "source",
        "repairs",
    ),
)


def build_recap_dict(recap: Recap) -> dict[str, Any]:
    """Return `{"rows": [...], "agency_rows": [...], "notes": [...]}`, ready for JSON.

    A cell that held nothing is null; one that held something nobody can read is "unreadable".
    """
    return {
        "rows": [build_row_dict(row) for row in recap.rows],
        "agency_rows": [build_row_dict(row) for row in recap.agency_rows],
        "notes": [build_note_dict(note) for note in recap.notes],
    }


def build_row_dict(row: RecapRow) -> dict[str, Any]:
    """Return one row; besides the official keys: the label, the printed priorities, done and planned."""
    values = {f"U{number}": value for number, value in enumerate(row.values or (None,) * 9, 1)}
    return {
        "no": row.no,
        "unit": row.unit,
        "parent": row.parent,
        "period": row.code or None,
        "period_label": row.period_label,
        "kind": row.kind.value,
        **{name: _value(row, name, value) for name, value in values.items()},
        "index": _value(row, "index", row.index),
        "grade": row.grade if row.grade or "grade" not in row.unreadable else UNREADABLE,
        "grade_word": row.grade_word,
        "respondents": UNREADABLE if "respondents" in row.unreadable else row.respondents,
        "methods": list(row.methods),
        "priorities": [priority.element for priority in row.priorities],
        "priorities_printed": [priority.printed for priority in row.priorities],
        "plans": [{"element": plan.element, "text": plan.text} for plan in row.plans],
        "realisation": _value(row, "realisation", row.realisation),
        "realisation_done": row.done,
        "realisation_planned": row.planned,
        "source": build_source_dict(row.source),
        "repairs": [_repair(repair) for repair in row.repairs],
    }


def _value(row: RecapRow, name: str, value: Decimal | None) -> str | None:
    if value is not None:
        return f"{value:f}"
    return UNREADABLE if name in row.unreadable else None


def build_source_dict(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sheet": source.sheet,
        "page": source.page,
        "lines": list(source.lines),
        "place": source.place.value,
    }


def _repair(repair: Repair) -> dict[str, str]:
    return {
        "field": repair.field,
        "printed": repair.printed,
        "value": repair.value,
        "reason": fill(repair.reason, repair.data),
    }


def build_note_dict(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "message": fill(note.message, note.data),
        "source": build_source_dict(note.source),
    }


def write_recap_csv(recap: Recap) -> str:
    """Return every row, the agency's last, as CSV with the official keys; lists are divided by " | "."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in (*recap.rows, *recap.agency_rows):
        writer.writerow([_safe(cell) for cell in _csv_cells(row)])
    return page.getvalue()


def _csv_cells(row: RecapRow) -> list[str]:
    shown = build_row_dict(row)
    shown["methods"] = " dan ".join(f"SKM {method.capitalize()}" for method in row.methods)
    names = [(p.element, _readable(p.element, p.printed)) for p in row.priorities]
    shown["priorities"] = " | ".join(f"{n}. {name}" for n, (_, name) in enumerate(names, 1))
    headings = dict(names)
    shown["plans"] = " | ".join(
        f"{headings.get(p.element, p.heading) or p.element}: {p.text}" for p in row.plans
    )
    lines = ",".join(str(line) for line in row.source.lines)
    where = (row.source.place.value, row.source.sheet or row.source.page, lines)
    shown["source"] = ":".join(str(part) for part in where if part)
    shown["repairs"] = "; ".join(
        f"{r.field}: “{r.printed}” → {r.value} ({fill(r.reason, r.data)})" for r in row.repairs
    )
    return ["" if shown[name] is None else str(shown[name]) for name in COLUMNS]


def _readable(element: str | None, printed: str) -> str:
    """Return the printed name, or the official one where only a torn piece of it was printed."""
    official = next((known.name for known in ELEMENTS if known.key == element), printed)
    return printed if element is None or element_of(printed) == element else official


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if (cell[:1] in "=+@\t\r" and cell) or (cell[:1] == "-" and len(cell) > 1) else cell
