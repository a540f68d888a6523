"""The agency's word list for grouping comments: words added and taken out, looked at before they count."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.methodology.comments import GENERAL, Edit, WordUse, parse_edit
from puas.methodology.elements import ELEMENTS
from puas.models import Agency
from puas.operations.lexicon_edits import edit_lexicon, undo_edit
from puas.permissions import Action, require
from puas.queries.lexicons import Labels, find_lexicon, preview_edit, word_lists
from puas.queries.units import root_of
from puas.web.charts import print_element
from puas.web.office.comments import TONES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.unit_realisations import find_agency
from puas.web.pages import render_page

USES = {
    WordUse.TOPICS: gettext_noop("menunjuk unsur itu"),
    WordUse.PRAISE: gettext_noop("pujian"),
    WordUse.COMPLAINT: gettext_noop("keluhan"),
    WordUse.NEGATORS: gettext_noop("membalik arti"),
}
FIELDS = ("unsur", "guna", "kata", "hapus")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def lexicon(request: StaffRequest, agency: str) -> HttpResponse:
    """Show the word list; POST looks at a change, then saves it, or undoes one."""
    found = find_agency(request, agency)
    require(request.user, Action.EDIT_LEXICON, root_of(found))
    if request.method != "POST":
        return _show(request, found, {})
    if request.POST.get("langkah") == "batal":
        undo_edit(agency=found, edit_id=_read_id(request.POST.get("perubahan", "")), by=request.user)
        return _done(request, found, gettext("Perubahan kata dibatalkan."))
    given = {name: request.POST.get(name, "")[:60] for name in FIELDS}
    try:
        edit = _read_edit(found, given)
    except BadInput as error:
        return _show(request, found, given, gettext(error.message).format(**error.data))
    if request.POST.get("langkah") != "simpan":
        return _preview(request, found, edit, given)
    edit_lexicon(agency=found, edit=edit, by=request.user)
    return _done(request, found, gettext("Kata disimpan. Komentar dikelompokkan ulang dalam beberapa menit."))


def _read_id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _read_edit(agency: Agency, given: dict[str, str]) -> Edit:
    element = GENERAL if given["unsur"] == "semua" else given["unsur"] or "-"
    return parse_edit(
        element, given["guna"], given["kata"], is_removal=bool(given["hapus"]), lexicon=find_lexicon(agency)
    )


def _done(request: StaffRequest, agency: Agency, text: str) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("office:lexicon", args=[agency.slug]), status=303)


def _preview(request: StaffRequest, agency: Agency, edit: Edit, given: dict[str, str]) -> HttpResponse:
    seen = preview_edit(agency, find_lexicon(agency), edit)
    context = {
        "agency": agency,
        "edit": edit,
        "given": given,
        "name": _name(edit.element),
        "use": gettext(USES[edit.use]),
        "seen": seen,
        "examples": [(text, _say(old), _say(new)) for text, old, new in seen.examples],
    }
    return render_page(request, "office/lexicon_preview.html", context)


def _say(labels: Labels) -> str:
    said = ", ".join(f"{key} {gettext(TONES[tone])}" for key, tone in labels.items())
    return said or gettext("Belum terbaca unsurnya")


def _name(element: str) -> str:
    names = {one.key: f"{one.key} {print_element(one.name)}" for one in ELEMENTS}
    return names.get(element, gettext("Semua unsur"))


def _show(request: StaffRequest, agency: Agency, given: dict[str, str], error: str = "") -> HttpResponse:
    lists = word_lists(agency)
    context: dict[str, Any] = {
        "agency": agency,
        "groups": [
            (key, _name(key), [(gettext(USES[one.use]), one) for one in lists if one.element == key])
            for key in dict.fromkeys(one.element for one in lists)
        ],
        "choices": [(key or "semua", _name(key)) for key in dict.fromkeys(one.element for one in lists)],
        "uses": [(use.value, gettext(label)) for use, label in USES.items()],
        "given": given,
        "error": error,
    }
    return render_page(request, "office/lexicon.html", context, status=422 if error else 200)
