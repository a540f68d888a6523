"""The portal for programs: an Atom feed (RFC 4287) of an agency's results, sitemap, robots.txt."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.queries.publications import Release, newest_releases, published_addresses
from puas.web.pages import base_of
from puas.web.public.kept_pages import kept
from puas.web.templatetags.printing import number, print_period

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@kept
def feed(request: HttpRequest, agency: str) -> HttpResponse:
    """Tell the newest publications of an agency, corrections too; NotFound before there is any."""
    releases = newest_releases(agency)
    root = Element("feed", xmlns=ATOM)
    page = absolute(request, reverse("public:agency", args=[agency]))
    _add(root, "id", page)
    _add(root, "title", f"{gettext('Indeks Kepuasan Masyarakat')}: {releases[0].agency_name}")
    _add(root, "updated", releases[0].published_at.isoformat())
    SubElement(SubElement(root, "author"), "name").text = releases[0].agency_name
    SubElement(root, "link", href=page)
    SubElement(root, "link", rel="self", href=absolute(request, request.path))
    for release in releases:
        _add_entry(root, release, request)
    return _xml(root, "application/atom+xml")


def _add_entry(root: Element, release: Release, request: HttpRequest) -> None:
    address = absolute(
        request, reverse("public:unit", args=[release.agency_slug, release.unit_slug, release.period.code])
    )
    entry = SubElement(root, "entry")
    _add(entry, "id", f"{address}#{release.version}")
    _add(entry, "title", f"{release.unit_name}, {print_period(release.period)}: IKM {number(release.index)}")
    _add(entry, "updated", release.published_at.isoformat())
    SubElement(entry, "link", href=address)
    _add(entry, "summary", release.reason or f"IKM {number(release.index)} ({release.grade.letter})")


@require_safe
@kept
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every published page with the day of its newest version."""
    root = Element("urlset", xmlns=SITEMAP)
    for agency, unit, period, published_at in published_addresses():
        url = SubElement(root, "url")
        _add(url, "loc", absolute(request, reverse("public:unit", args=[agency, unit, period])))
        _add(url, "lastmod", published_at.date().isoformat())
        if agency == unit:
            url = SubElement(root, "url")
            _add(url, "loc", absolute(request, reverse("public:agency_period", args=[agency, period])))
    return _xml(root, "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let searching machines in to what is published, and keep them out of forms and the office."""
    closed = "".join(
        f"Disallow: /{part}/\n" for part in ("kantor", "s", "t", "k", "kunjungan", "odk", "periksa", "cari")
    )
    text = f"User-agent: *\n{closed}Sitemap: {absolute(request, reverse('public:sitemap'))}\n"
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address of a path: under the installation's own one when it is set."""
    return f"{base_of(request)}{path}"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _xml(root: Element, kind: str) -> HttpResponse:
    text = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8")
