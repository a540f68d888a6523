"""The periods of a unit's rows, decided together: what a label leaves out or contradicts, the unit's other
rows say."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from puas.exchange.recaps.drafts import Draft
from puas.exchange.recaps.labels import Label, period_of_label, period_of_months
from puas.exchange.recaps.lines import squeeze
from puas.methodology.findings.recaps import RowKind
from puas.methodology.periods import Period, PeriodKind

BY_MONTHS = "Nama periode dan bulannya bertentangan; bulannya yang cocok dengan baris lain unit ini."
BY_LABEL = "Nama periode dan bulannya bertentangan; namanya yang cocok dengan baris lain unit ini."
BY_OTHERS = "Periode tidak tercetak utuh; disimpulkan dari baris lain unit ini."
BY_PARTS = "Nama periode hilang; nilainya sama dengan rata-rata baris unit ini di atasnya."
WHOLE_TABLE = "Baris ini tidak menyebut periode; dipakai periode seluruh tabel."
MOVED_UNIT = (
    "Nama unit kosong dan periode ini sudah ada pada unit di atasnya; "
    "hanya unit ini yang belum punya baris periode ini."
)


def groups_of(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Yield the rows of each unit in reading order (agency rows are left out)."""
    found: dict[tuple[str | None, str], list[Draft]] = {}
    for draft in drafts:
        if draft.kind is not RowKind.AGENCY:
            found.setdefault((draft.parent, draft.unit), []).append(draft)
    yield from found.values()


def assign_periods(drafts: list[Draft], year: int) -> None:
    """Give every draft its period and mark the averages."""
    for draft in drafts:
        if draft.kind is not RowKind.AGENCY:
            _mark_average(draft)
    usual = Counter(code for d in drafts for code in _codes(d, year))
    for rows in groups_of(drafts):
        _assign_surveys([d for d in rows if d.kind is RowKind.SURVEY], rows, year, usual)
        _assign_averages(rows, year)
    _move_strays(drafts)
    _assign_agency([d for d in drafts if d.kind is RowKind.AGENCY], drafts, year)


def _codes(draft: Draft, year: int) -> set[str]:
    label, months = (
        period_of_label(draft.label, year),
        period_of_months(draft.label.months, draft.label.year or year),
    )
    return {
        period.code for period in (label, months) if period and (label == months or not label or not months)
    }


def _mark_average(draft: Draft) -> None:
    kind = squeeze(draft.block.text("kind"))
    if (
        kind in ("avg", "average", "ratarata")
        or draft.label.average
        or "ratarata" in squeeze(draft.label_text)
    ):
        draft.kind = RowKind.AVERAGE


def _assign_surveys(surveys: list[Draft], rows: list[Draft], year: int, usual: Counter[str]) -> None:
    for draft in surveys:
        by_label = period_of_label(draft.label, year)
        by_months = period_of_months(draft.label.months, draft.label.year or year)
        if by_label and by_months and by_label != by_months:
            draft.period = _choose(draft, by_label, by_months, surveys, year, usual)
        else:
            draft.period = by_label or by_months
    for draft in surveys:
        if draft.period is None:
            draft.period = _from_siblings(draft, surveys, year)
        if (
            draft.period
            and draft.period.kind is PeriodKind.YEAR
            and len(rows) > 1
            and _is_mean(draft, surveys)
        ):
            draft.kind = RowKind.AVERAGE


def _choose(
    draft: Draft, by_label: Period, by_months: Period, surveys: list[Draft], year: int, usual: Counter[str]
) -> Period:
    """Return the one of two contradicting periods that the unit's other rows leave free, else the usual
    one."""
    taken = {code for d in surveys if d is not draft for code in _codes(d, year)}
    if by_label.code in taken and by_months.code not in taken:
        chosen, reason = by_months, BY_MONTHS
    elif (by_months.code in taken and by_label.code not in taken) or usual[by_label.code] > usual[
        by_months.code
    ]:
        chosen, reason = by_label, BY_LABEL
    else:
        chosen, reason = by_months, BY_MONTHS
    draft.mend("period", draft.label_text, chosen.code, reason)
    return chosen


def _from_siblings(draft: Draft, surveys: list[Draft], year: int) -> Period | None:
    """Return the period of a damaged label ("1 (Januari") from a lone number or month and the kind of the
    other rows."""
    kinds = Counter(d.period.kind for d in surveys if d.period)
    kind = draft.label.kind or (kinds.most_common(1)[0][0] if kinds else None)
    if kind is None or kind is PeriodKind.YEAR:
        return None
    length = 3 if kind is PeriodKind.QUARTER else 6
    number = re.match(r"\W*([1-4])\b", draft.label_text)
    by_month = (draft.label.months[0] - 1) // length + 1 if draft.label.months else None
    chosen = by_month or (int(number[1]) if number else None)
    taken = {d.period.number for d in surveys if d.period and d.period.kind is kind}
    if chosen is None or chosen in taken or chosen > 12 // length:
        return None
    period = Period(kind, draft.label.year or year, chosen)
    draft.mend("period", draft.label_text, period.code, BY_OTHERS)
    return period


def _is_mean(draft: Draft, surveys: list[Draft]) -> bool:
    """Whether a row's values lie between those of the unit's other rows: "Tahunan" after two semesters."""
    others = [d for d in surveys if d is not draft and d.period and d.period.kind is not PeriodKind.YEAR]
    index = draft.values.get("index")
    known = [d.values["index"] for d in others if "index" in d.values]
    return bool(known) and index is not None and min(known) - 1 <= index <= max(known) + 1


def _assign_averages(rows: list[Draft], year: int) -> None:
    for at, draft in enumerate(rows):
        if draft.kind is RowKind.SURVEY and draft.period is None and _looks_like_average(draft, rows[:at]):
            draft.kind = RowKind.AVERAGE
            before = [d.period for d in rows[:at] if d.period]
            draft.period = Period(PeriodKind.YEAR, before[-1].year, 1)
            draft.mend("period", draft.label_text, draft.period.code, BY_PARTS)
        elif draft.kind is RowKind.AVERAGE and draft.period is None:
            draft.period = _average_period(draft, rows[:at], year)


def _average_period(draft: Draft, before: list[Draft], year: int) -> Period | None:
    """Return the period of an average; "Rata-rata Semester" without a number means the half of the
    quarters above."""
    stated = period_of_label(draft.label, year) or period_of_months(draft.label.months, year)
    if stated is not None:
        return stated
    last = next((d.period for d in reversed(before) if d.period and d.kind is RowKind.SURVEY), None)
    if draft.label.kind is PeriodKind.SEMESTER and last is not None and last.kind is PeriodKind.QUARTER:
        draft.mend("period", draft.label_text, str(last.parent and last.parent.code), BY_OTHERS)
        return last.parent
    if last is not None and draft.label.kind is None:
        surveys = [d for d in before if d.kind is RowKind.SURVEY and d.period]
        whole = last.parent if len(surveys) <= 2 and last.kind is PeriodKind.QUARTER else None
        return whole or Period(PeriodKind.YEAR, last.year, 1)
    return None


def _looks_like_average(draft: Draft, before: list[Draft]) -> bool:
    """Whether an unlabelled row is the mean of the unit's rows above: the sum of respondents, or most
    values, agree."""
    surveys = [d for d in before if d.kind is RowKind.SURVEY and d.period]
    if len(surveys) < 2:
        return False
    counts = [d.respondents for d in surveys]
    total = sum(c for c in counts if c is not None)
    agreeing = 0
    for name, value in draft.values.items():
        parts = [d.values[name] for d in surveys if name in d.values]
        agreeing += len(parts) == len(surveys) and abs(sum(parts, Decimal(0)) / len(parts) - value) <= 1
    return agreeing * 2 > len(draft.values) and (draft.respondents in (None, total) or agreeing >= 5)


def _move_strays(drafts: list[Draft]) -> None:
    """Give a second row of one period, printed with an empty name, to the one unit of the group that lacks
    it."""
    seen: set[tuple[str | None, str, Period]] = set()
    for draft in drafts:
        if draft.kind is not RowKind.SURVEY or draft.period is None:
            continue
        if not draft.unit_text and (draft.parent, draft.unit, draft.period) in seen:
            _move_stray(draft, drafts)
        seen.add((draft.parent, draft.unit, draft.period))


def _move_stray(draft: Draft, drafts: list[Draft]) -> None:
    head = draft.parent or draft.unit
    surveys = [d for d in drafts if d.kind is RowKind.SURVEY]
    members = {(d.parent, d.unit) for d in surveys if head in (d.parent, d.unit)}
    having = {(d.parent, d.unit) for d in drafts if d.period == draft.period}
    lacking = [member for member in members if member not in having and member[1] != draft.unit]
    if len(lacking) == 1:
        draft.mend("unit", draft.unit, lacking[0][1], MOVED_UNIT)
        draft.parent, draft.unit = lacking[0]


def _assign_agency(agency: list[Draft], drafts: list[Draft], year: int) -> None:
    covered = [d.period for d in drafts if d.kind is RowKind.SURVEY and d.period]
    for draft in agency:
        draft.period = period_of_label(_without_average(draft.label), year) or period_of_months(
            draft.label.months, year
        )
        if draft.period is None and covered:
            draft.period = common_period(covered)
            draft.mend(
                "period",
                draft.label_text,
                draft.period.code,
                WHOLE_TABLE,
            )


def _without_average(label: Label) -> Label:
    return Label(label.kind, label.number, label.year, label.months)


def common_period(periods: list[Period]) -> Period:
    """Return the smallest quarter, half or year that contains all of `periods`."""
    whole: Period = periods[0]
    while not all(whole.contains(period) for period in periods) and whole.parent is not None:
        whole = whole.parent
    return whole
