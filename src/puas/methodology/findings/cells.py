"""Rules over single cells: what could not be read, what is missing, what no survey can give."""

from collections.abc import Iterator
from decimal import Decimal

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import UNREADABLE, RecapRow, RowKind
from puas.methodology.findings.rules import Finding, Rule, Severity, rule, show

CLAUSE = "PermenPANRB 14/2017, format rekap: setiap kolom diisi; nilai unsur dan IKM antara 25 dan 100"


def _needed(facts: Facts, row: RecapRow) -> list[str]:
    """Return the columns that a row of its kind must fill, among those the recap has."""
    names = [f"U{n + 1}" for n in facts.columns] + ["index"]
    if row.kind is RowKind.SURVEY:
        names += ["respondents", "methods"]
    return [name for name in names if name == "index" or name.startswith("U") or name in facts.recap.columns]


def _name(column: str) -> str:
    return {
        "index": "IKM",
        "respondents": "Jumlah responden",
        "methods": "Metode",
        "realisation": "Realisasi",
    }.get(column, column)


@rule(
    "cell-missing",
    Severity.WARNING,
    CLAUSE,
    "Apakah semua nilai yang wajib ada terisi?",
    "{name} {unit} {period} kosong{solved}. Isi nilainya; kosong tidak pernah dianggap nol.",
)
def check_missing(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a cell; a value solved from averages is still missing on paper."""
    for row in (*facts.recap.rows, *facts.agency_table):
        mended = {repair.field: repair.value for repair in row.repairs if repair.printed == ""}
        for name in _needed(facts, row):
            if name in row.blank or (name in mended and mended[name] != UNREADABLE):
                solved = f" (menurut baris lain {mended[name].replace('.', ',')})" if name in mended else ""
                yield this.find(row, "–", mended.get(name, "…"), column=name, name=_name(name), solved=solved)


@rule(
    "cell-unreadable",
    Severity.WARNING,
    "Pembacaan dokumen",
    "Adakah sel yang tidak dapat dibaca?",
    "{name} {unit} {period} tertulis “{printed}” dan tidak dapat dibaca. Lihat dokumen aslinya dan "
    "perbaiki selnya.",
)
def check_unreadable(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Text that is no value is never guessed."""
    for row in (*facts.recap.rows, *facts.recap.agency_rows):
        for repair in row.repairs:
            if repair.value == UNREADABLE and repair.field not in ("plans", "unit"):
                yield this.find(row, repair.printed, "…", column=repair.field, name=_name(repair.field))


@rule(
    "value-range",
    Severity.ERROR,
    CLAUSE,
    "Apakah nilai unsur dan IKM antara 25 dan 100?",
    "{name} {unit} {period} tertulis {printed}; nilai hanya mungkin antara {expected}. Perbaiki angkanya.",
)
def check_range(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Scores of 1-4 times 25; the rounded weight 0.11 can bring a perfect worst below 25, which no real
    survey reaches."""
    low = Decimal(25) / facts.scale
    for row in (*facts.recap.rows, *facts.recap.agency_rows):
        named = [(f"U{n}", value, low) for n, value in enumerate(row.values, 1)]
        for name, value, least in (*named, ("index", row.index, Decimal(25))):
            if value is None:
                continue
            most = least * 4
            if not least <= value <= most:
                bounds = f"{show(least)}–{show(most)}"
                yield this.find(row, show(value), bounds, column=name, name=_name(name))
