"""Rules over the agency's own figures: against the units by every natural rule, and against each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.doubts import could_be, doubtful_units
from puas.methodology.findings.facts import Facts, Key, mean
from puas.methodology.findings.recaps import RecapRow, RowKind
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show
from puas.methodology.numbers import places_of, round_half_up
from puas.methodology.periods import Period, PeriodKind

CLAUSE = (
    "PermenPANRB 14/2017, format laporan: rata-rata instansi dari nilai unit "
    "(nilai tahunan bila lebih dari satu kali)"
)
SMALLEST = Parameter(
    "tolerance", Decimal("0.001"), "Angka instansi sering dipotong pada desimal ketiga, bukan dibulatkan."
)


@dataclass(frozen=True)
class Aggregation:
    """One natural way to make an agency's figure from its units: its name and the figure by column."""

    name: str
    values: dict[str, Fraction]


def unit_figure(facts: Facts, key: Key, period: Period, name: str, *, recomputed: bool) -> Fraction | None:
    """Return a unit's figure for `period`: its own row, else the mean of its smaller periods; None when it
    has none.

    `recomputed` takes the mean of the parts even where an average row is printed.
    """
    rows = facts.by_period.get(key, {})
    own = rows.get(period)
    value = facts.figures(own).get(name) if own else None
    if value is not None and not (recomputed and own is not None and own.kind is RowKind.AVERAGE):
        return Fraction(value)
    smaller = _smaller(period)
    parts = [unit_figure(facts, key, part, name, recomputed=recomputed) for part in smaller]
    known = [part for part in parts if part is not None]
    if known:
        return mean(known)
    return None if value is None else Fraction(value)


def _smaller(period: Period) -> list[Period]:
    if period.kind is PeriodKind.YEAR:
        return [Period(PeriodKind.SEMESTER, period.year, n) for n in (1, 2)]
    if period.kind is PeriodKind.SEMESTER:
        return [Period(PeriodKind.QUARTER, period.year, 2 * period.number - 1 + n) for n in (0, 1)]
    return []


def _people(facts: Facts, key: Key, period: Period) -> int:
    rows = facts.by_period.get(key, {})
    own = rows.get(period)
    if own is not None and own.kind is RowKind.SURVEY:
        return own.respondents or 0
    return sum(_people(facts, key, part) for part in _smaller(period)) or (own.respondents or 0 if own else 0)


def _sets(facts: Facts) -> dict[str, list[Key]]:
    keys = list(facts.by_period)
    heads = [key for key in keys if key[0] is None]
    leaves = [key for key in keys if key[1] not in facts.children]
    found = {"semua unit": keys}
    if facts.children:
        found |= {"hanya induk": heads, "hanya unit terbawah": leaves}
    return found


def aggregations(facts: Facts, period: Period, names: Sequence[str]) -> list[Aggregation]:
    """Return the agency's figures by every natural rule: which units, plain or by respondents, over which
    periods."""
    found: list[Aggregation] = []
    periods = [(period, "")] + [
        (part, f", {part.code}") for part in _smaller(period) if _has_rows(facts, part)
    ]
    for recomputed in (False, True) if facts.averages else (False,):
        for label, keys in _sets(facts).items():
            for chosen, suffix in periods:
                for weighted in (False, True):
                    values = {}
                    for name in names:
                        value = _aggregate(
                            facts, keys, chosen, name, weighted=weighted, recomputed=recomputed
                        )
                        if value is not None:
                            values[name] = value
                    way = "menurut responden" if weighted else "rata-rata"
                    found.append(Aggregation(f"{way} {label}{suffix}", values))
    return found


def _has_rows(facts: Facts, period: Period) -> bool:
    return any(row.period == period for row in facts.surveys)


def _aggregate(
    facts: Facts, keys: list[Key], period: Period, name: str, *, weighted: bool, recomputed: bool
) -> Fraction | None:
    pairs = [
        (value, _people(facts, key, period) if weighted else 1)
        for key in keys
        if (value := unit_figure(facts, key, period, name, recomputed=recomputed)) is not None
    ]
    people = sum(weight for _, weight in pairs)
    return _add(pairs) / people if people else None


def _add(pairs: Sequence[tuple[Fraction, int]]) -> Fraction:
    """Return the sum of value times weight. Printed figures share denominators: integers do."""
    sums: Counter[int] = Counter()
    for value, weight in pairs:
        sums[value.denominator] += value.numerator * weight
    return sum((Fraction(total, denominator) for denominator, total in sums.items()), Fraction(0))


def room(facts: Facts, printed: Decimal) -> Fraction:
    """Return how far an agency figure may lie from the exact one: its last place, cut, and half the
    units'."""
    step = Fraction(1, 10 ** places_of(printed))
    units = Fraction(1, 2 * 10 ** max(facts.value_places, 2)) if facts.value_places else Fraction(1, 2)
    return max(Fraction(SMALLEST.value), step) + units


def best(facts: Facts, row: RecapRow) -> tuple[Aggregation, list[str]] | None:
    """Return the rule that explains most of the row's figures, and the columns that it does not explain."""
    printed = facts.figures(row)
    if row.period is None or not printed:
        return None
    ranked: list[tuple[int, Fraction, int, Aggregation, list[str]]] = []
    for option in aggregations(facts, row.period, list(printed)):
        wrong = [
            name
            for name, value in printed.items()
            if name not in option.values or abs(option.values[name] - Fraction(value)) > room(facts, value)
        ]
        gap = sum(
            (abs(option.values[n] - Fraction(printed[n])) for n in printed if n in option.values), Fraction(0)
        )
        if option.values:
            ranked.append((len(wrong), gap, len(ranked), option, wrong))
    if not ranked:
        return None
    _, _, _, option, wrong = min(ranked, key=lambda item: item[:3])
    return option, wrong


SIDES = (
    "{columns} pada {unit} {period} tertulis {printed} dan benar bila {other} mempunyai {expected}; "
    "baris {other} itulah yang "
    "perlu diperiksa."
)


def _explained_by(facts: Facts, row: RecapRow, names: list[str]) -> tuple[str, list[Fraction]] | None:
    """Return the one doubtful unit, and its figures with which the plain mean of all units would be right."""
    period = row.period
    units = doubtful_units(facts, period) if period else []
    if len(units) != 1 or period is None:
        return None
    keys = list(facts.by_period)
    solved: list[Fraction] = []
    for name in names:
        known = [unit_figure(facts, key, period, name, recomputed=False) for key in keys if key != units[0]]
        others = [value for value in known if value is not None]
        solved.append(Fraction(facts.figures(row)[name]) * (len(others) + 1) - sum(others, Fraction(0)))
    return (units[0][1], solved) if all(map(could_be, [facts] * len(names), names, solved)) else None


def _sided(this: Rule, row: RecapRow, names: list[str], sided: tuple[str, list[Fraction]]) -> Finding:
    labels = ["IKM" if name == "index" else name for name in names]
    values = {f"U{n}": value for n, value in enumerate(row.values, 1)} | {"index": row.index}
    pairs = zip(labels, sided[1], strict=True)
    return this.find(
        row,
        ", ".join(f"{label} {show(values[name])}" for label, name in zip(labels, names, strict=True)),
        ", ".join(f"{label} {show(round_half_up(value, 2))}" for label, value in pairs),
        message=SIDES,
        severity=Severity.REMARK,
        column=names[0],
        columns=", ".join(labels),
        other=sided[0],
    )


@rule(
    "agency-elements",
    Severity.ERROR,
    CLAUSE,
    "Apakah nilai unsur instansi sama dengan rata-rata unitnya menurut salah satu aturan?",
    "Nilai unsur {unit} {period} tidak sesuai dengan unit-unitnya: tertulis {printed}; menurut "
    "aturan “{way}” {expected}. Hitung ulang "
    "dan tulis aturan yang dipakai.",
    SMALLEST,
)
def check_elements(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a row, naming the elements that no rule explains."""
    for row in facts.agency_table:
        found = best(facts, row)
        wrong = [name for name in found[1] if name != "index" and name in found[0].values] if found else []
        if found and wrong:
            sided = _explained_by(facts, row, wrong)
            if sided:
                yield _sided(this, row, wrong, sided)
                continue
            printed = facts.figures(row)
            shown = ", ".join(f"{name} {show(printed[name])}" for name in wrong)
            wanted = ", ".join(f"{name} {show(round_half_up(found[0].values[name], 3))}" for name in wrong)
            yield this.find(row, shown, wanted, column=wrong[0], way=found[0].name)


@rule(
    "agency-index",
    Severity.ERROR,
    CLAUSE,
    "Apakah IKM instansi sama dengan rata-rata IKM unitnya menurut salah satu aturan?",
    "IKM {unit} {period} tertulis {printed}; tidak ada aturan rata-rata atas unitnya yang "
    "menghasilkannya{own} (terdekat “{way}”: "
    "{expected}). Hitung ulang dari IKM unit dan tulis aturannya.",
    SMALLEST,
)
def check_index(facts: Facts, this: Rule) -> Iterator[Finding]:
    """In the table, and where a sentence states it without a table row to stand on."""
    in_table = [row for row in facts.agency_table if row.index is not None]
    for row in (*in_table, *(facts.statements if not in_table else ())):
        if row.index is None or row.period is None:
            continue
        options = [o for o in aggregations(facts, row.period, ["index"]) if "index" in o.values]
        elements = facts.elements(row)
        if elements:
            options.append(Aggregation("rata-rata unsurnya", {"index": mean(elements)}))
        if not options or any(
            abs(o.values["index"] - Fraction(row.index)) <= room(facts, row.index) for o in options
        ):
            continue
        sided = _explained_by(facts, row, ["index"]) if row.values else None
        if sided:
            yield _sided(this, row, ["index"], sided)
            continue
        printed = Fraction(row.index)
        near = min(options, key=lambda option: abs(option.values["index"] - printed))
        expected = show(round_half_up(near.values["index"], 2))
        own = f", dan rata-rata unsurnya sendiri {show(round_half_up(mean(elements), 2))}" if elements else ""
        yield this.find(row, show(row.index), expected, column="index", way=near.name, own=own)


@rule(
    "agency-statement",
    Severity.ERROR,
    CLAUSE,
    "Apakah IKM instansi sama di ringkasan, tabel, dan kesimpulan?",
    "IKM {unit} {period} tertulis {printed} di {place}, tetapi {expected} di {other}. Pakai satu "
    "angka di seluruh laporan.",
)
def check_statement(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The same figure everywhere; fewer decimals are no contradiction."""
    rows = [row for row in (*facts.agency_table, *facts.statements) if row.index is not None]
    for statement in facts.statements:
        others = [row for row in rows if row is not statement and _same_period(row, statement, rows)]
        against = next((row for row in others if not _agree(row.index, statement.index)), None)
        if against is None or any(_agree(row.index, statement.index) and row.values for row in others):
            continue
        yield this.find(
            statement,
            show(statement.index),
            show(against.index),
            column="index",
            place=_PLACES[statement.source.place],
            other=_PLACES[against.source.place],
        )


_PLACES = {
    "table": "tabel",
    "executive summary": "ringkasan eksekutif",
    "text": "teks",
    "conclusion": "kesimpulan",
    "appendix": "lampiran",
}


def _same_period(row: RecapRow, statement: RecapRow, rows: list[RecapRow]) -> bool:
    """Whether a row speaks of the statement's period; the only agency row of a table speaks of every
    one."""
    table = [r for r in rows if r.values]
    return row.period == statement.period or (bool(row.values) and len(table) == 1)


def _agree(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return True
    places = min(places_of(one), places_of(other))
    return abs(one - other) < Decimal(1).scaleb(-places)


@rule(
    "agency-realisation",
    Severity.WARNING,
    CLAUSE,
    "Apakah realisasi instansi sama dengan rata-rata realisasi unit yang diketahui?",
    "Realisasi {unit} {period} tertulis {printed} %, padahal rata-rata unit yang terisi {expected} "
    "%{blank}. Sel kosong bukan 100 %.",
    Parameter("tolerance", Decimal("0.01"), "Angka instansi dicetak dengan tiga desimal, sering dipotong."),
)
def check_realisation(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The plain mean over units of what is known."""
    for row in facts.agency_table:
        values = [_unit_realisation(facts, key, row.period) for key in facts.by_period] if row.period else []
        known = [value for value in values if value is not None]
        if row.realisation is None or not known:
            continue
        expected = mean(known)
        step = max(Fraction(this.parameter("tolerance")), Fraction(1, 10 ** places_of(row.realisation)))
        if abs(expected - Fraction(row.realisation)) > step:
            empty = len(values) - len(known)
            blank = f" ({empty} unit kosong)" if empty else ""
            shown = show(round_half_up(expected, 3))
            yield this.find(row, show(row.realisation), shown, column="realisation", blank=blank)


def _unit_realisation(facts: Facts, key: Key, period: Period | None) -> Fraction | None:
    rows = facts.by_period.get(key, {})
    own = rows.get(period) if period else None
    if own is not None and own.realisation is not None:
        return Fraction(own.realisation)
    parts = [r for p, r in rows.items() if period and period.contains(p) and r.kind is RowKind.SURVEY]
    known = [part.realisation for part in parts if part.realisation is not None]
    return mean(known) if known and own is None else None
