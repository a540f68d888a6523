"""What every screen of a kiosk is told: its addresses, and the seconds after which it empties itself."""

from typing import Any

from django.urls import reverse

IDLE_SECONDS = 60
"""Without a touch for so long, the screen asks whether anybody is still there."""
COUNTDOWN_SECONDS = 10
"""And so much later it is emptied."""
THANKS_SECONDS = 10
PLAIN_SECONDS = 600
"""Without JavaScript nobody can ask: the form empties itself after this, and says so."""


def kiosk_context(code: str, screen: str) -> dict[str, Any]:
    """Return the context of one screen. `screen`: awal, isi, selesai, tutup, keluar or petugas."""
    return {
        "screen": screen,
        "home": reverse("public:kiosk", args=[code]),
        "exit_address": reverse("public:kiosk_exit", args=[code]),
        "shows_staff": screen in ("awal", "tutup"),
        "idle_seconds": IDLE_SECONDS,
        "countdown_seconds": COUNTDOWN_SECONDS,
        "plain_seconds": PLAIN_SECONDS,
        "plain_minutes": PLAIN_SECONDS // 60,
    }
