"""What officials wrote for a unit's report: the newest version of each section, and the versions before."""

from collections.abc import Mapping

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from puas.errors import NotFound
from puas.models import Narrative, Period, Unit
from puas.reports.unit_inputs import NARRATIVES

SHOWN = 30


def newest_narratives(unit: Unit, period: Period) -> dict[str, Narrative]:
    """Return the newest version of every section that was written, by its key. One query."""
    place = Window(RowNumber(), partition_by=F("section"), order_by=F("number").desc())
    found = Narrative.objects.filter(unit=unit, period=period).annotate(place=place).filter(place=1)
    return {row.section: row for row in found.select_related("written_by")}


def written_texts(unit: Unit, period: Period) -> Mapping[str, str]:
    """Return the newest text of every section that is not empty. One query."""
    return {key: row.text for key, row in newest_narratives(unit, period).items() if row.text.strip()}


def list_versions(unit: Unit, period: Period, section: str) -> tuple[Narrative, ...]:
    """Return the newest 30 versions of a section, newest first. One query."""
    found = Narrative.objects.filter(unit=unit, period=period, section=section)
    return tuple(found.select_related("written_by").order_by("-number")[:SHOWN])


def require_section(section: str) -> str:
    """Return the key of a section that officials write; NotFound `narrative_section`."""
    if section not in NARRATIVES:
        raise NotFound("narrative_section", "Bagian laporan itu tidak ada.")
    return section
