"""`puas bench`: figures of this machine. A report: nothing here passes or fails by time."""

from dataclasses import dataclass
from pathlib import Path

import click

from puas.commands.bench_databases import ENGINES
from puas.commands.bench_figures import Figures, write_section
from puas.demonstration.large import Size
from puas.language import say


@dataclass(frozen=True)
class Options:
    """What every measurement is told: how to show its figures, and on which databases."""

    as_json: bool
    into: Path | None
    engines: tuple[str, ...]


@click.group(help=say("Ukur kecepatan di mesin ini dan cetak angkanya; tidak ada yang lulus atau gagal."))
@click.option("--json", "as_json", is_flag=True, help=say("Cetak sebagai JSON"))
@click.option(
    "--into", type=click.Path(dir_okay=False, path_type=Path), help=say("Tulis juga ke halaman Markdown ini")
)
@click.option(
    "--database",
    "engines",
    type=click.Choice(ENGINES),
    multiple=True,
    default=ENGINES,
    show_default=True,
    help=say("Basis data yang diukur, boleh lebih dari sekali; yang tidak ada dilewati"),
)
@click.pass_context
def command(context: click.Context, as_json: bool, into: Path | None, engines: tuple[str, ...]) -> None:
    """Keep the options for whichever measurement follows."""
    context.obj = Options(as_json, into, engines)


@command.command(
    help=say("Kiriman jawaban lewat formulir warga dan ODK Collect, pada SQLite dan PostgreSQL.")
)
@click.option("--clients", default="1,16,64", show_default=True, help=say("Banyaknya pengunjung sekaligus"))
@click.option(
    "--seconds", default=10.0, show_default=True, help=say("Lamanya setiap pengukuran, dalam detik")
)
@click.pass_obj
def submit(options: Options, clients: str, seconds: float) -> None:
    """Measure whole journeys."""
    from puas.commands.bench_submissions import measure_submissions

    _show(
        measure_submissions(tuple(int(number) for number in clients.split(",")), seconds, options.engines),
        options,
    )


@command.command(help=say("Cacah jawaban: DuckDB pada berkas, SQLite, dan PostgreSQL."))
@click.option("--rows", default=10_000_000, show_default=True, help=say("Banyaknya jawaban dalam berkas"))
@click.option(
    "--database-rows", default=1_000_000, show_default=True, help=say("Banyaknya jawaban dalam basis data")
)
@click.pass_obj
def tally(options: Options, rows: int, database_rows: int) -> None:
    """Measure counting."""
    from puas.commands.bench_tallies import measure_tallies

    _show(measure_tallies(rows, database_rows, options.engines), options)


@command.command(help=say("Laporan instansi dan laporan semua unit, per langkah; PDF, DOCX, dan XLSX."))
@click.option(
    "--units",
    default=155,
    show_default=True,
    type=click.IntRange(2),
    help=say("Banyaknya unit pada laporan empat triwulan"),
)
@click.pass_obj
def report(options: Options, units: int) -> None:
    """Measure the reports."""
    from puas.commands.bench_documents import measure_documents

    _show(measure_documents(units), options)


@command.command("import", help=say("Impor berkas jawaban: CSV dan ekspor SKM Online, selagi warga mengisi."))
@click.option("--rows", default=200_000, show_default=True, help=say("Banyaknya baris dalam berkas"))
@click.pass_obj
def import_(options: Options, rows: int) -> None:
    """Measure importing."""
    from puas.commands.bench_imports import measure_imports

    _show(measure_imports(rows, options.engines), options)


@command.command(help=say("Rekap terbit: membaca dan memeriksa teks, XLSX, PDF, dan DOCX."))
@click.option("--rows", default=5_000, show_default=True, help=say("Banyaknya baris dalam berkas XLSX"))
@click.option("--turns", default=3, show_default=True, help=say("Berapa kali setiap berkas dibaca"))
@click.pass_obj
def recap(options: Options, rows: int, turns: int) -> None:
    """Measure reading and checking published recaps."""
    from puas.commands.bench_recaps import measure_recaps

    _show(measure_recaps(rows, turns), options)


@command.command(help=say("Unit dan layanan dari berkas XLSX: dibaca, dipratinjau, diterapkan."))
@click.option("--rows", default=1_000, show_default=True, help=say("Banyaknya unit"))
@click.pass_obj
def units(options: Options, rows: int) -> None:
    """Measure taking units in."""
    from puas.commands.bench_units import measure_units

    _show(measure_units(rows, options.engines), options)


@command.command(
    help=say("Setiap halaman kantor pada contoh besar (puas demo --size large), yang terlambat dahulu.")
)
@click.option(
    "--turns", default=30, show_default=True, type=click.IntRange(1), help=say("Kunjungan tiap halaman")
)
@click.option(
    "--units", default=Size.units, show_default=True, type=click.IntRange(1), help=say("Banyaknya unit")
)
@click.option(
    "--periods",
    default=Size.periods,
    show_default=True,
    type=click.IntRange(2, 40),
    help=say("Banyaknya triwulan"),
)
@click.option(
    "--answers",
    default=Size.answers,
    show_default=True,
    type=click.IntRange(0),
    help=say("Banyaknya jawaban"),
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=say("Folder data yang sudah berisi contoh besar; yang lain tidak dibuat"),
)
@click.option("--url", default=None, help=say("Basis data PostgreSQL milik folder itu"))
@click.pass_obj
def pages(
    options: Options,
    turns: int,
    units: int,
    periods: int,
    answers: int,
    folder: Path | None,
    url: str | None,
) -> None:
    """Measure the pages of the office."""
    from puas.commands.bench_pages import Source, measure_pages

    _show(measure_pages(Source(Size(units, periods, answers), folder, url), turns, options.engines), options)


@command.command(help=say("Rekaman publik: pembaca tiap detik, dan lamanya setiap halaman."))
@click.option("--seconds", default=8.0, show_default=True, help=say("Lamanya setiap pengukuran, dalam detik"))
@click.option(
    "--turns", default=30, show_default=True, type=click.IntRange(1), help=say("Kunjungan tiap halaman")
)
@click.option("--units", default=155, show_default=True, type=click.IntRange(1), help=say("Banyaknya unit"))
@click.option(
    "--periods", default=8, show_default=True, type=click.IntRange(2, 40), help=say("Banyaknya triwulan")
)
@click.option(
    "--answers",
    default=150_000,
    show_default=True,
    type=click.IntRange(0),
    help=say("Banyaknya jawaban"),
)
@click.pass_obj
def portal(options: Options, seconds: float, turns: int, units: int, periods: int, answers: int) -> None:
    """Measure the pages that everybody may read."""
    from puas.commands.bench_portal import measure_portal

    _show(measure_portal(Size(units, periods, answers), seconds, turns, options.engines), options)


@command.command(help=say("Data terbuka: satu tabel panjang sebagai CSV, dan memori server."))
@click.option(
    "--rows", default=300_000, show_default=True, type=click.IntRange(1), help=say("Banyaknya baris tabel")
)
@click.pass_obj
def data(options: Options, rows: int) -> None:
    """Measure a long table of the open data."""
    from puas.commands.bench_open_data import measure_open_data

    _show(measure_open_data(rows, options.engines), options)


def _show(figures: Figures, options: Options) -> None:
    click.echo(figures.render_json() if options.as_json else figures.render_text())
    if options.into:
        write_section(options.into, figures)
