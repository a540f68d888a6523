"""What can be printed and shared for one link of a unit."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from puas.errors import NotFound, NotNow
from puas.models import FormLink, LinkKind
from puas.permissions import Action, can
from puas.queries.form_links import find_form_link
from puas.reports.posters import WORDED, Poster, PosterSize, render_poster, share_address, write_share_text
from puas.web.languages import NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.kiosks import show_kiosk
from puas.web.office.papers import pdf_response
from puas.web.office.posters import SIZES
from puas.web.office.surveys import draw_code
from puas.web.pages import render_page


@staff_only
@require_safe
def form_link(request: StaffRequest, link_id: int) -> HttpResponse:
    """Show a link's code, what can be printed for it and the message to share; of a kiosk, its device."""
    link = find_form_link(request.user, link_id)
    if link.kind == LinkKind.KIOSK:
        return show_kiosk(request, link)
    language = _language(request, link)
    poster = _build(request, link, PosterSize.A4, language)
    text = write_share_text(poster)
    context = {
        "link": link,
        "unit": link.unit,
        "address": poster.address,
        "code": draw_code(poster.address),
        "sizes": [(size.value, name) for size, name in SIZES.items()],
        "languages": [(code, NAMES[code]) for code in list_languages(link)],
        "language": language,
        "text": text,
        "share": share_address(text),
        "is_open_kind": link.kind == LinkKind.OPEN,
        "can_manage": can(request.user, Action.OPEN_SURVEY, link.unit),
    }
    return render_page(request, "office/form_link.html", context)


@staff_only
@require_safe
def poster(request: StaffRequest, link_id: int, size: str) -> HttpResponse:
    """Download one poster. NotNow `form_link_revoked` for a link that leads nowhere any more."""
    link = find_form_link(request.user, link_id)
    if size not in tuple(PosterSize) or link.kind != LinkKind.OPEN:
        raise NotFound("poster_size", "Poster ukuran itu tidak ada. Pilih A3, A4, A6, atau kartu meja.")
    if link.is_revoked:
        raise NotNow("form_link_revoked", "Tautan {name} sudah dicabut.", name=link.name)
    language = _language(request, link)
    pdf = render_poster(_build(request, link, PosterSize(size), language))
    return pdf_response(pdf, f"poster-{link.unit.slug}-{link.code}-{size}-{language}.pdf")


def _build(request: StaffRequest, link: FormLink, size: PosterSize, language: str) -> Poster:
    """Return the poster; one of a standing link says neither period nor number of questions: both change."""
    survey = link.survey
    return Poster(
        agency=link.unit.agency.name,
        unit=link.unit.name,
        period=survey.period.pure.label if survey else "",
        place=" · ".join([link.name, *([link.service.name] if link.service else [])]),
        address=request.build_absolute_uri(reverse("public:link", args=[link.code])),
        questions=len(survey.instrument.parsed.items) if survey else 0,
        made_at=timezone.now(),
        size=size,
        language=language,
    )


def list_languages(link: FormLink) -> list[str]:
    """Return the languages that the form surely has: a standing link may meet one without English."""
    known = link.survey.instrument.parsed.languages if link.survey else ("id",)
    return [code for code in known if code in WORDED]


def _language(request: StaffRequest, link: FormLink) -> str:
    asked = request.GET.get("poster", "id")
    return asked if asked in list_languages(link) else "id"
