"""Small tables of our own making, written as they would come out of a scan."""

from pathlib import Path

from puas.exchange.recaps.files import read_recap
from puas.methodology.findings.recaps import Recap, RecapRow
from tests.exchange.recaps.sound_recaps import FULL_HEADER

TITLE = "LAPORAN SKM PEMERINTAH KOTA CONTOH TAHUN 2024\n\n"
HEADER = "\t".join(FULL_HEADER)
HALF_1, HALF_2 = "Semester 1 (Januari – Juni)", "Semester 2 (Juli – Desember)"
VALUES = ["80", "82", "84", "90", "86", "85", "87", "91", "83"]
NAMES = ("1. Persyaratan", "2. Prosedur pelayanan", "3. Sarana dan prasarana")

SOUND_PLANS = (
    "Persyaratan: Membuat brosur Prosedur pelayanan: Melatih petugas Sarana dan prasarana: Menambah kursi"
)


def row(
    unit: str = "Dinas Satu",
    period: str = HALF_1,
    *,
    no: str = "1",
    values: list[str] | None = None,
    index: str = "85,33",
    grade: str = "B (Baik)",
    people: str = "120",
    methods: str = "SKM Online",
    priorities: str = "1. Persyaratan 2. Prosedur pelayanan 3. Sarana dan prasarana",
    plans: str = SOUND_PLANS,
    realisation: str = "100%",
) -> str:
    """Return one line of the table, sound unless told otherwise."""
    return "\t".join(
        [no, unit, period, *(values or VALUES), index, grade, people, methods, priorities, plans, realisation]
    )


def continued(**cells: str) -> str:
    """Return a line that only goes on: cells by column name."""
    names = ["no", "unit", "period", *(f"U{n}" for n in range(1, 10))]
    names += ["index", "grade", "people", "methods", "priorities", "plans", "realisation"]
    return "\t".join(cells.get(name, "") for name in names)


def read(folder: Path, *lines: str, title: str = TITLE, header: str = HEADER) -> Recap:
    """Return the recap of a text with these lines under the header."""
    path = folder / "rekap.txt"
    path.write_text(title + "\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_recap(path)


def only(recap: Recap) -> RecapRow:
    (found,) = recap.rows
    return found
