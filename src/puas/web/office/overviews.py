"""The overview of a period as a workbook."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.errors import NotFound
from puas.models import Agency, Period
from puas.queries.chases import list_chases
from puas.queries.overviews import OverviewRow, overview_period
from puas.queries.surveys import visible_agencies, visible_periods
from puas.reports.overview_sheets import ChaseLine, OverviewLine, build_overview_document
from puas.reports.workbooks import render_xlsx
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.templatetags.printing import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only
@require_safe
def sheet(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Download where every unit that this person sees stands, and whom to chase."""
    found = next((one for one in visible_agencies(request.user) if one.slug == agency), None)
    chosen = (
        next((p for p in visible_periods(request.user, found) if p.code == period), None) if found else None
    )
    if found is None or chosen is None:
        raise NotFound("period_unseen", "Periode itu tidak ada pada instansi Anda.")
    response = HttpResponse(_render(request, found, chosen), content_type=XLSX)
    name = f"pemantauan-{found.slug}-{chosen.code}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _render(request: StaffRequest, agency: Agency, period: Period) -> bytes:
    today = timezone.localdate()
    overview = overview_period(request.user, agency, period, today)
    chases = [
        ChaseLine(chase.row.unit.name, told(chase.reason)) for chase in list_chases(overview.rows, today)
    ]
    return render_xlsx(
        build_overview_document(
            agency.name,
            period.pure.label,
            [_line(row) for row in overview.rows],
            chases,
            made_at=timezone.localtime(),
        )
    )


def _state(row: OverviewRow) -> str:
    if row.state is None:
        return gettext("Tidak survei periode ini") if row.is_absent else gettext("Belum direncanakan")
    return gettext(row.state.label)


def _line(row: OverviewRow) -> OverviewLine:
    status = row.status
    return OverviewLine(
        unit=row.unit.name,
        depth=status.depth,
        is_expected=row.is_expected,
        state=_state(row),
        answers=status.answers if status.survey else None,
        required=status.required,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        due_on=row.due_on,
        late_days=row.late_days,
        index=status.index,
        grade=status.result.grade if status.result else "",
        is_published=status.publication is not None,
    )
