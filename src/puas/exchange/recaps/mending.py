"""Averages repeat what the rows say, so a lost cell or a lost digit can be solved from them, exactly or
not at all.

A cell that OCR lost is filled only when the unit's other rows and its average leave one value; a shortened
number only when the solved value begins with the digits that were printed. Everything else stays
unreadable. Solved values bear no witness in checks (their printed text is empty).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from puas.exchange.recaps.cells import JOINED
from puas.exchange.recaps.drafts import TAIL, Draft
from puas.exchange.recaps.series import groups_of
from puas.methodology.findings.recaps import RowKind
from puas.methodology.numbers import round_half_up
from puas.methodology.periods import Period, PeriodKind

SOLVED_AVERAGE = "Sel kosong; dihitung dari baris-baris yang dirata-rata."
SOLVED_PART = "Sel kosong; dihitung dari rata-rata tercetak dan baris lainnya."
DIGIT_LOST = "Angka terakhir hilang karena kolom sempit; satu-satunya yang cocok dengan rata-rata tercetak."


@dataclass(frozen=True)
class Mean:
    """One average row and the rows it is the mean of, each of which may itself be an average."""

    average: Draft
    parts: tuple[Draft, ...]


def find_means(rows: list[Draft]) -> Iterator[Mean]:
    """Yield the averages of one unit with their parts: a half from its quarters, a year from its halves."""
    by_period: dict[Period, Draft] = {}
    for draft in rows:
        if draft.period:
            by_period.setdefault(draft.period, draft)
    for average in rows:
        if average.kind is RowKind.AVERAGE and average.period:
            parts = _parts_of(average.period, by_period, average)
            if len(parts) >= 2:
                yield Mean(average, parts)


def _parts_of(period: Period, by_period: dict[Period, Draft], average: Draft) -> tuple[Draft, ...]:
    smaller = PeriodKind.SEMESTER if period.kind is PeriodKind.YEAR else PeriodKind.QUARTER
    count = 2
    parts = [
        by_period.get(Period(smaller, period.year, 2 * period.number - 1 + step)) for step in range(count)
    ]
    found = [part for part in parts if part is not None and part is not average]
    if len(found) == count:
        return tuple(found)
    if period.kind is PeriodKind.YEAR and not found:
        quarters = [by_period.get(Period(PeriodKind.QUARTER, period.year, n)) for n in range(1, 5)]
        return tuple(q for q in quarters if q is not None) if all(quarters) else ()
    return ()


def mend_values(drafts: list[Draft], elements: tuple[str, ...], damaged: bool) -> None:
    """Solve lost cells and lost digits; `damaged` says that the file is a scan, where digits fall off
    narrow columns."""
    wrapping = _wrapping_columns(drafts, elements) if damaged else frozenset()
    names = (*elements, "index")
    means = [mean for rows in groups_of(drafts) for mean in find_means(rows)]
    agency = [d for d in drafts if d.kind is RowKind.AGENCY and d.period]
    for name in names:
        for mean in means:
            if name in wrapping:
                _restore_digit(mean, name)
        short = [d for d in drafts if name in wrapping and _is_short(d, name)]
        for mean in means if damaged else ():
            _solve(mean, name, short)
        for row in agency if name in wrapping else ():
            _restore_from_agency(row, drafts, means, name)
        for mean in means if damaged else ():
            _solve(mean, name, [])
        for row in agency if name in wrapping else ():
            _restore_agency_digit(row, drafts, name)


def _wrapping_columns(drafts: list[Draft], elements: tuple[str, ...]) -> frozenset[str]:
    """Return the columns whose digits wrapped somewhere in the document: only there can a digit be lost."""
    seen = Counter(r.field for d in drafts for r in d.repairs if r.reason in (JOINED, TAIL))
    return frozenset(name for name in (*elements, "index") if seen[name] >= 2)


def _solve(mean: Mean, name: str, doubtful: list[Draft]) -> None:
    """Fill the one missing cell among an average and its parts, unless one of them is doubtful itself."""
    rows = (mean.average, *mean.parts)
    missing = [row for row in rows if name not in row.values]
    if len(missing) != 1 or name in missing[0].unreadable or any(row in doubtful for row in rows):
        return
    row = missing[0]
    value = _solved(mean, row, name)
    reason = SOLVED_AVERAGE if row is mean.average else SOLVED_PART
    if 25 <= value <= 100:
        _put(row, name, "", value, reason)


def _put(row: Draft, name: str, printed: str, value: Decimal, reason: str) -> None:
    row.values[name] = value
    row.blank.discard(name)
    row.mend(name, printed, value, reason)


def _exact(value: Fraction) -> Decimal:
    """Return `value` with at most five decimals and no zeros at the end."""
    rounded = round_half_up(value, 5)
    return rounded.normalize() if rounded != rounded.to_integral_value() else rounded.quantize(Decimal(1))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_short(row: Draft, name: str) -> bool:
    """Whether a number has two decimals where the same row prints more: a digit may have fallen off."""
    value = row.values.get(name)
    others = [_places(v) for key, v in row.values.items() if key != name]
    return (
        value is not None
        and _places(value) == 2
        and max(others, default=0) > 2
        and not _was_joined(row, name)
    )


def _was_joined(row: Draft, name: str) -> bool:
    return any(repair.field == name for repair in row.repairs)


def _restore_digit(mean: Mean, name: str) -> None:
    """Give back the digit of the one short number, when the average and the other parts leave one value
    for it."""
    rows = (mean.average, *mean.parts)
    if any(name not in row.values for row in rows):
        return
    options = [(row, _solved(mean, row, name)) for row in rows if _is_short(row, name)]
    fitting = [(row, value) for row, value in options if _completes(row, name, value)]
    if len(fitting) == 1:
        row, value = fitting[0]
        _put(row, name, str(row.values[name]), value, DIGIT_LOST)


def _solved(mean: Mean, row: Draft, name: str) -> Decimal:
    """Return what `row` must hold for the mean to be right."""
    others = sum((Fraction(p.values[name]) for p in mean.parts if p is not row), Fraction(0))
    if row is mean.average:
        return _exact(others / len(mean.parts))
    return _exact(Fraction(mean.average.values[name]) * len(mean.parts) - others)


def _completes(row: Draft, name: str, value: Decimal) -> bool:
    """Whether `value` only adds digits to the printed number and lies on the grid of the row's other
    numbers.

    Scores with three decimals, times 25, are multiples of 0.025: a row that keeps to them keeps to them
    everywhere.
    """
    printed = row.values[name]
    grid = Decimal("0.025")
    others = [v for key, v in row.values.items() if key not in (name, "index")]
    on_grid = row.kind is RowKind.SURVEY and all(v % grid == 0 for v in others)
    return value != printed and str(value).startswith(str(printed)) and (not on_grid or value % grid == 0)


def _value_in(rows: list[Draft], period: Period, name: str) -> tuple[Draft | None, Fraction | None]:
    """Return a unit's row for `period` and its value; a half without a row of its own is the mean of its
    quarters."""
    row = next((r for r in rows if r.period == period), None)
    if row is None:
        inside = [r for r in rows if r.period and r.period.parent == period and name in r.values]
        return None, sum((Fraction(r.values[name]) for r in inside), Fraction(0)) / len(
            inside
        ) if inside else None
    return row, Fraction(row.values[name]) if name in row.values else None


def _restore_from_agency(agency: Draft, drafts: list[Draft], means: list[Mean], name: str) -> None:
    """Restore a digit of the only unit row whose average is missing, from the agency's mean over all
    units."""
    if agency.period is None or name not in agency.values:
        return
    by_unit = [_value_in(rows, agency.period, name) for rows in groups_of(drafts)]
    missing = [row for row, value in by_unit if value is None]
    if len(missing) != 1 or missing[0] is None or missing[0].kind is not RowKind.AVERAGE:
        return
    step = Fraction(1, 10 ** _places(agency.values[name]))
    known = sum((value for _, value in by_unit if value is not None), Fraction(0))
    low, high = (
        (Fraction(agency.values[name]) + bound) * len(by_unit) - known for bound in (-step / 2, step)
    )
    for mean in means:
        short = [row for row in mean.parts if _is_short(row, name)]
        if mean.average is missing[0] and len(short) == 1 and all(name in row.values for row in mean.parts):
            others = sum((Fraction(p.values[name]) for p in mean.parts if p is not short[0]), Fraction(0))
            _pick_digit(short[0], name, low * len(mean.parts) - others, high * len(mean.parts) - others)


def _pick_digit(row: Draft, name: str, low: Fraction, high: Fraction) -> None:
    printed = row.values[name]
    options = [Decimal(f"{printed}{digit}") for digit in range(10)]
    fitting = [option for option in options if low <= Fraction(option) <= high]
    if len(fitting) == 1 and fitting[0] != printed:
        _put(row, name, str(printed), fitting[0], DIGIT_LOST)


def _restore_agency_digit(agency: Draft, drafts: list[Draft], name: str) -> None:
    """Restore the digit of a short agency figure; the row may cut or round, as its other figures do."""
    if agency.period is None or not _is_short(agency, name):
        return
    found = (_value_in(rows, agency.period, name)[1] for rows in groups_of(drafts))
    known = [value for value in found if value is not None]
    if not known:
        return
    mean = sum(known, Fraction(0)) / len(known)
    places = max(_places(v) for v in agency.values.values())
    wide = Decimal(mean.numerator) / Decimal(mean.denominator)
    for rounding in (ROUND_FLOOR, ROUND_CEILING):
        value = wide.quantize(Decimal(1).scaleb(-places), rounding=rounding)
        if _completes(agency, name, value):
            _put(agency, name, str(agency.values[name]), value, DIGIT_LOST)
            return
