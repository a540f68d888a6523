"""A recap taken over, written as our own report in every format, and read again: what is the same."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from puas.commands.recap import command
from puas.commands.recap_trips import FORMATS, compare_written, write_reports
from puas.demonstration.cities import City, Figure, RowKind, load_city
from puas.exchange.recaps.files import read_recap, read_recap_lines
from puas.methodology.elements import ELEMENTS
from puas.methodology.findings.checks import CheckedRecap, check_recap
from puas.methodology.periods import parse_period
from tests.factories.recaps import COLUMNS, GOOD

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
REPORTS = {"Kota Pontianak": "pontianak-2023.txt", "Kota Surakarta": "surakarta-2023-s1.txt"}
WORDS = {"A": "Sangat Baik", "B": "Baik", "C": "Kurang Baik", "D": "Tidak Baik"}
NAMES = {element.key: element.name for element in ELEMENTS}

# What cannot be the same: sentences and the list of units, which a report writes itself; the label of a
# period against its months; cells that a scan lost and that were mended before they were taken over.
SENTENCES = {"trend-unproven": 2}
INHERENT = {
    "Kota Pontianak": SENTENCES | {"period-months": 1, "period-partial": 1, "cell-missing": 5},
    "Kota Surakarta": SENTENCES | {"agency-statement": 1, "unit-spelling": 4},
}


def go(checked: CheckedRecap, folder: Path, agency: str) -> dict[str, Counter[str]]:
    """Return the rules whose findings are lost; every row and cell must be the same and no finding new."""
    write_reports(checked, folder, agency)
    lost = {}
    for ending in FORMATS:
        found = compare_written(checked, folder, ending)
        assert (ending, found.only_first, found.only_second) == (ending, [], [])
        assert (ending, found.differences, found.new) == (ending, [], Counter())
        assert (found.rows, found.cells > 10 * found.rows) == (found.same_rows, True)
        lost[ending] = _by_rule(found.lost)
    return lost


def _by_rule(keys: Counter[tuple[str, str, str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (rule, _, _), count in keys.items():
        counts[rule] += count
    return counts


@pytest.mark.django_db
@pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"{SEEDS} is not there: the trip of real reports is not tried on this machine"
)
@pytest.mark.parametrize("agency", REPORTS)
def test_real_reports_come_back_with_the_same_rows_and_findings(agency: str, tmp_path: Path) -> None:
    checked = check_recap(read_recap(SEEDS / REPORTS[agency]))
    assert go(checked, tmp_path, agency) == dict.fromkeys(FORMATS, INHERENT[agency])


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["pontianak", "surakarta"])
def test_the_figures_of_the_demonstration_come_back(key: str, tmp_path: Path) -> None:
    city = load_city(key)
    rows = [figure for figure in city.figures if figure.place == "table"]
    recap = read_recap_lines([COLUMNS, *(_cells(city, row) for row in rows)], name="rekap.csv", year=2023)
    checked = check_recap(recap)
    assert len((*recap.rows, *recap.agency_rows)) == len(rows)
    assert go(checked, tmp_path, city.name) == {ending: Counter() for ending in FORMATS}


def _cells(city: City, figure: Figure) -> tuple[str, ...]:
    """Return a printed row; its plans are ours, because the figures of the demonstration have none."""
    period = parse_period(figure.period)
    label = period.label if figure.kind is RowKind.SURVEY else f"Rata-rata {period.label}"
    is_head = figure.kind is not RowKind.AGENCY and not figure.parent_printed
    plans = (f"{NAMES[key]}: memperbaiki {key} di {figure.unit}" for key in figure.priorities)
    return (
        str(figure.group) if is_head else "",
        f"Rata-rata {city.name}" if figure.kind is RowKind.AGENCY else figure.unit,
        label,
        *(city.write(value) for value in (*figure.values, figure.index)),
        f"{figure.grade} ({WORDS[figure.grade]})",
        "" if figure.respondents is None else str(figure.respondents),
        " dan ".join(f"SKM {method}" for method in sorted(figure.methods)),
        _number([NAMES[key] for key in figure.priorities]),
        _number(list(plans)),
        city.write(figure.realisation),
    )


def _number(items: list[str]) -> str:
    return "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))


def test_the_command_prints_what_is_the_same_and_the_agencys_row_that_the_file_lacks(tmp_path: Path) -> None:
    file = tmp_path / "rekap.csv"
    file.write_bytes(GOOD)
    done = CliRunner().invoke(command, ["trip", str(file)])
    assert (done.exit_code, done.output.splitlines()[:4]) == (
        0,
        [
            "XLSX:",
            "  baris: 2 dari 2, tambahan 1",
            "  sel: 36 dari 36 sama",
            "  temuan: 0 dari 0 sama, tambahan 0",
        ],
    )
