"""Taking a published recap into the history: upload, look, choose, confirm, decide, use, undo."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.addresses import address_of
from puas.errors import BadInput, NotAllowed, NotNow, PuasError, TooBusy, TooOften
from puas.models import Decision, RecapImport, Unit
from puas.operations.recap_imports import (
    adopt_import,
    choose_units,
    decide_rows,
    start_import,
    store_import,
    undo_import,
)
from puas.queries.recap_imports import find_import, importing_roots, list_imports, plan_import
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.imports_pages import describe_draft, describe_stored, read_choices
from puas.web.pages import render_page
from puas.web.public.checks import LIMITS, describe_progress
from puas.web.public.checks_pages import count_kinds
from puas.web.public.checks_runs import find_run, start_run
from puas.web.public.checks_uploads import read_upload, read_year, require_small


def importers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in those who may import into at least one agency; the others are told whom to ask."""

    def check(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not importing_roots(request.user).exists():
            raise NotAllowed(
                "import_not_allowed",
                "Hanya koordinator instansi yang dapat mengimpor rekap ke riwayat. "
                "Minta peran itu kepada administrator instansi.",
            )
        return view(request, *args, **kwargs)

    return staff_only(check)


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """List the imports of this person's agencies, or start reading a file."""
    if request.method != "POST":
        return _list(request)
    try:
        require_small(request)
        token = start_run(read_upload(request), address=address_of(request), year=read_year(request))
    except (BadInput, TooBusy, TooOften) as error:
        return _list(request, error)
    return HttpResponseRedirect(reverse("office:import_read", args=[token]), status=303)


def _list(request: StaffRequest, error: PuasError | None = None) -> HttpResponse:
    sentence = gettext(error.message).format(**error.data) if error else ""
    status = 200 if error is None else 422 if error.status == 400 else error.status
    context = {"imports": list_imports(request.user), "limits": LIMITS, "error": sentence}
    response = render_page(request, "office/imports.html", context, status=status)
    if error is not None and "seconds" in error.data:
        response.headers["Retry-After"] = str(error.data["seconds"])
    return response


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: StaffRequest, token: str) -> HttpResponse:
    """Show how far reading is and what was read; confirmed, it is kept as a draft of the chosen agency."""
    run = find_run(token)
    if run.refusal is not None:
        return _list(request, run.refusal)
    if not run.is_read:
        return render_page(request, "office/import_progress.html", describe_progress(run))
    packet = run.packet()
    roots = list(importing_roots(request.user))
    if request.method != "POST":
        context = {"run": run, "packet": packet, "counts": count_kinds(packet), "roots": roots}
        return render_page(request, "office/import_read.html", context)
    root = _chosen_root(roots, request.POST.get("instansi", ""))
    made, is_new = start_import(agency=root.agency, packet=packet, by=request.user)
    if not is_new:
        messages.warning(request, gettext("Berkas ini sudah diimpor; tidak ada yang berubah."))
    return _to(made)


def _chosen_root(roots: list[Unit], slug: str) -> Unit:
    chosen = next((root for root in roots if root.agency.slug == slug), None)
    if chosen is None:
        raise BadInput("import_agency", "Pilih dahulu instansi pemilik rekap ini.", field="instansi")
    return chosen


@importers_only
@require_safe
def show(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show an import: the preview of a draft, or what was stored beside what is computed."""
    return _show(request, find_import(request.user, import_id))


def _show(request: StaffRequest, found: RecapImport, error: str = "", status: int = 200) -> HttpResponse:
    is_draft = found.state == "draft"
    template = "office/import_draft.html" if is_draft else "office/import_stored.html"
    described = describe_draft(found) if is_draft else describe_stored(found, request.GET.get("tampil", ""))
    return render_page(request, template, {"found": found, "error": error, **described}, status=status)


@importers_only
@require_POST
def choose(request: StaffRequest, import_id: int) -> HttpResponse:
    """Keep which unit each printed name means, then show the preview that follows from it."""
    found = find_import(request.user, import_id)
    try:
        choices = read_choices(request.POST, plan_import(found).known)
    except BadInput as error:
        return _show(request, found, gettext(error.message).format(**error.data), status=422)
    choose_units(batch=found, choices=choices, by=request.user)
    messages.success(request, gettext("Pilihan unit disimpan. Periksa pratinjaunya, lalu simpan ke riwayat."))
    return _to(found)


@importers_only
@require_POST
def store(request: StaffRequest, import_id: int) -> HttpResponse:
    """Store what the preview showed."""
    found = find_import(request.user, import_id)
    try:
        store_import(batch=found, by=request.user)
    except NotNow as error:
        if error.code != "import_open_units":
            raise
        return _show(request, found, gettext(error.message).format(**error.data), status=422)
    messages.success(
        request,
        gettext("Tersimpan di riwayat. Putuskan yang bertentangan, lalu pakai."),
    )
    return _to(found)


@importers_only
@require_POST
def decide(request: StaffRequest, import_id: int) -> HttpResponse:
    """Decide which figure reports print, for the chosen rows."""
    found = find_import(request.user, import_id)
    decision = _read_decision(request.POST)
    rows = [int(value) for value in request.POST.getlist("baris") if value.isascii() and value.isdigit()]
    decided = decide_rows(batch=found, rows=rows, decision=decision, by=request.user)
    text = ngettext("{count} baris diputuskan.", "{count} baris diputuskan.", len(decided))
    messages.success(request, text.format(count=len(decided)))
    return _to(found)


def _read_decision(sent: Mapping[str, str]) -> Decision:
    try:
        return Decision(sent.get("pakai", ""))
    except ValueError as error:
        raise BadInput(
            "import_decision", "Pilih angka yang dipakai: yang tercetak atau yang dihitung."
        ) from error


@importers_only
@require_POST
def adopt(request: StaffRequest, import_id: int) -> HttpResponse:
    """Make the stored figures count in trends, averages and reports."""
    found = find_import(request.user, import_id)
    made = adopt_import(batch=found, by=request.user)
    text = ngettext(
        "{count} angka kini dipakai dalam tren dan laporan, bertanda impor.",
        "{count} angka kini dipakai dalam tren dan laporan, bertanda impor.",
        len(made),
    )
    messages.success(request, text.format(count=len(made)))
    return _to(found)


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: StaffRequest, import_id: int) -> HttpResponse:
    """Ask once more, then take an import back."""
    found = find_import(request.user, import_id)
    if request.method != "POST":
        context = {"found": found, "rows": found.rows.count(), "units": len(found.made.get("units", ()))}
        return render_page(request, "office/import_undo.html", context)
    undo_import(batch=found, by=request.user)
    messages.success(request, gettext("Impor dibatalkan. Riwayat kembali seperti sebelumnya."))
    return HttpResponseRedirect(reverse("office:imports"), status=303)


def _to(found: RecapImport) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:import", args=[found.pk]), status=303)
