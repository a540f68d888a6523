"""Rules over periods: labels against months, rows printed twice, units that miss a period."""

from collections import Counter
from collections.abc import Iterator

from puas.methodology.findings.facts import Facts, key_of
from puas.methodology.findings.recaps import NO_YEAR, RecapRow
from puas.methodology.findings.rules import Finding, Rule, Severity, rule, show
from puas.methodology.periods import Period, PeriodKind

CLAUSE = "PermenPANRB 14/2017: periode survei triwulan, semester, atau tahunan"
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def stated_period(row: RecapRow) -> Period | None:
    """Return the period that the label's words name, whatever its months say."""
    year = row.period.year if row.period else NO_YEAR
    if row.label_kind is PeriodKind.YEAR:
        return Period(PeriodKind.YEAR, year, 1)
    limit = 4 if row.label_kind is PeriodKind.QUARTER else 2
    if row.label_kind is None or row.label_number is None or not 1 <= row.label_number <= limit:
        return None
    return Period(row.label_kind, year, row.label_number)


def _months(first: int, last: int) -> str:
    return f"{_MONTHS[first - 1]} – {_MONTHS[last - 1]}" if first != last else _MONTHS[first - 1]


@rule(
    "period-months",
    Severity.ERROR,
    CLAUSE,
    "Apakah nama periode sesuai dengan bulannya?",
    "Periode {unit} tertulis “{printed}”; bulan itu bukan {named} ({expected}). Perbaiki nama "
    "periode atau bulannya.",
)
def check_months(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Months outside the period named; a month that is merely missing is another rule."""
    for row in (*facts.recap.rows, *facts.recap.agency_rows):
        named = stated_period(row)
        if named is None or not row.months:
            continue
        first, last = named.starts.month, named.ends.month
        if any(not first <= month <= last for month in row.months):
            yield this.find(row, row.period_label, _months(first, last), column="period", named=named.label)


@rule(
    "period-partial",
    Severity.WARNING,
    CLAUSE,
    "Apakah bulan yang disebut mencakup seluruh periode?",
    "Periode {unit} tertulis “{printed}”; {named} berlangsung {expected}. Lengkapi bulannya.",
)
def check_partial(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The first and the last month must be those of the period."""
    for row in facts.recap.rows:
        named = stated_period(row)
        if named is None or len(row.months) < 2:
            continue
        first, last = named.starts.month, named.ends.month
        inside = all(first <= month <= last for month in row.months)
        if inside and (row.months[0], row.months[-1]) != (first, last):
            yield this.find(row, row.period_label, _months(first, last), column="period", named=named.label)


@rule(
    "row-duplicate",
    Severity.ERROR,
    CLAUSE,
    "Apakah setiap unit mempunyai satu baris untuk setiap periode?",
    "{unit} mempunyai lebih dari satu baris untuk {period}: IKM {expected} dan {printed}. Hapus yang "
    "salah, atau perbaiki nama unit atau "
    "periodenya.",
)
def check_duplicate(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A second row of one unit and period with other values."""
    seen: dict[tuple[object, ...], RecapRow] = {}
    for row in facts.recap.rows:
        if row.period is None:
            continue
        key = (key_of(row), row.period, row.kind)
        if key in seen:
            yield this.find(row, show(row.index), show(seen[key].index), column="period")
        seen.setdefault(key, row)


@rule(
    "period-unknown",
    Severity.WARNING,
    CLAUSE,
    "Apakah periode setiap baris dapat dikenali?",
    "Periode {unit} tertulis “{printed}” dan tidak dikenal. Tulis seperti {expected}.",
)
def check_unknown(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A row whose label names no quarter, half or year."""
    for row in (*facts.recap.rows, *facts.agency_table):
        if row.period is None:
            yield this.find(row, row.period_label or "–", "Triwulan I (Januari – Maret)", column="period")


@rule(
    "period-missing",
    Severity.REMARK,
    CLAUSE,
    "Apakah semua unit melapor pada setiap periode yang lazim?",
    "{unit} tidak mempunyai baris untuk {expected}, padahal hampir semua unit lain melaporkannya. "
    "Tambahkan, atau jelaskan sebabnya.",
)
def check_missing(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Only for periods that nine in ten units report, so that mixed rhythms raise nothing."""
    counts = Counter(row.period for row in facts.surveys if row.period)
    units = len(facts.series)
    for period in [p for p, count in counts.items() if units >= 5 and count * 10 >= units * 9]:
        for rows in facts.series.values():
            covered = any(r.period and (r.period.contains(period) or period.contains(r.period)) for r in rows)
            if not covered:
                yield this.find(rows[0], "–", period.label, column="period")
