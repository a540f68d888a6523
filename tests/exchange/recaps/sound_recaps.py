"""Sound recaps of any shape, and ways to print them: what the reader and the rules are tried on.

A recap is made from invented answers, so that every figure follows from another; nothing is taken from a
real report.
"""

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from puas.methodology.elements import ELEMENTS
from puas.methodology.grades import grade_of
from puas.methodology.numbers import round_half_up
from puas.methodology.periods import Period, PeriodKind

KEYS = tuple(element.key for element in ELEMENTS)
NAMES = {element.key: element.name for element in ELEMENTS}
VERBS = (
    "Menata ulang",
    "Melatih petugas",
    "Memasang papan",
    "Menambah loket",
    "Menyusun panduan",
    "Membuka kanal",
)
THINGS = (
    "ruang tunggu",
    "alur layanan",
    "jadwal giliran",
    "daftar syarat",
    "meja informasi",
    "antrean daring",
)
PLACES = (
    "Anggrek",
    "Bambu",
    "Cempaka",
    "Damar",
    "Eboni",
    "Flamboyan",
    "Gaharu",
    "Hanjuang",
    "Ixora",
    "Jati",
    "Kenanga",
)
FULL_HEADER = (
    *("No", "Unit Pelayanan Publik", "Periode Pelaksanaan"),
    *KEYS,
    *(
        "IKM",
        "Kategori",
        "Jumlah Responden",
        "Metode SKM",
        "Unsur Prioritas Perbaikan",
        "Rencana Tindak Lanjut",
    ),
    "Realisasi Tindak Lanjut Periode Sebelumnya (%)",
)


@dataclass(frozen=True)
class Shape:
    """How a recap is made and printed."""

    units: int = 6
    kind: PeriodKind = PeriodKind.QUARTER
    periods: int = 2
    averages: bool = False
    groups: bool = False
    places: int = 2
    grid: bool = False
    weight: str = "exact"
    comma: bool = True
    score: bool = False
    one_header: bool = True
    numbered_plans: bool = True
    agency: bool = True
    sentences: bool = True
    letters_only: bool = False
    priorities: int = 3
    year: int = 2024


@dataclass
class Row:
    """One printed row before it is printed. `values` and `index` are what the paper says."""

    unit: str
    period: Period | None
    kind: str
    values: list[Decimal]
    index: Decimal
    respondents: int | None
    no: int | None = None
    parent: str | None = None
    grade: str = ""
    word: str = ""
    methods: str = "SKM Online"
    priorities: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    realisation: Decimal | None = None
    label: str = ""


@dataclass
class Sound:
    """A whole sound recap: rows in printed order, agency rows, and the report's sentences."""

    shape: Shape
    rows: list[Row]
    agency: list[Row]
    name: str = "Kota Rimba"
    stated: Decimal | None = None
    concluded: Decimal | None = None
    counted: int = 0
    listed: list[str] = field(default_factory=list)
    trend: list[tuple[int, Decimal]] = field(default_factory=list)
    claim: str = "meningkat"
    realised: dict[int, int] = field(default_factory=dict)

    def surveys(self, unit: str | None = None) -> list[Row]:
        return [row for row in self.rows if row.kind == "survey" and unit in (None, row.unit)]


def mean(values: list[Decimal]) -> Fraction:
    return sum((Fraction(v) for v in values), Fraction(0)) / len(values)


def _round(value: Fraction, shape: Shape) -> Decimal:
    if shape.grid:
        return round_half_up(value / 25, 2) * 25
    return round_half_up(value / (25 if shape.score else 1), shape.places)


def regrade(row: Row) -> None:
    """Give the row the letter and word of its printed index."""
    grade = grade_of(row.index)
    assert grade is not None
    row.grade, row.word = grade.letter, grade.performance


def _survey(
    rng: random.Random, shape: Shape, before: list[Fraction] | None
) -> tuple[list[Fraction], list[Decimal], Decimal]:
    """Return exact and printed elements and the printed index of one survey, a small step from the one
    before."""
    if before is None:
        exact = [Fraction(rng.randint(7600, 9700), 100) for _ in KEYS]
    else:
        exact = [
            min(Fraction(9950, 100), max(Fraction(70), v + Fraction(rng.randint(-90, 190), 100)))
            for v in before
        ]
    weights = {"exact": Fraction(1, 9), "0.111": Fraction("0.111"), "0.11": Fraction("0.11")}
    index = round_half_up(sum(exact, Fraction(0)) * weights[shape.weight], 2)
    return exact, [_round(value, shape) for value in exact], index


def _unit_names(rng: random.Random, shape: Shape) -> list[tuple[str, str | None]]:
    if not shape.groups:
        return [(f"Dinas {PLACES[n % 11]} {chr(65 + n // 11)}", None) for n in range(shape.units)]
    found: list[tuple[str, str | None]] = []
    for group in range(4):
        head = f"Kecamatan {PLACES[group]}"
        found.append((head, None))
        found += [(f"Kelurahan {PLACES[group]} {n + 1}", head) for n in range(3)]
    return found


def _periods(shape: Shape) -> list[Period]:
    return [Period(shape.kind, shape.year, number + 1) for number in range(shape.periods)]


def make_recap(seed: int, shape: Shape) -> Sound:
    """Return the sound recap of `shape` drawn with `seed`."""
    rng = random.Random(seed)
    rows: list[Row] = []
    number = 0
    people: dict[tuple[str, Period], int] = {}
    for unit, parent in _unit_names(rng, shape):
        number += parent is None
        rows += _unit_rows(rng, shape, unit, parent, number, people)
    if shape.groups:
        _pool_parents(rng, rows)
    sound = Sound(shape, rows, [])
    if shape.agency:
        sound.agency = _agency_rows(sound)
    _write_sentences(rng, sound)
    return sound


def _unit_rows(
    rng: random.Random,
    shape: Shape,
    unit: str,
    parent: str | None,
    number: int,
    people: dict[tuple[str, Period], int],
) -> list[Row]:
    before: list[Fraction] | None = None
    rows: list[Row] = []
    count = rng.randint(60, 300)
    for period in _periods(shape):
        before, values, index = _survey(rng, shape, before)
        count += rng.choice([-7, -3, 4, 9, 12])
        order = sorted(range(9), key=lambda at: (before[at], at))[: shape.priorities]  # type: ignore[index]
        row = Row(unit, period, "survey", values, index, count, number, parent)
        row.priorities = [KEYS[at] for at in order]
        row.plans = [
            f"{rng.choice(VERBS)} {rng.choice(THINGS)} {unit} tahap {rng.randint(100, 999)}"
            for _ in row.priorities
        ]
        done = rng.randint(1, shape.priorities)
        row.realisation = round_half_up(Fraction(100 * done, shape.priorities), 2)
        row.methods = rng.choice(
            ["SKM Online", "SKM Offline (Manual)", "SKM Online dan SKM Offline (Manual)"]
        )
        regrade(row)
        rows.append(row)
    return rows + _unit_averages(shape, rows) if shape.averages else rows


def _unit_averages(shape: Shape, rows: list[Row]) -> list[Row]:
    if shape.kind is PeriodKind.YEAR or len(rows) < 2:
        return []
    halves = rows
    made: list[Row] = []
    if shape.kind is PeriodKind.QUARTER:
        pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
        made = [_average(pair, pair[0].period.parent) for pair in pairs if len(pair) == 2]  # type: ignore[union-attr]
        halves = made
    if len(halves) == 2:
        made = (
            [*made, _average(halves, Period(PeriodKind.YEAR, shape.year))]
            if halves is made
            else [_average(halves, Period(PeriodKind.YEAR, shape.year))]
        )
    return made


def _average(parts: list[Row], period: Period | None) -> Row:
    values = [round_half_up(mean([p.values[at] for p in parts]), 4) for at in range(9)]
    index = round_half_up(mean([p.index for p in parts]), 4)
    first = parts[0]
    row = Row(
        first.unit,
        period,
        "average",
        values,
        index,
        sum(p.respondents or 0 for p in parts),
        first.no,
        first.parent,
    )
    row.methods = " dan ".join(sorted({m for p in parts for m in p.methods.split(" dan ")}, reverse=True))
    row.realisation = round_half_up(mean([p.realisation for p in parts if p.realisation is not None]), 2)
    regrade(row)
    return row


def _pool_parents(rng: random.Random, rows: list[Row]) -> None:
    """Make every parent the pool of its children and a small survey of its own."""
    for row in rows:
        pooled = [row, *(r for r in rows if r.parent == row.unit and r.period == row.period)]
        if len(pooled) == 1:
            continue
        people = sum(r.respondents or 0 for r in pooled)
        values = [
            sum((Fraction(r.values[at]) * (r.respondents or 0) for r in pooled), Fraction(0)) / people
            for at in range(9)
        ]
        row.index = round_half_up(
            sum((Fraction(r.index) * (r.respondents or 0) for r in pooled), Fraction(0)) / people, 2
        )
        row.values = [round_half_up(value / 25, 2) * 25 for value in values]
        row.priorities = [
            KEYS[at] for at in sorted(range(9), key=lambda at: (values[at], at))[: len(row.priorities)]
        ]
        row.respondents = people
        regrade(row)


def _agency_rows(sound: Sound) -> list[Row]:
    periods = list(dict.fromkeys(row.period for row in sound.rows if row.kind == "survey"))
    wholes = [
        r.period for r in sound.rows if r.kind == "average" and r.period and r.period.kind is PeriodKind.YEAR
    ]
    found = []
    for period in [*periods, *dict.fromkeys(wholes)]:
        rows = [row for row in sound.rows if row.period == period]
        values = [round_half_up(mean([r.values[at] for r in rows]), 3) for at in range(9)]
        index = round_half_up(mean([r.index for r in rows]), 3)
        row = Row(f"Rata-rata {sound.name}", period, "agency", values, index, None)
        row.realisation = round_half_up(mean([r.realisation for r in rows if r.realisation is not None]), 3)
        row.methods = ""
        regrade(row)
        found.append(row)
    return found


def _write_sentences(rng: random.Random, sound: Sound) -> None:
    sound.listed = list(dict.fromkeys(row.unit for row in sound.rows))
    sound.counted = len(sound.listed)
    if sound.agency:
        sound.stated = sound.concluded = sound.agency[-1].index
        last = sound.agency[-1].index
        sound.trend = [
            (sound.shape.year - back, round_half_up(Fraction(last) - back, 2)) for back in (3, 2, 1, 0)
        ]
    if sound.shape.priorities == 3:
        last_period = sound.surveys()[-1].period
        for row in sound.surveys():
            if row.period == last_period and row.realisation is not None:
                percent = int(row.realisation)
                sound.realised[percent] = sound.realised.get(percent, 0) + 1


def number_text(value: Decimal | int | None, shape: Shape) -> str:
    if value is None:
        return ""
    return str(value).replace(".", ",") if shape.comma else str(value)


def label_of(row: Row) -> str:
    """Return the printed period of a row."""
    if row.label or row.period is None:
        return row.label
    months = row.period.months.replace("–", " - ")
    word = row.period.label.rsplit(" ", 1)[0]
    if row.kind == "average":
        return "Rata-rata Tahunan" if row.period.kind is PeriodKind.YEAR else f"Rata-rata {word}"
    if row.period.kind is PeriodKind.YEAR:
        return "Tahunan" if row.kind == "agency" else f"Tahun {row.period.year}"
    return f"{word} ({months})"


def cells_of(row: Row, shape: Shape, *, first: bool) -> list[str]:
    """Return the printed cells of one row; number and unit stand in the first row of a unit only."""
    grade = row.grade if shape.letters_only else f"{row.grade} ({row.word})"
    names = [NAMES[key] for key in row.priorities]
    if shape.numbered_plans:
        plans = " ".join(
            f"{n}. {name} {plan}" for n, (name, plan) in enumerate(zip(names, row.plans, strict=True), 1)
        )
    else:
        plans = "  ".join(f"{name}: {plan}" for name, plan in zip(names, row.plans, strict=True))
    count = f"{row.respondents:,}".replace(",", ".") if row.respondents is not None else ""
    return [
        str(row.no) if first and row.parent is None and row.no else "",
        row.unit if first else "",
        label_of(row),
        *(number_text(value, shape) for value in row.values),
        number_text(row.index, shape),
        grade,
        count,
        row.methods,
        " ".join(f"{n}. {name}" for n, name in enumerate(names, 1)),
        plans,
        f"{number_text(row.realisation, shape)}%" if row.realisation is not None else "",
    ]


def table_of(sound: Sound) -> list[list[str]]:
    """Return header and rows of the recap table."""
    shape = sound.shape
    header = list(FULL_HEADER)
    lines: list[list[str]] = []
    if shape.one_header:
        lines.append(header)
    else:
        lines.append([*header[:3], "Nilai Per Unsur", *[""] * 8, *header[12:]])
        lines.append([*[""] * 3, *KEYS, *[""] * 7])
    before = ""
    for row in sound.rows:
        lines.append(cells_of(row, shape, first=row.unit != before))
        before = row.unit
    for row in sound.agency:
        lines.append(cells_of(row, shape, first=row.unit != before))
        before = row.unit
    return lines


def lines_of(sound: Sound) -> list[list[str]]:
    """Return the whole report as lines of cells: sentences, table, trend, conclusion, appendix."""
    shape = sound.shape
    lines: list[list[str]] = [
        [f"LAPORAN SURVEI KEPUASAN MASYARAKAT {sound.name.upper()} TAHUN {shape.year}"],
        [""],
    ]
    if shape.sentences and sound.stated is not None:
        lines += [["RINGKASAN EKSEKUTIF"], [""]]
        lines += [
            [
                f"Hasil rata-rata SKM {sound.name} Tahun {shape.year} adalah "
                f"{number_text(sound.stated, shape)}."
            ],
            [""],
        ]
    if shape.sentences:
        lines += [["BAB II PENGUMPULAN DATA"], [""]]
        lines += [[f"Sebanyak {sound.counted} UPP telah menyampaikan laporannya."], [""]]
    lines += [*table_of(sound), [""]]
    if shape.sentences and sound.trend:
        lines += [
            ["Tahun", "IKM"],
            *([str(year), number_text(value, shape)] for year, value in sound.trend),
            [""],
        ]
        years = f"dari tahun {sound.trend[0][0]} hingga {sound.trend[-1][0]}"
        lines += [[f"Tren kepuasan masyarakat di {sound.name} {sound.claim} secara konsisten {years}."], [""]]
    if shape.sentences and sound.concluded is not None:
        lines += [["BAB IV KESIMPULAN"], [""]]
        value = number_text(sound.concluded, shape)
        lines += [[f"Nilai SKM rata-rata {sound.name} yaitu {value}."], [""]]
        lines += _realisation_lines(sound)
    if shape.sentences:
        lines += [["LAMPIRAN"], [""], ["No", "Nama UPP", "Link Laporan"]]
        lines += [[str(n), name, "https://contoh.example"] for n, name in enumerate(sound.listed, 1)]
    return lines


def _realisation_lines(sound: Sound) -> list[list[str]]:
    period = sound.surveys()[-1].period
    if not sound.realised or period is None or period.kind is PeriodKind.YEAR:
        return []
    lines = [[f"a. {period.previous.label.rsplit(' ', 1)[0]} tahun {period.previous.year}"]]
    for percent, units in sorted(sound.realised.items(), reverse=True):
        lines.append([f"1) Jumlah UPP yang telah menindaklanjuti {percent}% : {units} UPP"])
    return lines


def text_of(sound: Sound) -> str:
    """Return the report as text with tab-separated cells."""
    return "\n".join("\t".join(cells) for cells in lines_of(sound)) + "\n"


SHAPES = {
    "quarters": Shape(),
    "quarters with averages": Shape(periods=4, averages=True, units=4),
    "semesters": Shape(kind=PeriodKind.SEMESTER, averages=True, places=3),
    "one year": Shape(kind=PeriodKind.YEAR, periods=1, units=9),
    "groups": Shape(groups=True, grid=True, comma=False, agency=False),
    "grid": Shape(grid=True, comma=False, one_header=False, units=11),
    "weights 0.111": Shape(weight="0.111", places=3),
    "weights 0.11": Shape(weight="0.11", places=4),
    "scores": Shape(score=True, places=3, one_header=False),
    "whole numbers": Shape(places=0, units=8, agency=False),
    "one decimal": Shape(places=1, agency=False, numbered_plans=False),
    "letters only": Shape(letters_only=True, numbered_plans=False, priorities=2),
    "one unit": Shape(units=1, periods=4, averages=True, agency=False),
    "bare table": Shape(sentences=False, agency=False, units=3),
    "many units": Shape(units=22, kind=PeriodKind.SEMESTER, averages=True, one_header=False),
}


def copy_of(sound: Sound) -> Sound:
    """Return a recap that can be changed without changing `sound`."""
    rows = [
        replace(r, values=list(r.values), priorities=list(r.priorities), plans=list(r.plans))
        for r in sound.rows
    ]
    agency = [replace(r, values=list(r.values)) for r in sound.agency]
    return replace(
        sound,
        rows=rows,
        agency=agency,
        listed=list(sound.listed),
        trend=list(sound.trend),
        realised=dict(sound.realised),
    )
