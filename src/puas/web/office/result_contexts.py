"""What an officer sees around a result: the change since the last one, the sample, the trend over years."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from puas.models import Result, Survey
from puas.queries.result_changes import Change, ResultContext, find_context, find_target
from puas.reports.charts import Bar, Chart, Point, draw_elements, draw_trend
from puas.web.charts import NARROW, print_element, shown, wide_enough
from puas.web.templatetags.printing import number, print_period


def describe_context(result: Result, survey: Survey | None, priorities: tuple[str, ...]) -> dict[str, Any]:
    """Return what `office/result_context.html` shows. At most two queries."""
    context = find_context(result)
    change, target = context.change, find_target(result, survey)
    found: dict[str, Any] = {"change": change, "target": target, "trend": _draw_trend(context, result)}
    if target is not None:
        found["target_sentence"] = _say_target(result.respondents or 0, target)
    if change is not None:
        found["change_sentence"] = _say_change(change)
        found["elements"] = shown(_draw_elements(change, priorities))
    return found


def _say_target(respondents: int, target: int) -> str:
    if respondents >= target:
        return gettext("Sampel terpenuhi: {given} responden dari {target} yang diperlukan.").format(
            given=number(respondents, 0), target=number(target, 0)
        )
    return gettext(
        "Sampel belum terpenuhi: {given} responden dari {target} yang diperlukan, kurang {missing}."
    ).format(given=number(respondents, 0), target=number(target, 0), missing=number(target - respondents, 0))


def _say_change(change: Change) -> str:
    """Return how far the index moved, and whether that may be chance."""
    points, before = number(abs(change.difference)), print_period(change.period)
    if not change.difference:
        return gettext("IKM sama dengan {before}.").format(before=before)
    rose = gettext("IKM naik {points} poin sejak {before}.")
    fell = gettext("IKM turun {points} poin sejak {before}.")
    moved = (rose if change.difference > 0 else fell).format(points=points, before=before)
    return f"{moved} {_say_chance(change)}"


def _say_chance(change: Change) -> str:
    if change.is_real is None:
        return gettext(
            "Tidak dapat diuji apakah ini kebetulan, karena jawaban salah satu periode tidak ada di sini "
            "atau terlalu sedikit."
        )
    if change.is_real:
        return gettext("Perubahan ini lebih besar daripada kebetulan (tingkat kepercayaan 95 %).")
    return gettext(
        "Perubahan ini masih dapat terjadi karena kebetulan (tingkat kepercayaan 95 %): jangan disebut "
        "perbaikan atau penurunan."
    )


def _draw_elements(change: Change, priorities: tuple[str, ...]) -> Chart:
    bars = [
        Bar(one.key, print_element(one.name), one.value, one.before, is_low=one.key in priorities)
        for one in change.elements
    ]
    return draw_elements(
        bars,
        title=gettext("Nilai setiap unsur, skala 25 sampai 100"),
        previous_label=print_period(change.period),
        palette=NARROW,
        language=translation.get_language(),
    )


def _draw_trend(context: ResultContext, result: Result) -> dict[str, Any] | None:
    """Return the trend over periods of the same kind; None until there are two."""
    if len(context.trend) < 2:
        return None
    points = [Point(print_period(step.period), step.index) for step in context.trend]
    title = gettext("Tren IKM {name}").format(name=result.unit.name)
    chart = draw_trend(
        points, title=title, palette=wide_enough(len(points)), language=translation.get_language()
    )
    return shown(chart) | {"printed": [step.period for step in context.trend if step.is_printed]}
