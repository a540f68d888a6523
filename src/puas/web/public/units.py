"""The result of a unit in a period: the index, why it has its grade, what it consists of, its method."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.methodology.grades import explain_grade
from puas.methodology.periods import parse_period
from puas.queries.publications import Before, UnitPage, published_unit
from puas.web.charts import draw_bars, draw_index, element_bars, shown
from puas.web.pages import render_public
from puas.web.public.figure_sentences import say_index
from puas.web.public.group_names import name_questions
from puas.web.public.kept_pages import kept
from puas.web.public.trends import show_trend
from puas.web.templatetags.printing import print_period
from puas.web.unit_histories import tell_change


@require_safe
@kept
def unit(request: HttpRequest, agency: str, unit: str, period: str) -> HttpResponse:
    """Show the published result; NotFound (404) while there is none."""
    page = published_unit(agency, unit, parse_period(period).code)
    trend = show_trend(page.trend, page.period, page.unit_name)
    history = [{"sentence": tell_change(one.what), "related": one.related} for one in page.history]
    groups = {"questions": name_questions(page.groups), "groups": page.groups}
    context = {"unit": page, "trend": trend, "history": history, "sentence": _say(page), **groups}
    return render_public(request, "public/unit.html", context | describe_result(page.result, page.before))


def _say(page: UnitPage) -> str:
    return say_index(page.unit_name, page.period, page.result.index, page.result.grade)


def describe_result(result: Any, before: Before | None = None) -> dict[str, Any]:
    """Return what `components/result.html` shows of a result, published or not; `before` marks the bars."""
    language = translation.get_language()
    by_key = {element.key: element for element in result.elements}
    bars = element_bars(result.elements, result.priorities, before.values if before else {})
    label = print_period(before.period) if before else ""
    title = gettext("Nilai setiap unsur, skala 25 sampai 100")
    return {
        "result": result,
        "explanation": explain_grade(result.index, language),
        "ruler": shown(draw_index(result.index, result.margin, language)),
        "elements": shown(draw_bars(tuple(bars), title, label, language)),
        "before_label": label,
        "element_rows": [(one, before.values.get(one.key) if before else None) for one in result.elements],
        "lowest": [by_key[key] for key in result.priorities],
    }
