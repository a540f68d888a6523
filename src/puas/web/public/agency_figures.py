"""The charts and counts of an agency's page."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from puas.methodology.periods import Period
from puas.methodology.realisation import Level
from puas.queries.publications import (
    UnitLine,
    count_weak_elements,
    published_realisations,
    published_reporting,
)
from puas.reports.charts import Share, count_grades, draw_shares
from puas.reports.follow_ups import LEVEL_NAMES
from puas.web.charts import NARROW, shown
from puas.web.templatetags.printing import print_period

WEAKEST = 3


def describe_agency(slug: str, period: Period, lines: Sequence[UnitLine]) -> dict[str, Any]:
    """Return what the page tells of all units together. At most four queries."""
    realised = published_realisations(slug, period.code)
    return {
        "reporting": published_reporting(slug, period, {line.slug for line in lines}),
        "weakest": [one for one in count_weak_elements(lines)[:WEAKEST] if one.units],
        "shares": _draw_grades(lines, period) if lines else None,
        "realised": realised,
        "levels": _draw_levels(realised.levels, period) if realised.known else None,
    }


def _draw_grades(lines: Sequence[UnitLine], period: Period) -> dict[str, Any]:
    language = translation.get_language()
    shares = count_grades([line.index for line in lines], language)
    title = gettext("Sebaran mutu unit, {period}").format(period=print_period(period))
    return shown(draw_shares(shares, title=title, palette=NARROW, noun=gettext("unit"), language=language))


def _draw_levels(levels: Any, period: Period) -> dict[str, Any]:
    names = LEVEL_NAMES | {Level.UNKNOWN: gettext("Tidak diketahui")}
    shares = [Share(name, levels[level]) for level, name in names.items()]
    title = gettext("Realisasi rencana perbaikan sebelumnya, {period}").format(period=print_period(period))
    language = translation.get_language()
    return shown(draw_shares(shares, title=title, palette=NARROW, noun=gettext("unit"), language=language))
