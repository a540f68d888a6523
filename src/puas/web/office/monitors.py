"""The live view of a survey (Pantauan): how many answers against the target, from where, who is missing."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.lifecycles import SurveyState
from puas.methodology.profile_groups import ProfileGroup
from puas.operations.monitors import advance_monitor
from puas.queries.monitors import Monitor, Part, watch_survey
from puas.queries.paper_batches import count_waiting_sheets
from puas.queries.surveys import find_survey
from puas.reports.day_charts import Named, Span, draw_days, draw_growth, list_spans
from puas.web.charts import shown
from puas.web.group_names import CHANNEL_NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.surveys import tray_of
from puas.web.pages import render_page

LONGEST_SILENCE = timedelta(days=45)
"""After so long without an answer the charts end with the last one."""


@staff_only
@require_safe
def monitor(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show how the survey stands now; the page is made anew at every visit."""
    found = find_survey(request.user, survey_id)
    advance_monitor(survey=found)
    seen = watch_survey(found)
    context = {
        "monitor": seen,
        "survey": found,
        "unit": found.unit,
        "period": found.period.pure,
        "now": timezone.now(),
        "charts": _draw(seen),
        "tables": _list_tables(seen),
        "missing": _say_missing(seen),
        "tray": tray_of(request, found) if seen.held else "",
        "waiting_sheets": count_waiting_sheets(found),
    }
    return render_page(request, "office/monitor.html", context)


def _draw(seen: Monitor) -> list[dict[str, Any]]:
    if not seen.by_day:
        return []
    language, today = translation.get_language(), timezone.localdate()
    is_running = seen.survey.stage is SurveyState.OPEN and today - max(seen.by_day) <= LONGEST_SILENCE
    spans = list_spans(seen.by_day, today if is_running else max(seen.by_day))
    steps = [Named(_name(span), format_date(span.first, "j M"), span) for span in spans]
    growth = draw_growth(steps, title=gettext("Jawaban terkumpul"), goal=seen.required, language=language)
    return [shown(growth), shown(draw_days(steps, title=_title_days(spans), language=language))]


def _title_days(spans: Sequence[Span]) -> str:
    longest = max((span.last - span.first).days for span in spans)
    if longest == 0:
        return gettext("Jawaban per hari")
    return gettext("Jawaban per pekan") if longest < 7 else gettext("Jawaban per bulan")


def _name(span: Span) -> str:
    """Return "20 Nov 2026", or both ends of a longer span."""
    first, last = (format_date(end, "j M Y") for end in (span.first, span.last))
    return first if span.first == span.last else f"{first} – {last}"


def _list_tables(seen: Monitor) -> list[dict[str, Any]]:
    """Return the tables of where answers came from and whose they are, for the template."""
    channels = [Part(gettext(CHANNEL_NAMES[part.name]), part.count) for part in seen.channels]
    tables = [
        _table(seen, gettext("Saluran"), channels),
        _table(seen, gettext("Tautan atau loket"), _named(seen.links, gettext("Tanpa tautan"))),
        _table(seen, gettext("Layanan"), _named(seen.services, gettext("Layanan tidak disebut"))),
    ]
    return [one for one in tables if one["rows"]] + [_table_of(seen, group) for group in seen.groups]


def _table(seen: Monitor, title: str, parts: Sequence[Part], note: str = "") -> dict[str, Any]:
    """Return a table; shares are of all counted answers."""
    rows = [(part.name, part.count, Fraction(100 * part.count, max(1, seen.counted))) for part in parts]
    return {"title": title, "rows": rows, "note": note}


def _named(parts: Sequence[Part], nameless: str) -> list[Part]:
    return [Part(part.name or nameless, part.count) for part in parts]


def _table_of(seen: Monitor, group: ProfileGroup) -> dict[str, Any]:
    parts = [Part(_say(part.label), part.count) for part in group.parts]
    note = gettext("Satu orang dapat memilih lebih dari satu.") if group.allows_several else ""
    unanswered = gettext("Tidak ada yang dipilih") if group.allows_several else gettext("Tidak diisi")
    return _table(seen, _title(group), [*parts, Part(unanswered, group.unanswered)], note)


def _say(label: Any) -> str:
    return str(label.get(translation.get_language()) or label["id"])


def _title(group: ProfileGroup) -> str:
    """Return the field's name without the hint in brackets that its form needs."""
    return _say(group.label).partition(" (")[0]


def _say_missing(seen: Monitor) -> list[str]:
    """Return a sentence for every group of which nobody was heard."""
    found = []
    for group in seen.groups:
        if group.missing:
            found.append(_missing(_title(group), [_say(part.label) for part in group.missing], group))
    services = [part.name for part in seen.services if part.name and not part.count]
    if services and seen.counted:
        found.append(gettext("Layanan yang belum dinilai: {names}.").format(names=_list(services)))
    return found


def _missing(title: str, names: Sequence[str], group: ProfileGroup) -> str:
    if len(names) == len(group.parts):
        return gettext("{group}: belum ada yang memilih satu pun.").format(group=title)
    return gettext("{group}: belum ada responden {names}.").format(group=title, names=_list(names))


def _list(names: Sequence[str]) -> str:
    """Return "a", "a atau b", or "a, b, atau c"."""
    *first, last = names
    if not first:
        return last
    joined = gettext("{first} atau {last}") if len(first) == 1 else gettext("{first}, atau {last}")
    return joined.format(first=", ".join(first), last=last)
