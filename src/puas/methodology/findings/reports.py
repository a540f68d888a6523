"""Rules over the sentences of a report: numbers of units, names in the appendix, the trend."""

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import RecapRow, RowKind, TrendClaim
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show

COUNTS = "Format laporan instansi: jumlah UPP di Bab II, tabel Bab III, kesimpulan, dan lampiran"
TREND = "PermenPANRB 14/2017: hasil dibandingkan dengan dua tahun sebelumnya"
_CONSISTENT = re.compile(r"konsisten|setiap\s+tahun|terus", re.IGNORECASE)


def _squeeze(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _units(facts: Facts) -> list[RecapRow]:
    """Return the first survey of every unit."""
    return [rows[0] for rows in facts.series.values()]


@rule(
    "units-count",
    Severity.ERROR,
    COUNTS,
    "Apakah jumlah unit sama di teks, tabel, dan lampiran?",
    "{place} menyebut {printed} unit, padahal tabel memuat {expected}. Samakan jumlahnya.",
)
def check_count(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A recap of groups may count its heads or all its units."""
    heads = sum(key[0] is None for key in facts.series)
    possible = {len(facts.series), heads, len(facts.series) - len(facts.children)}
    for stated in facts.recap.unit_counts:
        if stated.units not in possible:
            place = {"conclusion": "Kesimpulan", "executive summary": "Ringkasan"}.get(
                stated.source.place, "Teks laporan"
            )
            yield _at_source(this, facts, stated.units, len(facts.series), place)
    listed = facts.recap.listed_count
    if listed is not None and listed not in possible:
        yield _at_source(this, facts, listed, len(facts.series), "Lampiran")


def _at_source(this: Rule, facts: Facts, printed: int, expected: int, place: str) -> Finding:
    return this.find(facts.agency_row(), show(printed), show(expected), column="unit", place=place)


def _unmatched(facts: Facts) -> tuple[list[RecapRow], list[str]]:
    """Return the units whose name is not in the appendix, and the names there that are not in the table."""
    listed = {_squeeze(name): name for name in facts.recap.listed_units}
    printed = {_squeeze(row.unit) for row in _units(facts)}
    rows = [row for row in _units(facts) if _squeeze(row.unit) not in listed]
    return rows, [name for bare, name in listed.items() if bare not in printed]


def _similar(row: RecapRow, names: list[str], least: Decimal) -> str | None:
    near = [
        (difflib.SequenceMatcher(None, _squeeze(row.unit), _squeeze(name)).ratio(), name) for name in names
    ]
    ratio, name = max(near, default=(0.0, ""))
    return name if Decimal(str(round(ratio, 3))) >= least else None


@rule(
    "unit-spelling",
    Severity.REMARK,
    COUNTS,
    "Apakah nama unit ditulis sama di tabel dan lampiran?",
    "Nama unit “{printed}” di tabel ditulis “{expected}” di lampiran. Pakai satu ejaan.",
    Parameter("similarity", Decimal("0.85"), "Satu atau dua huruf yang berbeda masih nama yang sama."),
)
def check_spelling(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Nearly equal names are one unit spelt in two ways; marks and spaces count too."""
    exact = set(facts.recap.listed_units)
    loose = {_squeeze(name): name for name in facts.recap.listed_units}
    rows, names = _unmatched(facts)
    for row in _units(facts) if exact else []:
        other = loose.get(_squeeze(row.unit)) if row.unit not in exact else None
        other = other or (_similar(row, names, this.parameter("similarity")) if row in rows else None)
        if other and re.sub(r"\s+", " ", other) != row.unit:
            yield this.find(row, row.unit, other, column="unit")


@rule(
    "unit-unlisted",
    Severity.WARNING,
    COUNTS,
    "Apakah setiap unit di tabel ada di lampiran?",
    "{unit} ada di tabel tetapi tidak di lampiran. Tambahkan unit ini beserta tautan laporannya.",
)
def check_listed(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Only when the appendix lists names, and none is nearly the same."""
    rows, names = _unmatched(facts)
    for row in rows if facts.recap.listed_units else []:
        if _similar(row, names, Decimal("0.85")) is None:
            yield this.find(row, row.unit, "–", column="unit")


@rule(
    "unit-untabled",
    Severity.WARNING,
    COUNTS,
    "Apakah setiap unit di lampiran ada di tabel?",
    "Lampiran menyebut {printed}, tetapi unit itu tidak ada di tabel. Tambahkan barisnya, atau hapus "
    "dari lampiran.",
)
def check_tabled(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The other way round."""
    rows, names = _unmatched(facts)
    for name in names:
        twin = any(_similar(row, [name], Decimal("0.85")) for row in rows)
        if not twin:
            yield this.find(RecapRow(unit=name, kind=RowKind.SURVEY), name, "–", column="unit")


def _figures(facts: Facts, claim: TrendClaim) -> list[tuple[str, Decimal]]:
    """Return the agency's figures that a claim spans: the trend table's years, or this recap's periods.

    The periods of one year say nothing about a claim over several years.
    """
    years = [
        (str(figure.year), figure.value)
        for figure in sorted(facts.recap.trend_figures, key=lambda figure: figure.year)
        if (claim.first_year or 0) <= figure.year <= (claim.last_year or 9999)
    ]
    if len(years) >= 2 or claim.first_year != claim.last_year:
        return years
    rows = [row for row in facts.agency_table if row.period and row.index is not None]
    finest = max((row.code for row in rows), key=len, default="")
    same = sorted((row for row in rows if len(row.code) == len(finest)), key=lambda row: row.code)
    return [(row.code, row.index) for row in same if row.index is not None]


@rule(
    "trend-claim",
    Severity.WARNING,
    TREND,
    "Apakah kalimat tren sesuai dengan angkanya?",
    "Laporan menyatakan “{claim}”, padahal angkanya {printed}. Tulis tren sesuai angka.",
)
def check_trend(facts: Facts, this: Rule) -> Iterator[Finding]:
    """ "Consistent" means every step; otherwise the last figure against the first."""
    for claim in facts.recap.trend_claims:
        known = _figures(facts, claim)
        if len(known) < 2:
            continue
        values = [value for _, value in known]
        steps = list(pairwise(values)) if _CONSISTENT.search(claim.sentence) else [(values[0], values[-1])]
        if any((after - before) * claim.direction <= 0 for before, after in steps):
            shown = ", ".join(f"{name}: {show(value)}" for name, value in known)
            expected = "naik" if claim.direction > 0 else "turun"
            sentence = claim.sentence if len(claim.sentence) < 140 else f"…{claim.sentence[-137:]}"
            yield this.find(facts.agency_row(), shown, expected, column="index", claim=sentence)


@rule(
    "trend-unproven",
    Severity.REMARK,
    TREND,
    "Apakah kalimat tren didukung angka dalam laporan?",
    "Laporan menyatakan “{claim}”, tetapi tidak memuat angka tahunan yang dapat diperiksa. Cantumkan "
    "tabel trennya.",
)
def check_unproven(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A chart alone cannot be checked."""
    for claim in facts.recap.trend_claims:
        if len(_figures(facts, claim)) < 2:
            sentence = claim.sentence if len(claim.sentence) < 140 else f"…{claim.sentence[-137:]}"
            yield this.find(facts.agency_row(), "–", "…", column="index", claim=sentence)
