"""Addresses of the office."""

from django.urls import path

from puas.web.office import sign_in

app_name = "office"
urlpatterns = [
    path("", sign_in.sign_in, name="home"),
    path("masuk/", sign_in.sign_in, name="sign_in"),
    path("keluar/", sign_in.sign_out, name="sign_out"),
]
