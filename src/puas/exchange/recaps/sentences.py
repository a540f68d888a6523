"""What the sentences around the table say: the agency's index, how many units reported, realisation
counts, the trend."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from puas.exchange.recaps.cells import parse_value, parse_word
from puas.exchange.recaps.labels import parse_label, period_of_label
from puas.exchange.recaps.lines import Line, flatten, squeeze
from puas.methodology.findings.recaps import (
    Place,
    RealisationCount,
    RecapRow,
    RowKind,
    Source,
    TrendClaim,
    TrendFigure,
    UnitCount,
)
from puas.methodology.periods import Period, PeriodKind

_SECTIONS = (
    (Place.SUMMARY, r"ringkasan\s*eksekutif|executive summary"),
    (Place.CONCLUSION, r"kesimpulan|penutup"),
    (Place.APPENDIX, r"^\W*lampiran"),
    (Place.TEXT, r"^\W*(bab\s|kata pengantar|daftar isi|pendahuluan)"),
)
_FIGURE = re.compile(r"(?<![\d.,/])(\d{2,3}[.,]\d{1,5})(?![\d]|[.,]\d)")
_SAYS = r"(?:adalah|yaitu|sebesar|mencapai|yakni|nilai|memperoleh|=|:)"
_AGENCY = (
    r"kota|kabupaten|provinsi|pemerintah|kementerian|instansi|lembaga|lingkup|lingkungan|daerah|keseluruhan"
)
MOST_YEARS = 9  # a trend table is small; wider rows belong to the recap
_AGENCY_NAME = re.compile(r"((?:Kota|Kabupaten|Provinsi|Kementerian|Badan|Dinas)(?:\s+[A-Z]\w+)+)")
_COUNT = re.compile(
    r"(?:sebanyak|sejumlah|terdapat|jumlah|dari)\s+(\d{1,4})\s*(?:\([^)]*\)\s*)?"
    r"(?:UPP|OPD|unit|perangkat\s+daerah|SKPD|instansi)",
    re.IGNORECASE,
)
_REALISED = re.compile(
    r"menindak\s*lanjuti\s*(\d{1,3})(?:[.,]\d+)?\s*%\s*[:=]?\s*(\d{1,4})|"
    r"belum\s+(?:di)?menindak\s*lanjuti\s*[:=]\s*(\d{1,4})|"
    r"(\d{1,4})\s+(?:UPP\s+|unit\s+)?(telah|belum)\s+menindak\s*lanjuti\s*(?:seluruhnya|semua)?",
    re.IGNORECASE,
)
_RISING = re.compile(
    r"konsisten\w*\s+(?:peningkat|meningkat|naik)|peningkatan|meningkat|kenaikan", re.IGNORECASE
)
_FALLING = re.compile(r"penurunan|menurun|mengalami\s+turun", re.IGNORECASE)
_TREND = re.compile(r"tren\w*|dari\s+tahun|tahun\s+ke\s+tahun|konsisten", re.IGNORECASE)
_LAW = re.compile(r"\b(?:nomor|no\.?)\s*[\w./-]+\s+tahun\s+\d{4}", re.IGNORECASE)


def find_year(lines: Sequence[Line], *hints: str) -> int | None:
    """Return the year of the report: the most frequent "tahun 20xx" outside names of laws, else one in
    `hints`."""
    text = "\n".join(line.prose for line in lines)
    years = Counter(int(y) for y in re.findall(r"(?i)\btahun\s+(20\d\d)", _LAW.sub(" ", text)))
    if not years:
        labels = " ".join(cell for line in lines if line.is_table for cell in line.cells if len(cell) < 60)
        years = Counter(
            int(y)
            for y in re.findall(r"(?i)(?:wulan|semester|tahun|tw|smt)\W*\w*\W*\(?.{0,24}?(20\d\d)", labels)
        )
    if not years:
        years = Counter(
            int(y) for hint in (text, *hints) for y in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", hint)
        )
    return max(years, key=lambda year: (years[year], year)) if years else None


def paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, Source]]:
    """Yield every stretch of prose with its place; lines that go on without a blank line are one
    paragraph."""
    place = Place.TEXT
    words: list[str] = []
    start: Source | None = None
    for line in lines:
        prose = line.prose
        if prose:
            place = next(
                (p for p, pattern in _SECTIONS if re.search(pattern, prose.lower()) and len(prose) < 90),
                place,
            )
        begins = bool(re.match(r"[-•#]|\(?[a-z0-9]{1,2}[.)]\s", prose))
        if words and (not prose or begins) and start is not None:
            yield " ".join(words), start
            words = []
        if prose:
            start = start if words else replace(line.source, place=place)
            words.append(prose)
    if words and start is not None:
        yield " ".join(words), start


def find_statements(text: str, source: Source, year: int) -> list[RecapRow]:
    """Return the agency indices that a paragraph states ("nilai SKM rata-rata yaitu 89,847")."""
    if not re.search(r"(?i)\b(skm|ikm|survei\s+kepuasan|indeks\s+kepuasan)", text) or not re.search(
        _AGENCY, text.lower()
    ):
        return []
    bare = _LAW.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in _FIGURE.finditer(bare):
        before = bare[max(0, match.start() - 60) : match.start()].lower()
        value = parse_value(match[1]).value
        if (
            value is None
            or not 25 <= value <= 100
            or not re.search(_SAYS, before)
            or "%" in bare[match.end() :][:2]
        ):
            continue
        begin = max(
            (m.end() for m in re.finditer(r"[a-z0-9)]\.\s+(?=[A-Z])", bare[: match.start()])), default=0
        )
        end = re.search(r"[a-z0-9)\"”]\.\s", bare[match.end() :])
        sentence = bare[begin : match.end() + (end.start() if end else len(bare))]
        found.append(_statement(sentence, bare, value, source, year))
        break
    return found


def _statement(text: str, around: str, value: Decimal, source: Source, year: int) -> RecapRow:
    label = parse_label(text) if re.search(r"(?i)triwulan|semester", text) else parse_label("")
    period = period_of_label(label, year) or Period(PeriodKind.YEAR, label.year or year, 1)
    name = _AGENCY_NAME.search(text) or _AGENCY_NAME.search(around)
    return RecapRow(
        unit=re.sub(r"\s+(Tahun|Semester|Triwulan)\b.*$", "", flatten(name[1])) if name else "",
        kind=RowKind.AGENCY,
        period=period,
        index=value,
        grade_word=parse_word(text),
        source=source,
    )


def find_unit_counts(text: str, source: Source) -> list[UnitCount]:
    """Return how many units a paragraph says reported."""
    if not re.search(r"(?i)menyampaikan|melapor|laporan|melaksanakan|survei|terdapat|mengikuti", text):
        return []
    if re.search(r"(?i)menindak\s*lanjuti", text):
        return []
    return [UnitCount(int(match[1]), source) for match in _COUNT.finditer(text)]


def find_realisation_counts(
    paragraph_list: Sequence[tuple[str, Source]], year: int
) -> list[RealisationCount]:
    """Return the counts "telah menindaklanjuti 66 %: 15 UPP", each under the period named above it."""
    found: list[RealisationCount] = []
    period: Period | None = None
    for text, source in paragraph_list:
        label = parse_label(text)
        if label.kind and len(text) < 400:
            period = period_of_label(label, year) or period
        for sentence in re.split(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])", text):
            named = parse_label(sentence)
            of = period_of_label(named, year) if named.kind else None
            for match in _REALISED.finditer(sentence):
                percent, units = _counted(match)
                found.append(RealisationCount(of or period, percent, units, source))
    return found


def _counted(match: re.Match[str]) -> tuple[int, int]:
    """Return (percent, units) of one count: "66 % : 15", "belum ... : 38", "97 telah ... seluruhnya"."""
    if match[1]:
        return int(match[1]), int(match[2])
    if match[3]:
        return 0, int(match[3])
    return (100 if match[5].lower() == "telah" else 0), int(match[4])


def find_trend_claims(text: str, source: Source) -> list[TrendClaim]:
    """Return the sentences that say which way the index went over the years."""
    found = []
    for sentence in re.split(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])", text):
        rising, falling = _RISING.search(sentence), _FALLING.search(sentence)
        if not _TREND.search(sentence) or bool(rising) == bool(falling):
            continue
        if not re.search(r"(?i)kinerja|ikm|skm|kepuasan|indeks|nilai", sentence):
            continue
        years = [int(y) for y in re.findall(r"(?<!\d)(20\d\d)(?!\d)", _LAW.sub(" ", sentence))]
        if not years and not re.search(r"(?i)tren", sentence):
            continue
        first, last = (min(years), max(years)) if years else (None, None)
        found.append(TrendClaim(1 if rising else -1, flatten(sentence), first, last, source))
    return found


def find_trend_figures(lines: Sequence[Line]) -> list[TrendFigure]:
    """Return the yearly agency indices of a trend table: a header with "Tahun" and an index, or a header
    of years."""
    found: list[TrendFigure] = []
    mode: tuple[int, int] | list[tuple[int, int]] | None = None
    for line in lines:
        if sum(bool(cell) for cell in line.cells) > MOST_YEARS:
            mode = None
            continue
        names = [squeeze(cell) for cell in line.cells]
        years = [
            (at, int(name[-4:])) for at, name in enumerate(names) if re.fullmatch(r"(tahun)?20\d\d", name)
        ]
        filled = [name for name in names if name]
        if not line.is_table or len(filled) < 2:
            mode = mode if line.is_table else None
        elif (
            "tahun" in names
            and len(filled) <= 5
            and any(re.search(r"ikm|skm|nilai|indeks", name) for name in names)
        ):
            value_at = next(at for at, name in enumerate(names) if re.search(r"ikm|skm|nilai|indeks", name))
            mode = (names.index("tahun"), value_at)
        elif len(years) >= 2 and len(filled) - len(years) <= 2:
            mode = years
        elif isinstance(mode, tuple):
            found += _figure(line, *mode)
        elif isinstance(mode, list):
            found += [figure for at, year in mode for figure in _figure_of_year(line, at, year)]
            mode = None
    return found


def _figure(line: Line, year_at: int, value_at: int) -> list[TrendFigure]:
    year = re.fullmatch(r"(?:tahun\s*)?(20\d\d)\D*", line.cell(year_at).lower())
    return _figure_of_year(line, value_at, int(year[1])) if year else []


def _figure_of_year(line: Line, at: int, year: int) -> list[TrendFigure]:
    value = parse_value(line.cell(at)).value
    return [TrendFigure(year, value, line.source)] if value is not None and 25 <= value <= 100 else []
