"""Addresses of citizens' pages: the portal, a survey's form, the gallery."""

from django.urls import path

from puas.web.public import agencies, forms, gallery, homes, units

app_name = "public"
urlpatterns = [
    path("", homes.home, name="home"),
    path("galeri/", gallery.gallery, name="gallery"),
    path("s/<str:token>/", forms.form, name="form"),
    path("s/<str:token>/terima-kasih/", forms.thanks, name="thanks"),
    path("i/<slug:agency>/", agencies.agency, name="agency"),
    path("i/<slug:agency>/<slug:period>/", agencies.agency_period, name="agency_period"),
    path("i/<slug:agency>/<slug:unit>/<slug:period>/", units.unit, name="unit"),
]
