"""Addresses of citizens' pages: the portal, a survey's form, the gallery."""

from django.urls import path

from puas.web.public import (
    agencies,
    checks,
    feeds,
    forms,
    gallery,
    heat_maps,
    homes,
    kiosk_exits,
    kiosks,
    links,
    missing_units,
    previews,
    statements,
    units,
    visits,
    workers,
)

app_name = "public"
urlpatterns = [
    path("", homes.home, name="home"),
    path("aksesibilitas/", statements.accessibility, name="accessibility"),
    path("pekerja.js", workers.worker, name="worker"),
    path("galeri/", gallery.gallery, name="gallery"),
    path("periksa/", checks.check, name="check"),
    path("periksa/templat.xlsx", checks.template, name="check_template"),
    path("periksa/<str:token>/", checks.result, name="check_result"),
    path("periksa/<str:token>/keadaan.json", checks.state, name="check_state"),
    path("periksa/<str:token>/hapus/", checks.forget, name="check_forget"),
    path("periksa/<str:token>/<str:name>", checks.download, name="check_download"),
    path("s/<str:token>/", forms.form, name="form"),
    path("s/<str:token>/pratinjau/", previews.preview, name="preview"),
    path("s/<str:token>/terima-kasih/", forms.thanks, name="thanks"),
    path("t/<str:code>/", links.link, name="link"),
    path("kunjungan/<str:code>/", visits.visit, name="visit"),
    path("k/<str:code>/", kiosks.kiosk, name="kiosk"),
    path("k/<str:code>/isi/", kiosks.kiosk_form, name="kiosk_form"),
    path("k/<str:code>/selesai/", kiosks.kiosk_thanks, name="kiosk_thanks"),
    path("k/<str:code>/keluar/", kiosk_exits.kiosk_exit, name="kiosk_exit"),
    path("k/<str:code>/petugas/", kiosk_exits.kiosk_staff, name="kiosk_staff"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("i/<slug:agency>/terbitan.atom", feeds.feed, name="feed"),
    path("i/<slug:agency>/", agencies.agency, name="agency"),
    path("i/<slug:agency>/<slug:period>/", agencies.agency_period, name="agency_period"),
    path("i/<slug:agency>/<slug:period>/belum-lapor/", missing_units.missing_units, name="missing_units"),
    path("i/<slug:agency>/<slug:period>/peta-unsur/", heat_maps.heat_map, name="heat_map"),
    path("i/<slug:agency>/<slug:unit>/<slug:period>/", units.unit, name="unit"),
]
