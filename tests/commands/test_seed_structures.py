"""Our report of each real agency has the structure of the report that the agency printed: chapters, columns,
rows, footnotes, figures, appendix. Read from the DOCX with another library than wrote it.
"""

import csv
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from puas.commands.recap_trips import write_reports
from puas.exchange.recaps.files import read_recap
from puas.methodology.findings.checks import check_recap

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REPORTS = {
    "pontianak": ("Kota Pontianak", "pontianak-2023.txt"),
    "surakarta": ("Kota Surakarta", "surakarta-2023-s1.txt"),
}
# Spelled otherwise in the appendix of the seed than in its table, which is what we took over.
RESPELLED = {
    "pontianak": [],
    "surakarta": [
        ("UPT. Puskesmas Penumpang", "UPT. Puskesmas Penumping"),
        ("UPT. Puskesmas Banyuwanyar", "UPT. Puskesmas Banyuanyar"),
        ("Kelurahan Banyuwanyar", "Kelurahan Banyuanyar"),
    ],
}
NATIONAL = ("Undang-Undang", "Peraturan Pemerintah", "Peraturan Menteri")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is not there: its reports cannot be compared"),
]


@dataclass
class Part:
    """A heading ("BAB I. Pendahuluan", "1.1 Latar Belakang", or bare) and what stands under it."""

    heading: str
    texts: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Seed:
    """What a real report says of itself, its rows, and our report of the same figures."""

    key: str
    facts: dict[str, Any]
    common: dict[str, Any]
    rows: list[dict[str, str]]
    parts: list[Part]

    def find(self, words: str) -> Part:
        """Return the part whose heading ends in `words`."""
        (found,) = (part for part in self.parts if part.heading.endswith(words))
        return found


@pytest.fixture(scope="module", params=REPORTS)
def seed(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Seed:
    from django.db import transaction

    agency, file = REPORTS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    with django_db_blocker.unblock(), transaction.atomic():
        write_reports(check_recap(read_recap(SEEDS / file)), folder, agency, formats=("docx",))
        transaction.set_rollback(True)
    facts = json.loads((SEEDS / "facts.json").read_text())
    with (SEEDS / f"{request.param}.csv").open(newline="") as rows:
        table = [row for row in csv.DictReader(rows) if row["place"] == "table"]
    return Seed(
        request.param, facts[request.param], facts["common"], table, read_parts(folder / "report.docx")
    )


def read_parts(file: Path) -> list[Part]:
    """Return the parts of a DOCX in order, numbered as Word numbers them; what stands before is left out."""
    with zipfile.ZipFile(file) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))[0]
    parts: list[Part] = []
    chapter = section = 0
    for block in body:
        style, number = (block.find(f".//{W}{name}") for name in ("pStyle", "numId"))
        name = "" if style is None else style.get(f"{W}val")
        counts = number is not None and number.get(f"{W}val") != "0"
        if name == "Heading1":
            chapter, section = chapter + counts, 0
            parts.append(Part(f"BAB {'I' * chapter if chapter < 4 else 'IV'}. " * counts + read_text(block)))
        elif name == "Heading2":
            section += 1
            parts.append(Part(f"{chapter}.{section} {read_text(block)}"))
        elif parts and block.tag == f"{W}tbl":
            parts[-1].tables.append([read_row(row) for row in block.iter(f"{W}tr")])
        elif parts and counts:
            parts[-1].lists.append(int(number.get(f"{W}val")))
            parts[-1].texts.append(read_text(block))
        elif parts:
            parts[-1].texts.append(read_text(block))
    return parts


def read_text(block: Any) -> str:
    return "".join(block.itertext(f"{W}t"))


def read_row(row: Any) -> list[str]:
    """Return the cells of a row, one that spans several columns as often as it spans."""
    cells = []
    for cell in row.iter(f"{W}tc"):
        span = cell.find(f".//{W}gridSpan")
        text = "\n".join(read_text(line) for line in cell.iter(f"{W}p"))
        cells += [text] * (1 if span is None else int(span.get(f"{W}val")))
    return cells


def plain(text: str) -> str:
    """Return words as they are compared: without case, marks, and what stands in brackets."""
    return " ".join(re.findall(r"[a-z0-9%]+", re.sub(r"\([^%]*\)", "", text.lower())))


def test_the_chapters_stand_in_the_same_order_under_the_same_names(seed):
    headings = [part.heading for part in seed.parts]
    chapters = [plain(heading) for heading in headings if heading.startswith("BAB")]
    assert chapters == [plain(one["t"]) for one in seed.facts["chapters"] if one["t"].startswith("BAB")]
    ours = [plain(heading) for heading in headings if heading.startswith("1.")]
    theirs = [plain(sub) for sub in seed.facts["chapters"][0]["sub"]]
    assert len(ours) == len(theirs)
    assert [(one, other) for one, other in zip(ours, theirs, strict=True) if not other.startswith(one)] == []


def test_what_stands_before_and_after_the_chapters(seed):
    headings = [part.heading for part in seed.parts]
    assert headings[:3] == ["Kata Pengantar", "Ringkasan Eksekutif", "Daftar Isi"]
    front = [one for one in seed.facts["front_matter"] if one not in ("cover", "title page")]
    assert set(front) <= set(headings[:3])
    appendix = seed.facts["chapters"][-1]["t"]
    assert set(plain(headings[-1]).split()) <= set(plain(appendix).split())


def test_the_recap_has_the_same_columns_in_the_same_order(seed):
    table = recap_of(seed)
    titles = [plain(title) for place, title in enumerate(table[0]) if title not in table[0][:place]]
    theirs = [plain(title.replace("OPD/ ", "")) for title in seed.facts["table_columns"]]
    ours = [title.replace("nilai per unsur", "elements") for title in titles]
    with_elements = [title.replace("nilai per unsur", "elements") for title in theirs]
    assert sorted(ours) == sorted(with_elements)
    assert [one for one in ours if one != "elements"] == [one for one in with_elements if one != "elements"]
    assert table[1][3:12] == [f"U{number}" for number in range(1, 10)]


def recap_of(seed: Seed) -> list[list[str]]:
    (table,) = seed.find("Rekapitulasi Nilai UPP").tables
    return table


def test_the_recap_has_every_row(seed):
    assert len(recap_of(seed)) - 2 == len(seed.rows)


def test_the_rows_of_the_city_say_what_it_printed(seed):
    printed = [one["IKM"] for one in seed.facts["city_figures"] if one["place"] == "table"]
    rows = recap_of(seed)[-len(printed) :]
    assert [row[12].replace("†", "").strip() for row in rows] == printed
    elements = [one["U"] for one in seed.facts["city_figures"] if "U" in one]
    assert [row[3:12] for row in rows][: len(elements)] == elements


def test_the_footnotes_stand_under_the_recap_and_name_the_elements_in_order(seed):
    notes = seed.find("Rekapitulasi Nilai UPP").texts
    marks = [mark for mark in ("*", "**", "***") if sum(note.startswith(f"{mark} ") for note in notes) == 1]
    assert marks == ["*", "**", "***"]
    (order,) = (note for note in notes if note.startswith("** "))
    places = [plain(order).find(plain(name.split(" ", 1)[1])) for name in seed.common["element_order"]]
    assert -1 not in places
    assert places == sorted(places)


def test_aims_benefits_and_laws(seed):
    purpose = seed.find("Maksud dan Tujuan").lists
    lengths = [purpose.count(number) for number in dict.fromkeys(purpose)]
    assert lengths == [len(seed.common["goal"]), seed.common["benefits_count"]]
    basis = " ".join(seed.find("Dasar Pelaksanaan").texts)
    named = [law for law in seed.facts["legal_basis"] if law.startswith(NATIONAL)]
    wanted = [re.search(r"Nomor \d+ Tahun \d{4}", law) for law in named]
    assert [found[0] for found in wanted if found and found[0] not in basis] == []


def test_who_reported_and_where_the_reports_lie(seed):
    (table,) = seed.parts[-1].tables
    theirs = [plain(title).replace("link", "tautan") for title in seed.facts["appendix"]["columns"]]
    assert [plain(title) for title in table[0]] == theirs
    theirs = [one["unit"] for one in seed.facts["appendix"]["units"]]
    assert len(table) - 1 == len(theirs) == seed.facts["participation"]["units_reported"]
    respelled = [
        (ours[1], other)
        for ours, other in zip(table[1:], theirs, strict=True)
        if plain(ours[1]) != plain(other)
    ]
    assert respelled == RESPELLED[seed.key]


def test_what_came_of_the_plans_is_counted_alike(seed):
    """Only Surakarta printed such counts."""
    summary = seed.facts["realisation_summary"] or {}
    (table,) = seed.find("Kesimpulan").tables
    ours = {row[0]: [int(cell) for cell in row[2:6]] for row in table[1:]}
    theirs = {
        period: [counts[key] for key in ("100%", "66%", "33%", "belum")] for period, counts in summary.items()
    }
    assert {period: ours[period] for period in theirs} == theirs
