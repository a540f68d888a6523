"""`puas demo --size large`: one agency of many units and periods, to see whether pages stay fast.

A period is made in one transaction, so a run that was stopped goes on with the period it was in.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import slugify

from puas.commands.demo_cities import MARK, ensure_classic, require_only_examples
from puas.commands.demo_large_periods import Drawing, Town, make_period, make_year
from puas.commands.demo_logins import Login, ensure_user
from puas.commands.demo_progress import each, step
from puas.demonstration.large import NAME, Node, Size, last_quarters, plan_tree, share
from puas.demonstration.large_answers import Crowd
from puas.language import say
from puas.methodology.periods import Period, PeriodKind
from puas.methodology.plans import quarter_of
from puas.methodology.units import ServiceChannel
from puas.methodology.windows import WindowRule
from puas.models import Agency, Membership, Role, Service, Survey, Unit, User
from puas.operations.agencies import create_agency
from puas.operations.calendars import set_rule
from puas.operations.examples import add_example_people
from puas.operations.form_links import create_form_link
from puas.operations.services import create_service
from puas.operations.units import create_unit
from puas.queries.units import root_of

SLUG = slugify(NAME)
SERVICES = ("Layanan loket", "Layanan daring")
COORDINATOR = Login("koordinator.besar", Role.COORDINATOR, NAME)
ADMINISTRATOR = Login("administrator.besar", Role.ADMINISTRATOR, NAME)
LOGINS = (
    COORDINATOR,
    ADMINISTRATOR,
    Login("auditor.besar", Role.AUDITOR, NAME),
    Login("pimpinan.besar", Role.LEADER, NAME),
    Login("opd.besar", Role.OPD_COORDINATOR, NAME, plan_tree(1)[0].name),
    Login("petugas.besar", Role.OFFICER, NAME, plan_tree(1)[0].name),
    Login("pencacah.besar", Role.ENUMERATOR, NAME, plan_tree(1)[0].name),
)


def set_up_large(size: Size, today: date) -> Town:
    """Fill the database with the large example as far as it is missing; the last quarter holds `today`.

    NotNow when there is real data.
    """
    require_only_examples()
    with step(say("Instansi besar dan unit")), transaction.atomic():
        town = _ensure_town(size)
    quarters = last_quarters(quarter_of(today), size.periods)
    crowds = gather(town)
    counts = share_answers(town.nodes, size)
    for number, quarter in enumerate(each(say("Instansi besar: periode"), quarters)):
        if not Survey.objects.filter(unit__agency=town.agency, period__code=quarter.code).exists():
            drawing = Drawing(number, crowds, dict(zip(crowds, counts[number], strict=True)), today)
            make_period(town, quarter, drawing, is_last=number == len(quarters) - 1)
    years = sorted({Period(PeriodKind.YEAR, quarter.year) for quarter in quarters}, key=lambda y: y.year)
    for year in each(say("Instansi besar: tahun"), years):
        make_year(town, year)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the server does by itself before long
    return town


def gather(town: Town) -> dict[int, Crowd]:
    """Return the people of each unit, by unit id, in the order of the plan."""
    questions = town.instrument.parsed
    return {
        unit.pk: Crowd(node.place, questions, len(SERVICES))
        for unit, node in zip(town.units, town.nodes, strict=True)
    }


def share_answers(nodes: Sequence[Node], size: Size) -> list[tuple[int, ...]]:
    """Return how many answers each unit gets in each quarter."""
    weights = [node.weight for node in nodes]
    return [share(total, weights) for total in share(size.answers, [1.0] * size.periods)]


def _ensure_town(size: Size) -> Town:
    """Return the agency with its tree, its calendar and its people; made when it is not there."""
    agency, instrument = Agency.objects.filter(slug=SLUG).first(), ensure_classic()
    nodes = plan_tree(size.units)
    if agency is None:
        agency = create_agency(name=NAME, slug=SLUG, area_code="99.01", policy={MARK: True}, by=None)
        set_rule(
            unit=root_of(agency),
            by=None,
            kind=PeriodKind.QUARTER.value,
            instrument=instrument,
            window=WindowRule(),
        )
        _make_units(agency, nodes)
    units = tuple(
        Unit.objects.filter(agency=agency, parent__isnull=False).select_related("agency").order_by("id")
    )
    coordinator, *_ = [ensure_user(login, agency, settings.SECRET_KEY) for login in LOGINS]
    services: dict[int, list[int]] = {}
    for service_id, unit_id in (
        Service.objects.filter(unit__in=units).order_by("id").values_list("id", "unit_id")
    ):
        services.setdefault(unit_id, []).append(service_id)
    officers = _ensure_officers(units)
    return Town(agency, nodes, units, services, instrument, coordinator, officers)


def _make_units(agency: Agency, nodes: Sequence[Node]) -> None:
    """Make the tree, two services at each unit, and a link for its wall."""
    made: list[Unit] = []
    for node in nodes:
        unit = create_unit(
            agency=agency,
            name=node.name,
            parent=None if node.parent is None else made[node.parent],
            kind=node.kind,
            slug=slugify(node.name),
            number=node.place + 1 if node.level == 1 else None,
            by=None,
        )
        made.append(unit)
        for name in SERVICES:
            create_service(unit=unit, name=name, channels=[ServiceChannel.COUNTER], by=None)
        create_form_link(unit=unit, name="Loket 1", by=None)


def _ensure_officers(units: Sequence[Unit]) -> dict[int, User]:
    """Return an officer of each unit, by unit id."""
    held = Membership.objects.filter(unit__in=units, user__username__startswith=f"{Role.OFFICER.value}.")
    if not held.exists():
        add_example_people(units=units, role=Role.OFFICER, by=None)
    return {row.unit_id: row.user for row in held.select_related("user")}
