"""Posters and the message that spread a survey's open link."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from puas.errors import NotFound
from puas.models import Survey
from puas.queries.surveys import find_survey
from puas.reports.posters import (
    WORDED,
    Poster,
    PosterSize,
    render_poster,
    share_address,
    write_share_text,
)
from puas.web.languages import NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.papers import pdf_response
from puas.web.office.surveys import draw_code
from puas.web.pages import render_page

SIZES = {
    PosterSize.A3: gettext_noop("Poster A3, untuk dinding ruang tunggu"),
    PosterSize.A4: gettext_noop("Poster A4, untuk pintu dan papan pengumuman"),
    PosterSize.A6: gettext_noop("Kartu A6, untuk loket"),
    PosterSize.TENT: gettext_noop("Kartu meja, kertas A4 dilipat dua"),
}


@staff_only
@require_safe
def posters(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show what can be printed and the message to share."""
    survey = find_survey(request.user, survey_id)
    language = _language(request, survey)
    poster = _build(request, survey, PosterSize.A4, language)
    text = write_share_text(poster)
    context = {
        "survey": survey,
        "unit": survey.unit,
        "period": survey.period.pure,
        "address": poster.address,
        "code": draw_code(poster.address),
        "sizes": [(size.value, name) for size, name in SIZES.items()],
        "languages": [(code, NAMES[code]) for code in _languages(survey)],
        "language": language,
        "text": text,
        "share": share_address(text),
    }
    return render_page(request, "office/posters.html", context)


@staff_only
@require_safe
def poster(request: StaffRequest, survey_id: int, size: str) -> HttpResponse:
    """Download one poster."""
    survey = find_survey(request.user, survey_id)
    if size not in tuple(PosterSize):
        raise NotFound("poster_size", "Poster ukuran itu tidak ada. Pilih A3, A4, A6, atau kartu meja.")
    language = _language(request, survey)
    pdf = render_poster(_build(request, survey, PosterSize(size), language))
    return pdf_response(pdf, f"poster-{survey.unit.slug}-{survey.period.code}-{size}-{language}.pdf")


def _build(request: StaffRequest, survey: Survey, size: PosterSize, language: str) -> Poster:
    return Poster(
        agency=survey.unit.agency.name,
        unit=survey.unit.name,
        period=survey.period.pure.label,
        address=request.build_absolute_uri(reverse("public:form", args=[survey.token])),
        questions=len(survey.instrument.parsed.items),
        made_at=timezone.now(),
        size=size,
        language=language,
    )


def _languages(survey: Survey) -> list[str]:
    return [code for code in survey.instrument.parsed.languages if code in WORDED]


def _language(request: StaffRequest, survey: Survey) -> str:
    asked = request.GET.get("poster", "id")
    return asked if asked in _languages(survey) else "id"
