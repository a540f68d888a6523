"""Every address of the web: citizens at the root, staff under /kantor/, phones in the field under /odk/,
programs under /api/.
"""

from django.urls import include, path

from puas.web import health, languages

urlpatterns = [
    path("", include("puas.web.public.urls", namespace="public")),
    path("kantor/", include("puas.web.office.urls", namespace="office")),
    path("kantor/", include("puas.web.office.sign_in_urls")),
    path("odk/<str:token>/", include("puas.api.openrosa.urls", namespace="openrosa")),
    path("api/v1/", include("puas.api.v1.urls", namespace="api")),
    path("sehat/", health.health, name="health"),
    path("bahasa/", languages.switch, name="language"),
]

handler400 = "puas.web.errors.bad_request"
handler403 = "puas.web.errors.forbidden"
handler404 = "puas.web.errors.not_found"
handler500 = "puas.web.errors.server_error"
