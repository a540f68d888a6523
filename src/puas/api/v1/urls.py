"""Addresses below /api/v1/."""

from puas.api.v1.doors import api

app_name = "api"
urlpatterns = [
    one for one in api.urls[0] if getattr(one, "name", "") != "api-root"
]  # at the root stands our own list
