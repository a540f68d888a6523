"""What three units of Kota Surakarta have besides their figures: services, a team and its plan of work,
plans for the weakest elements and what came of them. Made up like the answers, in our own sentences; the
other units have none.

Every function leaves alone what is there, and nothing is added to what is published.
"""

from django.db.models import QuerySet

from puas.commands.demo_logins import LIVE_UNIT
from puas.demonstration.large_plans import plan_activity
from puas.lifecycles import ItemStage, ItemState, SurveyState
from puas.methodology.periods import parse_period
from puas.methodology.teams import build_team
from puas.methodology.windows import Window, find_due
from puas.models import Agency, Plan, PlanItem, Publication, Result, Service, Survey, Unit, User
from puas.operations.evidence import NewEvidence
from puas.operations.plans import add_item
from puas.operations.realisations import confirm_progress, report_progress
from puas.operations.services import create_service
from puas.operations.survey_details import change_dates, change_team
from puas.queries.calendars import find_week
from puas.queries.plans import propose_priorities

UNITS = (LIVE_UNIT, "Dinas Kesehatan", "UPT. Puskesmas Pajang")
"""One with two services, one with units below it, one of these. Their printed realisation is 100 percent."""

SERVICES = ("Penerbitan KTP elektronik", "Penerbitan akta kelahiran")
EVIDENCE = "https://contoh.go.id/bukti/"


def ensure_services(agency: Agency) -> None:
    """Give the unit whose survey is open its two services."""
    for unit in _units(agency, (LIVE_UNIT,)):
        for name in SERVICES:
            if not Service.objects.filter(unit=unit, name=name).exists():
                create_service(unit=unit, name=name, by=None)


def name_team(agency: Agency, code: str) -> None:
    """Name who held the closed surveys of a period, by office, and when: on the period's days."""
    surveys = Survey.objects.filter(unit__in=_units(agency, UNITS), period__code=code, team={})
    for survey in surveys.filter(state=SurveyState.CLOSED.value).select_related("unit__agency"):
        unit, period = survey.unit.name, parse_period(code)
        team = build_team(
            steering=f"Kepala {unit}",
            chair=f"Sekretaris {unit}",
            members=("Kepala Subbagian Umum", "Petugas pengumpul data", "Petugas pengolah data"),
            secretariat=("Petugas tata usaha",),
        )
        change_team(survey=survey, team=team, by=None)
        due_on = find_due(period.ends, (6, 6, 6, 6), find_week(agency))
        change_dates(survey=survey, window=Window(period.starts, period.ends, due_on), by=None)


def write_plans(agency: Agency, code: str) -> None:
    """Plan an activity for each of the three lowest elements of a period's results."""
    for unit in _units(agency, UNITS):
        results = Result.objects.filter(unit=unit, period__code=code).exclude(index="")
        result = results.select_related("period").order_by("-id").first()
        is_late = Publication.objects.filter(unit=unit, period__code=code).exists()
        if result is None or is_late or Plan.objects.filter(unit=unit, period__code=code).exists():
            continue
        for number, element in enumerate(propose_priorities(result), 1):
            content = plan_activity(unit.name, element, result.period.pure, number)
            add_item(unit=unit, period=result.period, content=content, by=None)


def carry_out_plans(agency: Agency, code: str, by: User) -> None:
    """Report every activity planned after a period as done, with a link that shows it; `by` confirms it."""
    items = PlanItem.objects.filter(plan__unit__in=_units(agency, UNITS), plan__period__code=code)
    for item in items.filter(stage=ItemStage.NOT_STARTED.value).order_by("id"):
        report = report_progress(
            item=item,
            state=ItemState.DONE,
            note="Sudah dilaksanakan; foto dan berita acara terlampir.",
            by=None,
            evidence=[NewEvidence(title="Foto kegiatan", link=f"{EVIDENCE}{item.pk}")],
        )
        confirm_progress(progress=report, is_accepted=True, by=by)


def _units(agency: Agency, names: tuple[str, ...]) -> QuerySet[Unit]:
    return Unit.objects.filter(agency=agency, name__in=names).select_related("agency").order_by("id")
