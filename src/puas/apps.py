"""The one Django app."""

from django.apps import AppConfig


class PuasConfig(AppConfig):
    name = "puas"
    label = "puas"
    verbose_name = "puas"
