"""The trend on a result page: published indices of periods of the same kind, so that like stands beside like.

A semester is the mean of its quarters; a line through both would count the same answers twice.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from puas.methodology.periods import Period
from puas.queries.publications import TrendPoint
from puas.reports.charts import Point
from puas.web.charts import draw_points, shown
from puas.web.templatetags.printing import print_period


def show_trend(trend: Sequence[TrendPoint], period: Period, name: str) -> dict[str, Any] | None:
    """Return the chart of `name` over periods of `period`'s kind; None until two of them are published."""
    same = [point for point in trend if point.period.kind is period.kind]
    if len(same) < 2:
        return None
    points = tuple(Point(print_period(point.period), point.index, point.margin) for point in same)
    title = gettext("Tren IKM {name}").format(name=name)
    return shown(draw_points(points, title, translation.get_language()))
