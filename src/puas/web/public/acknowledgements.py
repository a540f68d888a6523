"""What the form's script is told about an answer that it sent: stored, put aside, or what is wrong with it.

The script throws an answer away only when it reads `stored` beside the answer's own number. A page that some
network puts in between (a hotspot's sign-in, say) is not an acknowledgement.
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.http import JsonResponse
from django.utils.translation import gettext

from puas.web.public.form_pages import Problem

NOT_KEPT = {"Cache-Control": "no-store"}


def acknowledge(uuid: UUID, following: str, *, is_held: bool) -> JsonResponse:
    """Answer for an answer that is on disk. `is_held`: in the tray; `following`: the thank-you page."""
    told = {"stored": str(uuid), "held": is_held, "next": following}
    return JsonResponse(told, status=200, headers=NOT_KEPT)


def name_mistakes(problems: Sequence[Problem]) -> JsonResponse:
    """Answer for an answer with mistakes: each in the words of the page, and the control it stands at."""
    told = {
        "code": "answer_mistakes",
        "error": gettext("Belum dapat dikirim. Perbaiki ini dahulu:"),
        "problems": [asdict(problem) for problem in problems],
    }
    return JsonResponse(told, status=422, headers=NOT_KEPT)
