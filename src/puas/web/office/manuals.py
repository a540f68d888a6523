"""The manual inside the office; also for those who have no account yet: it begins with the invitation."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from puas.errors import NotFound
from puas.models import Role, User
from puas.queries.users import held_roles
from puas.web.manuals import INDEX, PAGE_OF, PAGES, render_manual, title_of
from puas.web.pages import render_page
from puas.web.templatetags.printing import asset


@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """Show the index of the manual, the pages of one's own roles first."""
    user = request.user
    held = {Role(one.role) for one in held_roles(user)} if isinstance(user, User) else set()
    own = [PAGE_OF[role] for role in PAGE_OF if role in held]
    context = {
        "index": render_manual(INDEX, _address_of, _picture_of),
        "own": [(name, title_of(name)) for name in own],
    }
    return render_page(request, "office/manual.html", context)


@require_safe
def manual_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of the manual."""
    if page not in PAGES:
        raise NotFound("manual_page", "Halaman panduan itu tidak ada. Pilih dari daftar panduan.")
    context = {"manual": render_manual(page, _address_of, _picture_of)}
    return render_page(request, "office/manual_page.html", context)


def _address_of(name: str) -> str:
    return reverse("office:manual") if name == INDEX else reverse("office:manual_page", args=[name])


def _picture_of(name: str) -> str:
    return asset(f"manual/{name}")
