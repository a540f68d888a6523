"""The scores of every respondent of a result, without anything that tells who they are."""

from fractions import Fraction

from puas.errors import NotFound, NotNow
from puas.methodology.answers import element_scores, unpack
from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.instruments import Instrument
from puas.models import Period, Response, Result, Unit
from puas.queries.exclusions import counted
from puas.queries.plans import find_standing_result
from puas.queries.result_changes import find_instruments
from puas.queries.result_inputs import is_current

Scores = tuple[Fraction | None, ...]


def respondent_scores(unit: Unit, period: Period) -> tuple[list[Scores], int]:
    """Return the score of each element (1..4, None where it was left open), a row a counted answer, and the
    agency's smallest group.

    NotFound `sheet_uncounted` for averages and printed figures, NotNow `sheet_moved` when the answers are no
    longer those of the result.
    """
    result = find_standing_result(unit, period)
    if result is None or not result.tally:
        raise NotFound(
            "sheet_uncounted",
            "Hasil {unit} untuk {period} bukan hitungan jawaban (rata-rata atau angka cetak), jadi tidak "
            "punya lembar olah data. Buat untuk survei yang dihitung di sini.",
            unit=unit.name,
            period=period.pure.label,
        )
    if not is_current(result):
        raise NotNow(
            "sheet_moved",
            "Jawaban {unit} untuk {period} berubah sesudah hasilnya dihitung. Hitung ulang hasilnya, lalu "
            "buat lembar ini lagi.",
            unit=unit.name,
            period=period.pure.label,
        )
    (instrument,) = find_instruments([result]).values()
    return _read(result, instrument), result.parameters.get("minimum_cell", DEFAULT_MINIMUM)


def _read(result: Result, instrument: Instrument) -> list[Scores]:
    answers = counted(Response.objects.filter(survey__in=result.parameters["surveys"]))
    words = answers.order_by().values_list("word_a", "word_b")
    kept: dict[tuple[int, int], Scores] = {}
    for pair in words.distinct():
        scaled = element_scores(instrument, unpack(pair, len(instrument.items)))
        kept[pair] = tuple(
            Fraction(score, scale) if score else None
            for score, scale in zip(scaled, instrument.scales, strict=True)
        )
    return [kept[pair] for pair in words]
