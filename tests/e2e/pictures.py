"""What the screenshots show: the small city, with a survey in every state and something on every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from puas.lifecycles import ItemState
from puas.methodology.periods import PeriodKind
from puas.models import (
    Channel,
    FormLink,
    InstrumentVersion,
    LinkKind,
    PlanItem,
    Report,
    Role,
    Survey,
    Unit,
    Webhook,
)
from puas.operations.calendars import add_holiday, set_rule
from puas.operations.invitations import invite_person
from puas.operations.period_results import start_period_results
from puas.operations.periods import ensure_period
from puas.operations.reports import freeze_report
from puas.operations.response_flags import flag_responses
from puas.operations.responses import Answer, record_response, record_responses
from puas.operations.results import compute_result
from puas.operations.services import create_service
from puas.operations.surveys import close_survey, open_survey, return_survey, submit_survey, verify_survey
from puas.operations.users import change_details
from puas.queries.plans import find_standing_result, propose_priorities
from puas.reports.kinds import ReportKind
from tests.e2e.cities import RUNNING, SECOND, City, make_city
from tests.factories import make_open_survey, make_user
from tests.factories.form_links import make_form_link
from tests.factories.jobs import work
from tests.factories.paper_batches import make_batch, read_sheet
from tests.factories.plans import make_item, report
from tests.factories.webhooks import make_webhook

NOW = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)
COMMENTS = (
    "Petugasnya ramah dan cepat",
    "Antrenya lama sekali, kursi tunggu kurang",
    "Biaya jelas, tidak ada pungutan",
    "Persyaratan di papan tidak sama dengan di loket",
    "Tempat parkir sempit",
    "Pengaduan saya belum dijawab",
    "Prosedurnya mudah diikuti",
    "Toiletnya bersih",
)
EDUCATION, WORK = ("SD", "SMP", "SMA", "D1-D3", "S1"), ("SWASTA", "WIRAUSAHA", "PNS", "LAINNYA")
ACTIVITIES = (
    "Memasang papan alur layanan di ruang tunggu",
    "Menyeragamkan daftar persyaratan di loket dan di laman",
    "Menambah kursi tunggu dan jalur kursi roda",
)


@dataclass
class Pictures:
    """Where the pictures are taken."""

    city: City
    open: Survey
    planned: Survey
    closed: Survey
    returned: Survey
    submitted: Survey
    verified: Survey
    published: Survey
    item: PlanItem
    kiosk: FormLink
    invitation: str
    report: Report
    webhook: Webhook


def make_pictures() -> Pictures:
    """Make everything, in the third quarter of 2026."""
    city = make_city()
    units = city.units
    _set_up(city)
    live = open_survey(survey=Survey.objects.get(unit=units[3], period__code=RUNNING), by=city.coordinator)
    _answer(live, 176, _link_of(units[3]))
    closed, returned, submitted, verified = (_count(unit, city) for unit in units[4:])
    start_period_results(unit=_root(city), period=live.period, by=city.coordinator)
    work()
    _hold(closed)
    return_survey(
        survey=submit_survey(survey=returned, by=None),
        reason="Kegiatan kedua belum menyebut tempatnya. Tulis di loket mana, lalu ajukan lagi.",
        by=city.coordinator,
    )
    submit_survey(survey=submitted, by=None)
    verify_survey(survey=submit_survey(survey=verified, by=None), by=city.coordinator)
    _type(live)
    return Pictures(
        city,
        live,
        Survey.objects.get(unit=units[2], period__code=RUNNING),
        *(closed, returned, submitted, verified),
        Survey.objects.get(unit=units[0], period__code=SECOND),
        _carry_out(city),
        make_form_link(units[3], "Kios ruang tunggu", kind=LinkKind.KIOSK, pin="2468"),
        _invite(city),
        _freeze(city),
        make_webhook(units[3], "https://data.contoh.go.id/kabar"),
    )


def _root(city: City) -> Unit:
    return Unit.objects.get(agency=city.agency, parent=None)


def _set_up(city: City) -> None:
    """Give people names, units services, the agency a calendar."""
    names = {city.coordinator: "Ratna Wulandari", city.officer: "Budi Santoso"}
    for user, name in names.items():
        change_details(user=user, full_name=name, email=f"{user.username}@contoh.go.id", by=user)
    auditor = make_user("auditor", Role.AUDITOR, _root(city))
    change_details(user=auditor, full_name="Dewi Anggraini", email="", by=auditor)
    for unit, names_of in zip(
        city.units[2:4], (("Izin usaha", "Izin bangunan"), ("Uji kendaraan", "Izin trayek")), strict=True
    ):
        for name in names_of:
            create_service(unit=unit, name=name, by=None, users_per_year=900)
    version = InstrumentVersion.objects.get()
    set_rule(unit=_root(city), kind=PeriodKind.QUARTER.value, instrument=version, by=city.coordinator)
    set_rule(unit=city.units[5], kind=PeriodKind.SEMESTER.value, by=city.coordinator)
    for day, name in ((date(2026, 8, 17), "Hari Kemerdekaan"), (date(2026, 12, 25), "Hari Raya Natal")):
        add_holiday(agency=city.agency, day=day, name=name, by=city.coordinator)


def _link_of(unit: Unit) -> FormLink:
    return make_form_link(unit, "Loket 1")


def _answers(survey: Survey, count: int, link: FormLink | None = None) -> Iterator[Answer]:
    """Make answers of seven weeks, by different people, with comments."""
    services = list(survey.unit.services.all()) or [None]
    for n in range(count):
        scores = tuple(_score(n, item) for item in range(9))
        yield Answer(
            uuid=UUID(int=survey.pk * 1_000_000 + 500_000 + n),
            scores=(3,) * 9 if n % 23 == 0 else scores,
            answered_at=NOW - timedelta(days=49 - n * 49 // count, hours=n % 6),
            channel=(Channel.ONLINE, Channel.KIOSK, Channel.ONLINE)[n % 3],
            profile={
                "sex": "LP"[n % 2],
                "age": 19 + n * 7 % 48,
                "education": EDUCATION[n % 5],
                "occupation": WORK[n * 3 % 4],
            },
            comment=COMMENTS[n // 19] if n % 19 == 0 and n // 19 < len(COMMENTS) else "",
            service=services[n % len(services)],
            link=link if n % 2 else None,
            seconds=9 if n % 29 == 0 else 60 + n % 90,
            was_steered=n % 31 == 0,
        )


def _score(n: int, item: int) -> int:
    """Return a score of about 3,4 on average, lower for three of the elements, hardly ever alike in a row."""
    drawn = (n * 7919 + item * 104_729 + n * item * 31) % 97
    return 4 if drawn < (25 if item in (1, 2, 7) else 55) else 2 if drawn > 90 else 3


def _answer(survey: Survey, count: int, link: FormLink | None = None) -> None:
    record_responses(survey=survey, answers=list(_answers(survey, count, link)), by=None)
    flag_responses(survey=survey)


def _count(unit: Unit, city: City) -> Survey:
    """Hold a survey, close and count it, and plan what follows."""
    survey = make_open_survey(unit, RUNNING, population=300)
    _answer(survey, 170)
    close_survey(survey=survey, by=city.coordinator)
    compute_result(unit=unit, period=survey.period, by=city.coordinator)
    priorities = propose_priorities(find_standing_result(unit, survey.period))
    for key, text in zip(priorities, ACTIVITIES, strict=True):
        make_item(
            unit, RUNNING, key, text=f"{text} {unit.name}", quarters=("2026-Q4",), indicator="Terpasang"
        )
    return survey


def _hold(survey: Survey) -> None:
    """Send three answers more than the survey still takes."""
    for answer in list(_answers(survey, 173))[170:]:
        record_response(survey=survey, answer=answer)


def _type(survey: Survey) -> None:
    from puas.models import Keying
    from puas.operations.paper_batches import type_sheet

    batch = make_batch(survey, 20)
    for sheet in range(1, 7):
        content = read_sheet(3 + sheet % 2, _date="2026-08-11")
        type_sheet(batch=batch, sheet=sheet, keying=Keying.FIRST, content=content, by=None)


def _carry_out(city: City) -> PlanItem:
    """Report what was planned after the second quarter; one activity waits for a second person."""
    items = list(PlanItem.objects.filter(plan__unit=city.units[0], plan__period__code=SECOND).order_by("id"))
    report(items[0], ItemState.UNDER_WAY, by=city.officer, note="Bahannya sudah dipesan")
    report(items[0], by=city.officer, note="Terpasang di ruang tunggu dan di setiap loket sejak 12 Agustus")
    return items[0]


def _freeze(city: City) -> Report:
    """Freeze the report of a unit that has plans."""
    period = ensure_period(SECOND)
    return freeze_report(kind=ReportKind.UNIT, unit=city.units[0], period=period, by=city.coordinator)


def _invite(city: City) -> str:
    """Invite an officer; return the path of the link."""
    _, token = invite_person(
        name="Siti Rahayu", email="", unit=city.units[2], role=Role.OFFICER, by=city.coordinator
    )
    return f"/kantor/undangan/{token}/"
