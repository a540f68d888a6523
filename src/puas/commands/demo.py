"""`puas demo`: two real cities from their printed figures to published pages and reports, then served.

`--size large` makes one agency of many units and periods instead.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import click

from puas.commands.demo_progress import step
from puas.demonstration.large import Size
from puas.errors import BadInput
from puas.language import say

HOST = "127.0.0.1"


@click.command(help=say("Siapkan dua kota contoh, hitung, terbitkan, tulis laporan, dan layani."))
@click.option(
    "--out",
    default="demo-out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=say("Folder untuk laporan"),
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("Porta"))
@click.option("--no-serve", is_flag=True, help=say("Selesai setelah laporan ditulis; tidak melayani"))
@click.option(
    "--size",
    type=click.Choice(["small", "large"]),
    default="small",
    show_default=True,
    help=say("small: dua kota nyata; large: satu instansi besar untuk mengukur kecepatan"),
)
@click.option(
    "--units", default=Size.units, show_default=True, type=click.IntRange(1), help=say("large: unit")
)
@click.option(
    "--periods",
    default=Size.periods,
    show_default=True,
    type=click.IntRange(1, 40),
    help=say("large: triwulan"),
)
@click.option(
    "--answers", default=Size.answers, show_default=True, type=click.IntRange(0), help=say("large: jawaban")
)
def command(out: Path, port: int, no_serve: bool, size: str, units: int, periods: int, answers: int) -> None:
    """Set up what is missing, print the comparison, write the reports, then serve until Ctrl-C."""
    address = f"http://{HOST}:{port}"
    os.environ.setdefault("PUAS_BASE_URL", address)  # before the settings are read
    from puas.commands.serve import prepare_database, require_free_port, serve_forever

    if not no_serve:
        require_free_port(HOST, port)
    if size == "small":
        make_folder(out)
    with step(say("Basis data")):
        prepare_database()
    try:
        if size == "large":
            show_large(Size(units, periods, answers), address)
        else:
            show(out, address)
    except KeyboardInterrupt:
        click.echo("\n" + say("Dihentikan. Perintah yang sama melanjutkannya."), err=True)
        raise
    if not no_serve:
        serve_forever(HOST, port)


def make_folder(out: Path) -> None:
    """Make the folder of the reports before anything slow starts; BadInput says why it cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            "demo_out",
            "Folder {path} tidak dapat dibuat ({reason}). Pilih folder lain dengan --out.",
            path=out,
            reason=error.strerror,
        ) from error


def show(out: Path, address: str) -> None:
    """Do the demonstration in a database that is ready: set up, compare, report, say where to look."""
    from django.utils import timezone

    from puas.commands import demo_reports, demo_setup, demo_tables

    live = demo_setup.set_up(timezone.localtime())
    reports = demo_reports.write_reports(out)
    _print(demo_tables.comparison())
    _print(demo_tables.reports(reports))
    _print(demo_tables.doors(address, live))


def show_large(size: Size, address: str) -> None:
    """Make the large example in a database that is ready, and say how to look at it."""
    from django.utils import timezone

    from puas.commands import demo_large, demo_tables

    demo_large.set_up_large(size, timezone.localdate())
    _print(demo_tables.large(address))


def _print(lines: Iterable[str]) -> None:
    click.echo()
    for line in lines:
        click.echo(line)
