"""How reports look and speak: letterhead, logo, signatories, sentences; by who manages the agency."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, NotFound
from puas.exchange.evidence_files import require_size
from puas.models import Agency
from puas.operations.report_identities import (
    MOST_LOGO_BYTES,
    set_identity,
    set_logo,
    set_sentence,
    set_template,
    set_unit_signatory,
)
from puas.permissions import Action, require
from puas.queries.histories import find_unit
from puas.queries.report_identities import own_sentences, read_identity, read_template, unit_signatory
from puas.queries.surveys import visible_agencies
from puas.queries.units import root_of
from puas.reports.agency_inputs import Signatory
from puas.reports.template_values import TEMPLATE_PLACES
from puas.reports.wording import load_wording
from puas.reports.wording.overrides import OWN_WORDED, list_sentences, places_of
from puas.web.languages import link_in
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.plans import say
from puas.web.pages import render_page

NAMES = {"unit": gettext_noop("Laporan SKM unit"), "agency": gettext_noop("Laporan SKM instansi")}
FOUND = 60
"""Sentences shown at once."""


def _find(request: StaffRequest, slug: str) -> Agency:
    agency = next((one for one in visible_agencies(request.user) if one.slug == slug), None)
    if agency is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    require(request.user, Action.MANAGE_AGENCY, root_of(agency))
    return agency


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: StaffRequest, agency: str) -> HttpResponse:
    """Show letterhead, logo and signatory of an agency's reports; a POST keeps the texts."""
    found = _find(request, agency)
    if request.method != "POST":
        return _show(request, found, _typed_of(found))
    typed = {name: request.POST.get(name, "")[:4000] for name in ("kop", "tempat", "peraturan")}
    typed |= _typed_signatory(request)
    try:
        set_identity(
            agency=found,
            letterhead=typed["kop"].splitlines(),
            place=typed["tempat"],
            signatory=_signatory_of(typed),
            regulations=typed["peraturan"].splitlines(),
            by=request.user,
        )
    except BadInput as error:
        return _show(request, found, typed, error)
    messages.success(request, gettext("Disimpan; laporan berikutnya memakainya."))
    return HttpResponseRedirect(reverse("office:report_identity", args=[found.slug]), status=303)


def _typed_of(agency: Agency) -> dict[str, str]:
    kept = read_identity(agency)
    return {
        "kop": "\n".join(kept.letterhead),
        "tempat": kept.place,
        "peraturan": "\n".join(kept.regulations),
        **_print_signatory(kept.signatory),
    }


def _print_signatory(kept: Signatory) -> dict[str, str]:
    return {"jabatan": kept.office, "nama": kept.name, "pangkat": kept.rank, "nip": kept.number}


def _typed_signatory(request: StaffRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:400] for name in ("jabatan", "nama", "pangkat", "nip")}


def _signatory_of(typed: dict[str, str]) -> Signatory:
    return Signatory(office=typed["jabatan"], name=typed["nama"], rank=typed["pangkat"], number=typed["nip"])


def _show(
    request: StaffRequest, agency: Agency, typed: dict[str, str], error: BadInput | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "agency": agency,
        "typed": typed,
        "logo": read_identity(agency).logo,
        "kilobytes": MOST_LOGO_BYTES // 1000,
        "reports": [(key, gettext(NAMES[key]), len(own_sentences(agency, key))) for key in OWN_WORDED],
        "has_template": bool(read_template(agency)),
        "places": [(name, gettext(label)) for name, label in TEMPLATE_PLACES.items()],
        "error": say(error) if error else "",
        "wrong": error.data.get("field", "") if error else "",
    }
    return render_page(request, "office/report_identity.html", context, status=422 if error else 200)


@staff_only
@require_POST
def logo(request: StaffRequest, agency: str) -> HttpResponse:
    """Keep another logo, or take it away."""
    found = _find(request, agency)
    file = request.FILES.get("logo")
    try:
        if request.POST.get("hapus"):
            set_logo(agency=found, content=b"", by=request.user)
        elif isinstance(file, UploadedFile) and 0 < (file.size or 0) <= MOST_LOGO_BYTES:
            set_logo(agency=found, content=file.read(), by=request.user)
        else:
            raise BadInput(
                "logo_missing",
                "Pilih gambar logo (PNG atau JPEG, paling besar {most} KB).",
                field="logo",
                most=MOST_LOGO_BYTES // 1000,
            )
    except BadInput as error:
        return _show(request, found, _typed_of(found), error)
    messages.success(request, gettext("Logo laporan diganti."))
    return HttpResponseRedirect(reverse("office:report_identity", args=[found.slug]), status=303)


@staff_only
@require_POST
def template(request: StaffRequest, agency: str) -> HttpResponse:
    """Keep another DOCX template for unit reports, or take it away."""
    found = _find(request, agency)
    file = request.FILES.get("templat")
    try:
        if request.POST.get("hapus"):
            set_template(agency=found, content=b"", by=request.user)
        elif isinstance(file, UploadedFile):
            require_size(file.size or 0)
            set_template(agency=found, content=file.read(), by=request.user)
        else:
            raise BadInput("template_missing", "Pilih berkas templat (.docx).", field="templat")
    except BadInput as error:
        return _show(request, found, _typed_of(found), error)
    messages.success(request, gettext("Templat laporan diganti."))
    return HttpResponseRedirect(reverse("office:report_identity", args=[found.slug]), status=303)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show and keep who signs a unit's report."""
    unit = find_unit(request.user, unit_id)
    require(request.user, Action.WRITE_REPORT, unit)
    typed, wrong = _print_signatory(unit_signatory(unit)), ""
    if request.method == "POST":
        typed = _typed_signatory(request)
        try:
            set_unit_signatory(unit=unit, signatory=_signatory_of(typed), by=request.user)
        except BadInput as error:
            wrong = say(error)
        else:
            messages.success(request, gettext("Disimpan; laporan berikutnya memakainya."))
            return HttpResponseRedirect(reverse("office:unit_signatory", args=[unit.pk]), status=303)
    context = {"unit": unit, "typed": typed, "error": wrong}
    return render_page(request, "office/unit_signatory.html", context, status=422 if wrong else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, agency: str, report: str) -> HttpResponse:
    """Show the sentences of a report, and change the one that `?kunci=` names."""
    found = _find(request, agency)
    if report not in OWN_WORDED:
        raise NotFound("report_kind_unknown", "Kalimat laporan itu tidak ada.")
    key = request.GET.get("kunci", "")
    text, error = None, ""
    if request.method == "POST":
        key, text = request.POST.get("kunci", ""), request.POST.get("kalimat", "")[:4000]
        kept = "" if request.POST.get("bawaan") else text
        try:
            set_sentence(agency=found, report=report, key=key, text=kept, by=request.user)
        except BadInput as refusal:
            error = say(refusal)
        else:
            messages.success(request, gettext("Kalimat disimpan; laporan berikutnya memakainya."))
            address = reverse("office:report_wording", args=[found.slug, report])
            return HttpResponseRedirect(link_in("id", address, kunci=key), status=303)
    return _show_wording(request, found, report, key, text, error)


def _show_wording(
    request: StaffRequest, agency: Agency, report: str, key: str, text: str | None, error: str
) -> HttpResponse:
    shipped, own = list_sentences(load_wording(report)), own_sentences(agency, report)
    search = request.GET.get("cari", "").strip()[:100].casefold()
    rows = [
        (name, own.get(name, sentence), name in own)
        for name, sentence in shipped.items()
        if name != "over" and (search in own.get(name, sentence).casefold() if search else True)
    ]
    rows.sort(key=lambda row: not row[2])
    chosen = shipped.get(key)
    context = {
        "agency": agency,
        "report": report,
        "report_name": gettext(NAMES[report]),
        "rows": rows[:FOUND],
        "count": len(rows),
        "search": search,
        "key": key if chosen else "",
        "shipped": chosen,
        "places": places_of(chosen) if chosen else (),
        "text": text if text is not None else own.get(key, chosen or ""),
        "is_own": key in own,
        "error": error,
    }
    return render_page(request, "office/report_wording.html", context, status=422 if error else 200)
