"""`puas federate URL...`: add up the published tallies of several installations."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import click

from puas.errors import BadInput
from puas.language import say
from puas.methodology.periods import parse_period

ENDINGS = ("csv", "xlsx", "pdf", "docx")


@click.command(
    help=say("Jumlahkan cacah terbit beberapa instalasi menjadi satu rekap (CSV, XLSX, PDF, DOCX).")
)
@click.argument("addresses", metavar="URL...", nargs=-1, required=True)
@click.option("--period", "code", required=True, help=say("Periode: 2023-Q1, 2023-S1, atau 2023"))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=say("Berkas yang ditulis; akhirannya menentukan formatnya"),
)
def command(addresses: tuple[str, ...], code: str, out: Path) -> int:
    """Write the combined recap; every address that failed is named. Returns 1 when any did."""
    ending, period = _ending_of(out), parse_period(code)
    from puas.commands.report import write_file
    from puas.exchange.federations import read_federation
    from puas.reports.federations import build_federation_document
    from puas.reports.formats import render_document

    federation = read_federation(addresses, period.code)
    for _, error in federation.problems:
        click.echo(say(error.message).format(**error.data), err=True)
    if not federation.totals:
        raise BadInput("federate_empty", "Tidak ada cacah yang dapat dijumlahkan; tidak ada berkas ditulis.")
    document = build_federation_document(federation, period, made_at=datetime.now(UTC))
    content = _csv(document) if ending == "csv" else render_document(document, ending)
    write_file(out, content)
    click.echo(say("{count} instansi dijumlahkan: {path}").format(count=len(federation.agencies), path=out))
    return 1 if federation.problems else 0


def _ending_of(out: Path) -> str:
    ending = out.suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        raise BadInput(
            "federate_format",
            "Akhiran “{ending}” tidak dikenal; pilih {known}.",
            ending=ending,
            known=", ".join(ENDINGS),
        )
    return ending


def _csv(document: object) -> bytes:
    """Return the tables of the document, one below the other; numbers with a point, as programs read them."""
    from puas.exchange.open_tables import print_cell
    from puas.methodology.numbers import round_half_up
    from puas.reports.documents import Amount, Document

    assert isinstance(document, Document)
    page = io.StringIO()
    writer = csv.writer(page)
    for table in document.tables:
        writer.writerow([column.title for column in table.columns])
        for row in table.rows:
            cells = [
                str(round_half_up(cell.value, cell.places)) if isinstance(cell, Amount) else print_cell(cell)
                for cell in row.cells
            ]
            writer.writerow(cells)
    return page.getvalue().encode()
