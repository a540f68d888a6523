"""Filling an empty database with a city: its tree, its printed history, its answers measured, all published.

Every function leaves alone what is there, so a run that was stopped is continued by the next one. The work
itself is done by the same operations that everybody uses.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from django.utils.text import slugify

from puas.commands.demo_progress import Progress
from puas.demonstration.cities import City, Figure, RowKind
from puas.demonstration.drawings import draw_answers, item_scores
from puas.demonstration.sums import Fit, fit_period
from puas.errors import NotNow
from puas.exchange.instrument_files import read_instrument
from puas.lifecycles import Need, SurveyState
from puas.methodology.periods import PeriodKind, parse_period
from puas.models import (
    Agency,
    InstrumentVersion,
    Period,
    Publication,
    Result,
    Service,
    Survey,
    Unit,
    UnitKind,
    User,
)
from puas.operations.agencies import create_agency
from puas.operations.instruments import store_instrument
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.recaps import PrintedRow, adopt_rows, import_rows
from puas.operations.responses import Answer, record_responses
from puas.operations.results import compute_agency, compute_average, compute_result
from puas.operations.surveys import (
    close_survey,
    open_survey,
    plan_survey,
    submit_survey,
    verify_survey,
)
from puas.operations.units import create_unit
from puas.queries.units import root_of

MARK = "demonstration"
"""Key in an agency's policy that tells the example apart from real data."""

ANSWERS = UUID("0f2d5a5e-6c8f-5d0a-9d3b-7f1f4f6f2a11")
"""Namespace of the drawn answers' uuids: the same answer has the same uuid in every run."""

SOURCES = {"table": "tabel", "summary": "ringkasan", "conclusion": "kesimpulan"}


def require_only_examples() -> None:
    """Raise NotNow when the database holds an agency that is not an example: its accounts would be known."""
    real = [agency.name for agency in Agency.objects.all() if not agency.policy.get(MARK)]
    if real:
        raise NotNow(
            "demo_data_in_use",
            "Folder data ini berisi {names}, yang bukan contoh. Contoh membuat akun bersandi tercetak, "
            "jadi tidak ada yang diubah. Pilih folder kosong: PUAS_DATA=/folder/kosong ./puas demo",
            names=", ".join(real),
        )


def ensure_city(city: City) -> Agency:
    """Return the city with its whole tree of units, made as far as it is missing."""
    agency = Agency.objects.filter(slug=slugify(city.name)).first()
    if agency is None:
        policy = {MARK: True, "rollup": "agency-all", "needs": [Need.TRAY, Need.RESULT, Need.FINDINGS]}
        agency = create_agency(name=city.name, area_code=city.area_code, policy=policy, by=None)
    known = units_by_name(agency)
    for row in city.units:
        if row.unit not in known:
            known[row.unit] = _create_unit(agency, row, known)
    return agency


def units_by_name(agency: Agency) -> dict[str, Unit]:
    """Return the agency's units by name (names are unique within the two cities)."""
    return {unit.name: unit for unit in Unit.objects.filter(agency=agency).select_related("agency")}


def _create_unit(agency: Agency, row: Figure, known: dict[str, Unit]) -> Unit:
    """Create a unit; a head carries its group's number, a child follows its head."""
    return create_unit(
        agency=agency,
        name=row.unit,
        parent=known[row.parent] if row.parent else root_of(agency),
        kind=UnitKind.UPP if row.parent else UnitKind.OPD,
        slug=slugify(row.unit.replace(".", " ")),
        number=None if row.parent else row.group,
        by=None,
    )


def import_history(city: City, agency: Agency) -> None:
    """Keep every printed row of the city, character by character, beside what will be computed."""
    import_rows(agency=agency, rows=[printed_row(city, row) for row in city.figures], by=None)


def printed_row(city: City, row: Figure) -> PrintedRow:
    keys = (f"U{number}" for number in range(1, len(row.values) + 1))
    return PrintedRow(
        period=row.period,
        kind=row.kind.value,
        source=f"Laporan SKM {city.name} 2023, {SOURCES[row.place]}",
        unit=row.unit,
        parent=row.parent,
        number=None if row.parent else row.group,
        values={key: city.write(value) for key, value in zip(keys, row.values, strict=True)},
        index=city.write(row.index),
        grade=row.grade,
        respondents=city.write(row.respondents),
        methods=tuple(sorted(row.methods, reverse=True)),
        priorities=row.priorities,
        realisation=city.write(row.realisation),
    )


def adopt_period(city: City, agency: Agency, code: str, by: User) -> None:
    """Make results of the printed survey rows of a period, unless they are there."""
    period = ensure_period(code)
    measured = Result.objects.filter(unit__agency=agency, period=period, basis="recap").count()
    if measured < len(city.surveys(code)):
        adopt_rows(agency=agency, period=period, by=by)


def hold_surveys(city: City, agency: Agency, code: str, progress: Progress) -> None:
    """Hold the survey of every unit in a period: one drawn answer for every printed respondent."""
    instrument = ensure_classic()
    units = units_by_name(agency)
    for name, fit in fit_period(city, code).items():
        _hold_survey(city, units[name], ensure_period(code), instrument, fit)
        progress.advance(fit.respondents)


def ensure_classic() -> InstrumentVersion:
    """Return the shipped questionnaire of nine questions."""
    return store_instrument(content=read_instrument("classic-2017"), by=None)


def _hold_survey(city: City, unit: Unit, period: Period, instrument: InstrumentVersion, fit: Fit) -> None:
    survey = Survey.objects.filter(unit=unit, period=period).select_related("unit", "instrument").first()
    survey = survey or plan_survey(unit=unit, period=period, instrument=instrument, by=None)
    if survey.stage is SurveyState.PLANNED:
        open_survey(survey=survey, by=None)
    if survey.stage is SurveyState.OPEN:
        services = list(Service.objects.filter(unit=unit).order_by("id"))
        record_responses(survey=survey, answers=_answers(city, period, instrument, fit, services), by=None)
        close_survey(survey=survey, by=None)


def _answers(
    city: City, period: Period, instrument: InstrumentVersion, fit: Fit, services: Sequence[Service]
) -> Iterator[Answer]:
    """Yield the drawn answers; of a unit's services each later one has fewer of them."""
    by_turn = [one for place, one in enumerate(services) for _ in range(len(services) - place)]
    questions = instrument.parsed
    drawn = draw_answers(
        fit, instrument=questions, starts=period.starts, ends=period.ends, seed=f"{city.key}/{period.code}"
    )
    for number, answer in enumerate(drawn):
        yield Answer(
            uuid=uuid5(ANSWERS, f"{city.key}/{period.code}/{fit.unit}/{number}"),
            scores=item_scores(questions, answer.scores),
            answered_at=answer.answered_at,
            profile=answer.profile,
            service=by_turn[number % len(by_turn)] if by_turn else None,
        )


def compute_surveys(agency: Agency, code: str, by: User, progress: Progress) -> None:
    """Measure every unit that held a survey, from its answers and those below it."""
    period = ensure_period(code)
    measured = set(_measured(agency, period))
    for survey in Survey.objects.filter(unit__agency=agency, period=period).select_related("unit__agency"):
        if survey.unit_id not in measured:
            compute_result(unit=survey.unit, period=period, by=by)
        progress.advance()


def compute_averages(city: City, agency: Agency, code: str, by: User, progress: Progress) -> None:
    """Measure the half-year or year of every unit that was surveyed in shorter periods, then the city's."""
    period = ensure_period(code)
    measured = set(_measured(agency, period))
    units = units_by_name(agency)
    for row in city.units:
        if units[row.unit].pk not in measured and needs_average(city, row.unit, code):
            compute_average(unit=units[row.unit], period=period, by=by)
        progress.advance()
    if root_of(agency).pk not in measured:
        compute_agency(agency=agency, period=period, by=by)


def needs_average(city: City, unit: str, code: str) -> bool:
    """Say whether a unit's figure for a half-year or year is made of shorter surveys."""
    whole = parse_period(code)
    held = [
        parse_period(row.period) for row in city.figures if row.unit == unit and row.kind is RowKind.SURVEY
    ]
    return whole.kind is not PeriodKind.QUARTER and whole not in held and any(map(whole.contains, held))


def _measured(agency: Agency, period: Period) -> Sequence[int]:
    return list(Result.objects.filter(unit__agency=agency, period=period).values_list("unit_id", flat=True))


def publish(agency: Agency, code: str, by: User) -> int:
    """Publish what stands for a period, unless all of it is published; return how many are new.

    The installation submits each survey and `by` verifies it. Plans are not asked for (the city's policy):
    the sentences of the printed ones are not ours to take over.
    """
    period = ensure_period(code)
    published = Publication.objects.filter(unit__agency=agency, period=period).values_list(
        "unit_id", flat=True
    )
    if set(_measured(agency, period)) <= set(published):
        return 0
    for survey in Survey.objects.filter(unit__agency=agency, period=period, state=SurveyState.CLOSED.value):
        verify_survey(survey=submit_survey(survey=survey, by=None), by=by)
    return len(publish_period(agency=agency, period=period, by=by))
