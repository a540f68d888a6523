"""The findings sheet as a document: a summary by rule, the findings by severity, what agrees."""

import datetime
from decimal import Decimal

from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import Recap, RecapRow, RowKind, Source, UnitCount
from puas.methodology.periods import parse_period
from puas.reports.documents import Amount, Document, Listing, Paragraph, Tiles
from puas.reports.finding_sheets import build_findings_document
from puas.reports.formats import FORMATS

MADE_AT = datetime.datetime(2024, 7, 1, 9, tzinfo=datetime.UTC)


def row(**changes: object) -> RecapRow:
    given: dict[str, object] = {
        "unit": "Dinas Satu",
        "period": parse_period("2024-S1"),
        "values": (Decimal("80.12"),) * 9,
        "index": Decimal("80.12"),
        "grade": "B",
        "respondents": 120,
        "source": Source("rekap.xlsx", "TW I", None, (7,)),
    }
    return RecapRow(**given | changes)  # type: ignore[arg-type]


def build(*rows: RecapRow, **changes: object) -> Document:
    recap = Recap(rows=rows, **changes)  # type: ignore[arg-type]
    return build_findings_document(check_recap(recap), "rekap.xlsx", made_at=MADE_AT)


def test_findings_stand_by_severity_with_both_figures_and_their_place() -> None:
    document = build(row(grade="C", respondents=30))
    summary, errors, remarks = document.tables
    assert [r.cells[1:] for r in summary.rows] == [("Kesalahan", Amount(1, 0)), ("Catatan", Amount(1, 0))]
    assert [r.cells[:4] + r.cells[5:] for r in errors.rows] == [("Dinas Satu", "2024-S1", "C", "B", "TW I:7")]
    assert [table.title for table in (errors, remarks)] == ["Kesalahan", "Catatan"]
    (tiles,) = [block for block in document.blocks if isinstance(block, Tiles)]
    assert [(tile.label, tile.value) for tile in tiles.tiles] == [
        ("Kesalahan", "1"),
        ("Peringatan", "0"),
        ("Catatan", "1"),
    ]


def test_a_page_of_a_pdf_is_named() -> None:
    document = build(row(grade="C", source=Source("a.pdf", None, 3, (12,))))
    assert document.tables[1].rows[0].cells[-1] == "h. 3:12"


def test_a_recap_without_findings_says_so_and_lists_what_agrees() -> None:
    agency = RecapRow(
        unit="Kota Contoh", kind=RowKind.AGENCY, period=parse_period("2024-S1"), index=Decimal("80.12")
    )
    document = build(row(), unit_counts=(UnitCount(1),), agency_rows=(agency,))
    assert document.tables == []
    assert document.cover.agency == "Kota Contoh"
    assert [block.items for block in document.blocks if isinstance(block, Listing)] == [("Jumlah unit: 1",)]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][
        -1
    ] == "Tidak ada temuan."


def test_every_format_writes_it() -> None:
    document = build(row(grade="C"))
    assert [render(document)[:4] for render in FORMATS.values()] == [b"%PDF", b"PK\x03\x04", b"PK\x03\x04"]
