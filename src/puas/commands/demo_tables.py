"""What the demonstration prints: printed beside computed, the city under every rule, and where to look."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from puas.commands import demo_large
from puas.commands.demo_logins import LOGINS, Login
from puas.commands.demo_setup import COUNTED
from puas.demonstration.cities import City, load_city
from puas.demonstration.comparisons import TOLERANCE, Comparison, comparison_lines, count_within
from puas.demonstration.sums import fit_period
from puas.language import say
from puas.methodology.grades import grade_of
from puas.methodology.numbers import format_number
from puas.methodology.periods import parse_period
from puas.methodology.rollups import AGENCY_RULES
from puas.models import Agency, Response, Result, Survey, Unit
from puas.queries.results import codes_within, standing_results, unit_rows

OTHER_COLUMNS = 44
PLACES = {
    "table": "Angka kota pada tabel laporan.",
    "summary": "Angka kota pada ringkasan laporan.",
    "conclusion": "Angka kota pada kesimpulan laporan.",
}


def comparison() -> Iterator[str]:
    """Yield the table of Kota Surakarta's units and the city's figures."""
    city = load_city("surakarta")
    agency = Agency.objects.get(slug="kota-surakarta")
    yield from unit_table(city, compare(city, agency, COUNTED), COUNTED)
    for code in (COUNTED, "2023-S1"):
        yield ""
        yield from city_table(city, agency, code)


def compare(city: City, agency: Agency, code: str) -> list[Comparison]:
    """Return printed and computed index of every unit of a period, in printed order; nothing is computed."""
    fits = fit_period(city, code)
    found = standing_results(agency, [code])
    computed = {result.unit.name: result.printed for result in found.values() if result.tally is not None}
    return [
        Comparison(
            group=row.group or 0,
            unit=row.unit,
            is_child=bool(row.parent),
            respondents=row.respondents or 0,
            printed=row.index,
            computed=computed.get(row.unit),
            misses=fits[row.unit].misses,
        )
        for row in city.surveys(code)
    ]


def unit_table(city: City, comparisons: Sequence[Comparison], code: str) -> Iterator[str]:
    """Yield one line a unit, and how many lie within the tolerance."""
    answers = sum(
        line.respondents for line in comparisons if not line.is_child
    )  # a head's hold its children's
    yield say(
        "{city}, {period}: IKM tercetak, dan IKM yang dihitung dari {count} jawaban yang dibuat untuk contoh",
        city=city.name,
        period=parse_period(code).label,
        count=format_number(answers, 0),
    )
    yield ""
    yield from comparison_lines(comparisons, width=name_width())
    yield ""
    yield say(
        "{within} dari {total} unit berselisih paling banyak {tolerance}.",
        within=count_within(comparisons),
        total=len(comparisons),
        tolerance=format_number(TOLERANCE, 2),
    )


def name_width() -> int:
    """Return the room for a unit's name beside the other columns of the table."""
    return min(max(shutil.get_terminal_size((92, 24)).columns - OTHER_COLUMNS, 24), 60)


def city_table(city: City, agency: Agency, code: str) -> Iterator[str]:
    """Yield the city's figure for a period under every rule, and what the city itself printed."""
    period = parse_period(code)
    units = unit_rows(standing_results(agency, codes_within(period)), period)
    yield f"{city.name}, {period.label}:"
    for rule in AGENCY_RULES:
        index = rule.apply(units).index
        grade = grade_of(index)
        if index is not None and grade is not None:
            mark = say("dipakai") if rule.key == agency.policy["rollup"] else ""
            yield f"  {format_number(index, 2):>6}  {grade.letter}  {mark:<9} {say(rule.name)}"
    for row in city.agency_rows(code):
        yield f"  {format_number(row.index, 2):>6}     {say('tercetak'):<9} {say(PLACES[row.place])}"


def reports(paths: Sequence[Path]) -> Iterator[str]:
    """Yield where the reports are."""
    yield say("Laporan:")
    yield from (f"  {path}" for path in paths)


def doors(address: str, live: Survey) -> Iterator[str]:
    """Yield where to look, what to answer, and how to sign in."""
    pages = (
        (say("Portal"), reverse("public:home")),
        ("Kota Surakarta", reverse("public:agency_period", args=["kota-surakarta", "2023-S1"])),
        ("Kota Pontianak", reverse("public:agency_period", args=["kota-pontianak", "2023"])),
        (say("Isi survei"), reverse("public:form", args=[live.token])),
        (say("Kantor"), reverse("office:home")),
    )
    yield say("Alamat:")
    yield from (f"  {label:<16} {address}{path}" for label, path in pages)
    yield ""
    yield from accounts(LOGINS)


def large(address: str) -> Iterator[str]:
    """Yield how to look at the large example."""
    counted = (
        (say("Unit"), Unit),
        (say("Survei"), Survey),
        (say("Jawaban"), Response),
        (say("Hasil"), Result),
    )
    for label, model in counted:
        yield f"{label:<16} {format_number(model.objects.count(), 0):>11}"
    yield ""
    yield f"{say('Kantor'):<16} {address}{reverse('office:home')}"
    yield ""
    yield from accounts(demo_large.LOGINS)


def accounts(logins: Sequence[Login]) -> Iterator[str]:
    """Yield the example accounts with their passwords on this installation."""
    yield say("Akun contoh (jangan dipakai untuk data sungguhan):")
    for login in logins:
        password = login.password(settings.SECRET_KEY)
        yield f"  {login.username:<24} {password:<26} {say(login.role.label)}"
