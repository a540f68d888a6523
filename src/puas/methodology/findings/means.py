"""Rules over average rows: every figure against the rows it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.doubts import could_be, is_doubtful
from puas.methodology.findings.facts import Average, Facts, mean
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show
from puas.methodology.numbers import places_of, round_half_up

CLAUSE = (
    "PermenPANRB 14/2017, format rekap: rata-rata semester dari triwulannya, "
    "rata-rata tahunan dari semesternya"
)
SMALLEST = Parameter(
    "tolerance",
    Decimal("0.005"),
    "Angka terakhir rata-rata sering dipotong, bukan dibulatkan; jangan menuntut sama persis.",
)

SIDES = (
    "{column} pada baris rata-rata {unit} {period} tertulis {printed}; dari baris asalnya "
    "{expected}. Rata-rata ini benar "
    "bila {column} pada {other} adalah {figure}; baris {other} itulah yang perlu diperiksa."
)


def room_for(facts: Facts, row: RecapRow, name: str) -> Fraction:
    """Return how far a printed average may lie from the mean of printed parts: its last place, cut, and
    theirs.

    How many decimals the row prints is seen from all its figures, because spreadsheets drop zeros at the end.
    """
    same = [value for key, value in facts.figures(row).items() if key != "index"]
    own = max([places_of(value) for value in same], default=0)
    if name == "index" and row.index is not None:
        own = max(own, places_of(row.index))
    parts = facts.index_places if name == "index" else facts.value_places
    step = Fraction(1, 10**own) if own else Fraction(1, 2)
    return max(Fraction(SMALLEST.value), step + Fraction(1, 2 * 10**parts))


def expected_of(facts: Facts, average: Average, name: str) -> tuple[Decimal, Fraction, Fraction] | None:
    """Return the printed figure, the mean of its parts, and the room between them; None when one is not
    known."""
    printed = facts.figures(average.row).get(name)
    parts = [facts.figures(part).get(name) for part in average.parts]
    known = [part for part in parts if part is not None]
    solved = average.row.is_mended(name) or any(part.is_mended(name) for part in average.parts)
    if printed is None or len(known) != len(parts) or solved:
        return None
    return printed, mean(known), room_for(facts, average.row, name)


@rule(
    "average-values",
    Severity.ERROR,
    CLAUSE,
    "Apakah nilai baris rata-rata sama dengan rata-rata baris yang membentuknya?",
    "{column} pada baris rata-rata {unit} {period} tertulis {printed}, padahal rata-rata dari "
    "{parts} adalah {expected}. Perbaiki baris "
    "rata-rata atau baris asalnya.",
    SMALLEST,
)
def check_values(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a figure; only a remark where one doubtful row explains it."""
    for average in facts.with_parts:
        parts = ", ".join(part.code for part in average.parts)
        for name in facts.figures(average.row):
            found = expected_of(facts, average, name)
            if found and abs(found[1] - Fraction(found[0])) > found[2]:
                solved = _solve_doubtful(facts, average, name, found)
                yield _values_finding(this, average.row, name, found, parts, solved)


def _solve_doubtful(
    facts: Facts, average: Average, name: str, found: tuple[Decimal, Fraction, Fraction]
) -> tuple[RecapRow, Fraction] | None:
    """Return the one doubtful row and the figure with which the average would be right; None without one."""
    doubtful = [part for part in average.parts if is_doubtful(facts, part)]
    if len(doubtful) != 1:
        return None
    printed, expected, _ = found
    solved = Fraction(facts.figures(doubtful[0])[name]) + (Fraction(printed) - expected) * len(average.parts)
    return (doubtful[0], solved) if could_be(facts, name, solved) else None


def _values_finding(
    this: Rule,
    row: RecapRow,
    name: str,
    found: tuple[Decimal, Fraction, Fraction],
    parts: str,
    solved: tuple[RecapRow, Fraction] | None,
) -> Finding:
    printed, expected, _ = found
    places = max(2, min(places_of(printed), 4))
    shown = show(round_half_up(expected, places))
    made = this.find(
        row,
        show(printed),
        shown,
        column=name,
        parts=parts,
        message=SIDES if solved else "",
        severity=Severity.REMARK if solved else None,
        other=solved[0].code if solved else "",
        figure=show(round_half_up(solved[1], 2)) if solved else "",
    )
    return replace(made, data={**made.data, "column": "IKM" if name == "index" else name})


@rule(
    "respondents-sum",
    Severity.ERROR,
    CLAUSE,
    "Apakah responden baris rata-rata sama dengan jumlah responden baris asalnya?",
    "Responden baris rata-rata {unit} {period} tertulis {printed}, padahal jumlah {parts} adalah "
    "{expected}. Perbaiki jumlahnya.",
)
def check_sum(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Respondents of an average are the sum, never the mean."""
    for average in facts.with_parts:
        counts = [part.respondents for part in average.parts]
        if average.row.respondents is None or None in counts:
            continue
        total = sum(count for count in counts if count is not None)
        if average.row.respondents != total:
            parts = " + ".join(show(count) for count in counts)
            yield this.find(
                average.row, show(average.row.respondents), show(total), column="respondents", parts=parts
            )


@rule(
    "average-realisation",
    Severity.WARNING,
    CLAUSE,
    "Apakah realisasi baris rata-rata sama dengan rata-rata realisasi yang diketahui?",
    "Realisasi baris rata-rata {unit} {period} tertulis {printed} %, padahal rata-ratanya {expected} "
    "%. Sel kosong tidak ikut dihitung.",
    Parameter("tolerance", Decimal("0.51"), "Persen sering dibulatkan ke bilangan bulat."),
)
def check_realisation(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Blank cells are left out; where one is blank, a figure that took it as 100 is explained by
    `agency-realisation`."""
    for average in facts.with_parts:
        known = [part.realisation for part in average.parts if part.realisation is not None]
        if average.row.realisation is None or not known:
            continue
        expected = mean(known)
        if abs(expected - Fraction(average.row.realisation)) > Fraction(this.parameter("tolerance")):
            printed = show(average.row.realisation)
            yield this.find(average.row, printed, show(round_half_up(expected, 2)), column="realisation")


@rule(
    "average-methods",
    Severity.REMARK,
    CLAUSE,
    "Apakah metode baris rata-rata memuat semua metode baris asalnya?",
    "Metode baris rata-rata {unit} {period} tertulis {printed}, padahal baris asalnya memakai "
    "{expected}. Tulis keduanya.",
)
def check_methods(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The method of an average is the union; a blank is let pass."""
    for average in facts.with_parts:
        union = sorted({method for part in average.parts for method in part.methods}, reverse=True)
        if average.row.methods and set(average.row.methods) < set(union):
            yield this.find(average.row, " + ".join(average.row.methods), " + ".join(union), column="methods")
