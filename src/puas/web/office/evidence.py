"""Evidence in the office: added to a report or to minutes, looked at, and taken back with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.errors import BadInput, NotFound
from puas.exchange.evidence_files import EvidenceKind
from puas.models import Evidence, Forum, Progress
from puas.operations.evidence import attach_all_evidence, withdraw_evidence
from puas.permissions import Action
from puas.queries.evidence import find_evidence, path_of
from puas.queries.forums import find_forum
from puas.queries.realisations import find_progress
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.downloads import file_response
from puas.web.office.evidence_uploads import read_evidence_form
from puas.web.office.plans import say
from puas.web.pages import render_page


@staff_only
@require_POST
def attach_to_report(request: StaffRequest, progress_id: int) -> HttpResponse:
    """Add evidence to a report that nobody decided on yet."""
    return _attach(request, find_progress(request.user, progress_id, Action.PLAN))


@staff_only
@require_POST
def attach_to_forum(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Add photographs or documents to minutes."""
    return _attach(request, find_forum(request.user, forum_id, Action.PLAN))


def _attach(request: StaffRequest, to: Progress | Forum) -> HttpResponse:
    """Keep all that was handed in, or nothing; a refusal is said on the page that it came from."""
    try:
        pieces = read_evidence_form(request)
        if not pieces:
            raise BadInput("evidence_missing", "Pilih berkas bukti, atau isi tautannya.", field="berkas")
        attach_all_evidence(to=to, evidence=pieces, by=request.user)
    except BadInput as error:
        messages.error(request, say(error))
    else:
        messages.success(request, gettext("Bukti disimpan."))
    return HttpResponseRedirect(_owner_address(to), status=303)


def _owner_address(to: Progress | Forum) -> str:
    """Return the page that evidence is shown on."""
    if isinstance(to, Progress):
        return reverse("office:plan_item", args=[to.item_id])
    return reverse("office:forum", args=[to.pk])


@staff_only
@require_safe
def evidence(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Hand out a file to who sees its unit; `?lihat` shows a picture in its page instead of saving it."""
    found = find_evidence(request.user, evidence_id)
    path = path_of(found)
    if not found.is_file or not path.is_file():
        raise NotFound("evidence_gone", "Berkas bukti itu tidak ada lagi. Beri tahu administrator.")
    kind = EvidenceKind(found.kind)
    name = f"{slugify(found.title)[:80] or 'bukti'}.{kind.value}"
    is_shown = "lihat" in request.GET and kind.is_picture
    return file_response(path.read_bytes(), name, kind.media_type, is_shown=is_shown)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Ask for the reason, then take a piece away; the file is gone for good."""
    found = find_evidence(request.user, evidence_id, Action.PLAN)
    back = _owner_address(_owner(found))
    error = ""
    if request.method == "POST":
        try:
            withdraw_evidence(evidence=found, reason=request.POST.get("alasan", "")[:2000], by=request.user)
        except BadInput as refusal:
            error = say(refusal)
        else:
            messages.success(request, gettext("Bukti ditarik dan berkasnya dihapus."))
            return HttpResponseRedirect(back, status=303)
    context = {"piece": found, "back": back, "error": error}
    return render_page(request, "office/evidence_withdraw.html", context, status=422 if error else 200)


def _owner(found: Evidence) -> Progress | Forum:
    owner = found.progress or found.forum
    assert owner is not None
    return owner
