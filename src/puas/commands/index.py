"""`puas index FILE`: the method for anyone with a table of answers. Needs no database and no settings."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from puas.engines.duckdb import GroupCount, count_sheet
from puas.engines.duckdb_rejections import Rejection, find_rejections
from puas.errors import BadInput
from puas.exchange.answer_sheets import AnswerSheet, open_answer_sheet
from puas.exchange.index_figures import Figures, build_figures, clean_text, render_csv, render_json
from puas.exchange.index_tables import render_table
from puas.exchange.instrument_files import list_instruments, load_instrument
from puas.exchange.weight_files import read_weights
from puas.language import say
from puas.methodology.indices import Weighting, default_weighting, parse_weighting
from puas.methodology.instruments import Instrument, parse_instrument
from puas.methodology.numbers import parse_count
from puas.methodology.tallies import Tally

FORMATS: dict[str, Callable[..., str]] = {"table": render_table, "json": render_json, "csv": render_csv}


@click.command(help=say("Hitung IKM dari satu berkas jawaban (CSV, XLSX, Parquet)."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--instrument", default="classic-2017", help=say("Kuesioner: kunci atau berkas TOML."))
@click.option("--weights", help=say("Bobot: exact, 0.111, 0.11, atau berkas TOML/CSV."))
@click.option("--by", help=say("Kolom untuk mengelompokkan, misalnya jenis layanan."))
@click.option("--population", help=say("Jumlah penerima layanan, untuk sampel minimum dan galat."))
@click.option("--sheet", help=say("Nama lembar pada berkas XLSX."))
@click.option("--format", "form", default="table", help=say("Bentuk keluaran: table, json, atau csv."))
def command(
    file: Path,
    instrument: str,
    weights: str | None,
    by: str | None,
    population: str | None,
    sheet: str | None,
    form: str,
) -> int:
    """Print the index of a file; rejected rows go to standard error. Exit code 1 when no row counts."""
    if form not in FORMATS:
        raise BadInput(
            "format_unknown",
            "Bentuk keluaran “{form}” tidak dikenal; pilih {known}.",
            form=form,
            known=", ".join(FORMATS),
        )
    questionnaire = _find_instrument(instrument)
    weighting = _find_weighting(weights, questionnaire)
    users = None if population is None else parse_count(population)
    with open_answer_sheet(file, questionnaire, sheet=sheet) as table:
        counts = count_sheet(table, by)
        total, groups = _build(table, counts, weighting, users, grouped=by is not None)
        sys.stdout.write(FORMATS[form](total, groups))
        sys.stdout.flush()
        _list_rejections(table, total)
    return 0 if total.index.respondents else 1


def _find_instrument(text: str) -> Instrument:
    """Return a shipped questionnaire by its key, or the one in a TOML file."""
    if text in list_instruments() or not text.casefold().endswith(".toml"):
        return load_instrument(text)
    try:
        return parse_instrument(Path(text).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "instrument_unreadable",
            "Berkas kuesioner {path} tidak dapat dibaca. Periksa nama dan isinya.",
            path=text,
        ) from error


def _find_weighting(text: str | None, instrument: Instrument) -> Weighting:
    if text is None:
        return default_weighting(instrument)
    if Path(text).suffix.casefold() in (".toml", ".csv"):
        return read_weights(Path(text), instrument)
    return parse_weighting(text, instrument)


def _build(
    table: AnswerSheet,
    counts: dict[str | None, GroupCount],
    weighting: Weighting,
    population: int | None,
    *,
    grouped: bool,
) -> tuple[Figures, list[Figures] | None]:
    """Return the figures of the whole file and, if asked, of its groups: tallies add."""
    instrument = table.instrument
    whole = sum((count.tally for count in counts.values()), Tally.empty(instrument))
    total = build_figures(
        whole,
        instrument,
        weighting,
        rejected=sum(count.rejected for count in counts.values()),
        population=population,
        notes=[say(sentence, **data) for sentence, data in table.notes],
    )
    if not grouped:
        return total, None
    return total, [
        build_figures(count.tally, instrument, weighting, rejected=count.rejected, group=name)
        for name, count in counts.items()
    ]


def _list_rejections(table: AnswerSheet, total: Figures) -> None:
    """Print every reason why a row does not count, by row, to standard error."""
    if not total.rejected:
        return
    rows = total.index.respondents + total.rejected
    print(say("{rejected} dari {rows} baris ditolak:", rejected=total.rejected, rows=rows), file=sys.stderr)
    sys.stderr.writelines(_write_lines(find_rejections(table)))


def _write_lines(rejections: Iterable[Rejection]) -> Iterable[str]:
    for rejection in rejections:
        data = {name: clean_text(value, 60) for name, value in rejection.data.items()}
        row, column, reason = rejection.row, clean_text(rejection.column, 100), say(rejection.reason, **data)
        if column:
            yield say("baris {row}, kolom {column}: {reason}", row=row, column=column, reason=reason) + "\n"
        else:
            yield say("baris {row}: {reason}", row=row, reason=reason) + "\n"
