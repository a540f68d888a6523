"""What the page of a checked recap shows: figures, rules, one page of the table, and its notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from puas.exchange.recap_packets import Packet
from puas.methodology.findings.rules import Severity, fill
from puas.web.languages import PARAMETER
from puas.web.public.checks_processes import MOST_IN_PDF
from puas.web.public.checks_runs import Run
from puas.web.public.checks_tables import COLUMNS, build_lines, count_rules, list_notes

PAGE = 50
SHOWN, NUMBER = "tampil", "halaman"
WITH_FINDINGS = "temuan"


@dataclass(frozen=True)
class Choice:
    """One way to look at the table."""

    label: str
    query: str
    is_chosen: bool


def read_choice(request: HttpRequest) -> dict[str, str]:
    """Return what the address says about rows and page."""
    return {name: str(request.GET.get(name, "")) for name in (SHOWN, NUMBER)}


def describe_result(run: Run, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the context of a result; `query` may choose rows (`tampil`) and a page (`halaman`)."""
    packet = run.packet()
    return {"run": run, **describe_packet(packet, query)}


def describe_packet(packet: Packet, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the figures, the rules and one page of the table of a checked recap."""
    shown = query.get(SHOWN, "")
    places = choose_places(packet, shown)
    pages = max(1, -(-len(places) // PAGE))
    asked = query.get(NUMBER, "")
    page = min(pages, max(1, int(asked) if asked.isascii() and asked.isdigit() else 1))
    here = places[(page - 1) * PAGE : page * PAGE]
    rule = shown if shown not in ("", WITH_FINDINGS) else ""
    return {
        "packet": packet,
        "counts": count_kinds(packet),
        "has_pdf": len(packet.findings) <= MOST_IN_PDF,
        "groups": count_rules(packet),
        "confirmed": [
            (fill(one.subject, one.data, get_language()), one.printed) for one in packet.confirmations
        ],
        "reading_notes": [fill(note.message, note.data, get_language()) for note in packet.recap.notes],
        "weights": _weights(packet),
        "columns": _columns(packet),
        "lines": build_lines(packet, here),
        "notes": list_notes(packet, here, rule=rule, general=page == 1),
        "choices": _choices(packet, shown),
        "shown_rule": rule,
        "pages": [(n, _query({SHOWN: shown, NUMBER: str(n)}), n == page) for n in range(1, pages + 1)],
        "row_count": len(places),
    }


def choose_places(packet: Packet, shown: str) -> list[int]:
    """Return the rows to show: all, those with findings, or those in which one rule found something."""
    if not shown:
        return list(range(len(packet.rows)))
    found = {
        place
        for place, finding in zip(packet.places, packet.findings, strict=True)
        if place >= 0 and shown in (WITH_FINDINGS, finding.rule)
    }
    return sorted(found)


def count_kinds(packet: Packet) -> dict[str, int]:
    """Return the rows, the findings by severity, and the cells that were mended or could not be read."""
    severities = [finding.severity for finding in packet.findings]
    return {
        "rows": len(packet.rows),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "remarks": severities.count(Severity.REMARK),
        "mended": sum(len(row.repairs) for row in packet.rows),
        "lost": sum(len(row.unreadable) for row in packet.rows),
    }


def _weights(packet: Packet) -> list[tuple[str, int]]:
    named = [(gettext("tidak ada yang cocok") if n == "none" else n, count) for n, count in packet.weights]
    return sorted(named, key=lambda one: -one[1])


def _columns(packet: Packet) -> list[str]:
    width = max((len(row.values) for row in packet.rows), default=9)
    names = [gettext(name) for name in COLUMNS.values()]
    return [*names[:2], *(f"U{n}" for n in range(1, width + 1)), *names[2:]]


def _choices(packet: Packet, shown: str) -> list[Choice]:
    options = {"": gettext("Semua baris"), WITH_FINDINGS: gettext("Hanya yang ada temuannya")}
    return [Choice(label, _query({SHOWN: key}), key == shown) for key, label in options.items()]


def _query(values: Mapping[str, str]) -> str:
    """Return a query in the page's language, without what is at its default."""
    kept = {key: value for key, value in values.items() if value and (key, value) != (NUMBER, "1")}
    if get_language() != "id":
        kept[PARAMETER] = str(get_language())
    return f"?{urlencode(kept)}"
