"""What groups of respondents are called on pages."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

CHANNEL_NAMES = {
    "online": gettext_noop("Daring"),
    "kiosk": gettext_noop("Kios"),
    "interview": gettext_noop("Wawancara"),
    "paper": gettext_noop("Kertas"),
}


def print_label(label: Mapping[str, str]) -> str:
    """Return a label of a questionnaire in the page's language, Indonesian where it has no other."""
    return str(label.get(translation.get_language()) or label["id"])


def print_question(label: Mapping[str, str]) -> str:
    """Return what a profile field asks about, without its hint in brackets; the channel has no label."""
    return print_label(label).partition(" (")[0] if label else gettext("Saluran")


def print_group(key: str, label: Mapping[str, str]) -> str:
    """Return a group's name; a channel has no label, and nobody's key is empty but those who left it open."""
    if label:
        return print_label(label)
    return gettext(CHANNEL_NAMES[key]) if key in CHANNEL_NAMES else gettext("Tidak diisi")
