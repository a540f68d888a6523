"""The template: what it gives out is what reading takes back."""

import io
import zipfile

from puas.exchange.recap_templates import EXAMPLE_UNIT, write_recap_template
from puas.exchange.recaps.files import read_recap
from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import RowKind


def test_its_example_row_is_read_and_sound(tmp_path):
    path = tmp_path / "templat.xlsx"
    path.write_bytes(write_recap_template())
    checked = check_recap(read_recap(path))
    (row,) = checked.recap.rows
    assert (row.unit, row.kind, row.code, row.grade, row.respondents) == (
        EXAMPLE_UNIT,
        RowKind.SURVEY,
        "2026-Q1",
        "A",
        187,
    )
    assert [priority.element for priority in row.priorities] == ["U3", "U9", "U8"]
    assert checked.findings == ()


def test_it_checks_what_is_typed_and_is_always_the_same_file():
    first = write_recap_template()
    assert write_recap_template() == first
    sheet = zipfile.ZipFile(io.BytesIO(first)).read("xl/worksheets/sheet1.xml").decode()
    assert (
        sheet.count("<dataValidation ") == 15
    )  # period, U1..U9, index, grade, respondents, method, realisation
