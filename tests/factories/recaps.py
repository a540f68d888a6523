"""Recaps as files: CSV with the official columns, one line a unit and period."""

from collections.abc import Iterable, Sequence

from puas.methodology.elements import ELEMENTS

COLUMNS = (
    *("No", "UPP", "Periode"),
    *(element.key for element in ELEMENTS),
    *("IKM", "Kategori", "Jumlah Responden", "Metode", "Unsur Prioritas Perbaikan"),
    *("Rencana Tindak Lanjut", "Realisasi Tindak Lanjut Periode Sebelumnya (%)"),
)
VALUES = ("90,25", "88,50", "84,75", "96,00", "89,25", "91,50", "92,00", "87,50", "86,25")
INDEX = "89,5556"
"""The plain mean of VALUES: 806 / 9."""
LOWEST = ("U3", "U9", "U8")


def make_line(
    number: int,
    unit: str,
    period: str = "Semester I 2022",
    *,
    values: Sequence[str] = VALUES,
    index: str = INDEX,
    grade: str = "A",
    respondents: str = "187",
    plans: str = "",
) -> tuple[str, ...]:
    """Make one printed row; as it stands nothing is wrong with it."""
    names = {element.key: element.name for element in ELEMENTS}
    priorities = "; ".join(f"{n}. {names[key]}" for n, key in enumerate(LOWEST, 1))
    plans = plans or "; ".join(
        f"{n}. {names[key]}: memperbaiki hal ke-{n} di {unit} pada {period}"
        for n, key in enumerate(LOWEST, 1)
    )
    told = (grade, respondents, "SKM Online", priorities, plans, "")
    return (str(number), unit, period, *values, index, *told)


def make_recap(*lines: Iterable[str]) -> bytes:
    """Make the CSV file of these rows."""
    rows = [COLUMNS, *lines]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()


GOOD = make_recap(make_line(1, "Dinas Satu"), make_line(2, "Dinas Dua", respondents="203"))
"""A sound recap of two units."""
BAD = make_recap(
    make_line(1, "Dinas Satu", index="78,10", grade="A"),
    make_line(2, "Dinas Dua", respondents="203"),
)
"""Its first row prints an index that is not the mean of its elements, and a grade of another index."""
