"""The demonstration's way through both cities, step by step; a step that is done takes no time."""

from datetime import datetime, time

from django.conf import settings

from puas.commands.demo_cities import (
    adopt_period,
    compute_averages,
    compute_surveys,
    ensure_city,
    ensure_classic,
    hold_surveys,
    import_history,
    publish,
    require_only_examples,
)
from puas.commands.demo_follow_up import carry_out_plans, ensure_services, name_team, write_plans
from puas.commands.demo_logins import (
    COORDINATOR_PONTIANAK,
    COORDINATOR_SURAKARTA,
    LIVE_UNIT,
    LOGINS,
    ensure_user,
)
from puas.commands.demo_progress import each, step
from puas.demonstration.cities import City, load_city
from puas.language import say
from puas.lifecycles import SurveyState
from puas.methodology.periods import Period, PeriodKind
from puas.models import Agency, Survey, Unit, User
from puas.operations.periods import ensure_period
from puas.operations.surveys import open_survey, plan_survey

COUNTED = "2023-Q2"
"""The quarter of Kota Surakarta in which every printed respondent gets one drawn answer."""

SURAKARTA_PERIODS = ("2023-Q1", COUNTED, "2023-S1")
PONTIANAK_SURVEYS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2023-S1", "2023-S2")
PONTIANAK_AVERAGES = ("2023-S1", "2023-S2", "2023")


def set_up(now: datetime) -> Survey:
    """Fill the database with both cities as far as they are missing.

    Returns the survey that takes answers at `now` (aware). NotNow when there is real data.
    """
    require_only_examples()
    cities = {key: load_city(key) for key in ("surakarta", "pontianak")}
    agencies = {key: ensure_city(city) for key, city in each(say("Kota dan unit"), cities.items())}
    users = {
        login: ensure_user(login, agencies[login.city], settings.SECRET_KEY)
        for login in each(say("Akun contoh"), LOGINS)
    }
    set_up_surakarta(cities["surakarta"], agencies["surakarta"], users[COORDINATOR_SURAKARTA])
    set_up_pontianak(cities["pontianak"], agencies["pontianak"], users[COORDINATOR_PONTIANAK])
    return open_live_survey(agencies["surakarta"], users[COORDINATOR_SURAKARTA], now)


def set_up_surakarta(city: City, agency: Agency, by: User) -> None:
    """The first quarter as printed, the second from raw answers; both published, and their half-year."""
    with step(say("Surakarta: angka tercetak")):
        import_history(city, agency)
        adopt_period(city, agency, "2023-Q1", by)
        write_plans(agency, "2023-Q1")
        ensure_services(agency)
    answers = sum(row.respondents or 0 for row in city.surveys(COUNTED) if not row.parent)
    with step(say("Surakarta: jawaban responden"), answers) as progress:
        hold_surveys(city, agency, COUNTED, progress)
    name_team(agency, COUNTED)
    carry_out_plans(agency, "2023-Q1", by)
    with step(say("Surakarta: hitung unit dan induk"), len(city.units)) as progress:
        compute_surveys(agency, COUNTED, by, progress)
    write_plans(agency, COUNTED)
    with step(say("Surakarta: rata-rata dan kota"), len(SURAKARTA_PERIODS) * len(city.units)) as progress:
        for code in SURAKARTA_PERIODS:
            compute_averages(city, agency, code, by, progress)
    for code in each(say("Surakarta: terbitkan"), SURAKARTA_PERIODS):
        publish(agency, code, by)


def set_up_pontianak(city: City, agency: Agency, by: User) -> None:
    """Everything as printed: surveys of quarters and half-years, averaged by the named rules, published."""
    with step(say("Pontianak: angka tercetak")):
        import_history(city, agency)
    for code in each(say("Pontianak: ambil alih hasil"), PONTIANAK_SURVEYS):
        adopt_period(city, agency, code, by)
    with step(say("Pontianak: rata-rata dan kota"), len(PONTIANAK_AVERAGES) * len(city.units)) as progress:
        for code in PONTIANAK_AVERAGES:
            compute_averages(city, agency, code, by, progress)
    for code in each(say("Pontianak: terbitkan"), (*PONTIANAK_SURVEYS, "2023")):
        publish(agency, code, by)


def open_live_survey(agency: Agency, by: User, now: datetime) -> Survey:
    """Return the survey of the present quarter that anybody can answer; opened when it is not there."""
    quarter = Period(PeriodKind.QUARTER, now.year, (now.month + 2) // 3)
    unit = Unit.objects.select_related("agency").get(agency=agency, name=LIVE_UNIT)
    period = ensure_period(quarter)
    survey = Survey.objects.filter(unit=unit, period=period).first()
    if survey is None:
        closes_at = datetime.combine(quarter.ends, time.max, tzinfo=now.tzinfo)
        survey = plan_survey(
            unit=unit, period=period, instrument=ensure_classic(), closes_at=closes_at, by=by
        )
    if survey.stage is SurveyState.PLANNED:
        open_survey(survey=survey, by=by)
    return survey
