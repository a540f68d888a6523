"""A checked recap as JSON and as one self-contained HTML page ("Lembar temuan") that can be sent to its
author."""

from collections import Counter
from html import escape
from typing import Any

from puas.exchange.recaps.outputs import build_note_dict, build_source_dict
from puas.language import say
from puas.methodology.findings.checks import CheckedRecap, load_rules
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Severity, fill, show
from puas.methodology.grades import grade_of

SEVERITIES = {Severity.ERROR: "Kesalahan", Severity.WARNING: "Peringatan", Severity.REMARK: "Catatan"}
_STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;
color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{background:#f0f0f0}td.number{text-align:right;white-space:nowrap}
.error{border-left:.4rem solid #a40000}.warning{border-left:.4rem solid #8a5a00}
.remark{border-left:.4rem solid #00558a}@media print{body{max-width:none}}
"""


def build_checked_dict(checked: CheckedRecap) -> dict[str, Any]:
    """Return `{"rows": n, "findings": [...], "summary": {...}}` and the weights, confirmations and notes,
    for JSON."""
    return {
        "rows": checked.rows,
        "findings": [_finding(finding) for finding in checked.findings],
        "summary": checked.summary,
        "weights": {
            "summary": dict(Counter(found.name for found in checked.weights)),
            "rows": [
                {
                    "unit": found.row.unit,
                    "period": found.row.code,
                    "weight": found.name,
                    "printed": str(found.row.index),
                    "exact": str(found.exact),
                    "grade": grade.letter if (grade := grade_of(found.row.index)) else None,
                    "exact_grade": found.exact_grade.letter if found.exact_grade else None,
                }
                for found in checked.weights
            ],
        },
        "confirmed": [
            {"subject": fill(item.subject, item.data), "printed": item.printed, "counted": item.counted}
            for item in checked.confirmations
        ],
        "notes": [build_note_dict(note) for note in checked.recap.notes],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "unit": finding.unit,
        "period": finding.period,
        "field": finding.column,
        "printed": finding.printed,
        "expected": finding.expected,
        "message": finding.sentence(),
        "source": build_source_dict(finding.source),
    }


def write_findings_html(checked: CheckedRecap, name: str) -> str:
    """Return the findings as a page: a summary, then every finding by severity; nothing in it is fetched
    or run."""
    title = escape(say("Lembar temuan") + f": {name}")
    parts = [f"<h1>{title}</h1>", f"<p>{escape(_opening(checked))}</p>", _summary(checked)]
    for severity, label in SEVERITIES.items():
        found = [finding for finding in checked.findings if finding.severity is severity]
        if found:
            parts.append(f"<h2>{escape(say(label))} ({len(found)})</h2>{_table(found, severity)}")
    if checked.confirmations:
        items = "".join(
            f"<li>{escape(fill(item.subject, item.data))}: {escape(item.printed)}</li>"
            for item in checked.confirmations
        )
        parts.append(f"<h2>{escape(say('Sudah sesuai'))}</h2><ul>{items}</ul>")
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"{meta}<title>{title}</title><style>{_STYLE}</style>"
    body = "".join(parts)
    return f'<!doctype html><html lang="id"><head>{head}</head><body>{body}</body></html>\n'


def _opening(checked: CheckedRecap) -> str:
    counts = Counter(finding.severity for finding in checked.findings)
    return say("{rows} baris dibaca; {errors} kesalahan, {warnings} peringatan, {remarks} catatan.").format(
        rows=checked.rows,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        remarks=counts[Severity.REMARK],
    )


def _summary(checked: CheckedRecap) -> str:
    rules = load_rules()
    rows = "".join(
        f'<tr><td>{escape(say(rules[rule].question))}</td><td class="number">{count}</td></tr>'
        for rule, count in checked.summary.items()
    )
    names = (say("Yang ditanyakan"), say("Temuan"))
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


def _table(found: list[Finding], severity: Severity) -> str:
    names = ("Unit", "Periode", "Tercetak", "Seharusnya", "Penjelasan")
    head = "".join(f"<th scope=col>{escape(say(name))}</th>" for name in names)
    rows = "".join(f'<tr class="{severity.value}">{_table_cells(finding)}</tr>' for finding in found)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _table_cells(finding: Finding) -> str:
    cells = (finding.unit, finding.period, finding.printed, finding.expected, finding.sentence())
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def row_cells(row: RecapRow) -> list[str]:
    """Return the cells of one row as a person reads them, for a table on a terminal."""
    values = [show(value) if value is not None else "–" for value in row.values]
    return [
        "" if row.no is None else str(row.no),
        row.unit,
        row.code or row.period_label,
        *values,
        show(row.index),
        row.grade or row.grade_word or "–",
        show(row.respondents),
        ", ".join(str(priority.element) for priority in row.priorities),
        show(row.realisation),
    ]
