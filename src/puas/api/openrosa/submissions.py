"""What a phone sends. 201 and 202 are the only answers after which it forgets the form."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop

from puas.api.openrosa.answers import answer, answer_message
from puas.api.openrosa.bodies import read_document
from puas.api.openrosa.doors import collect_door
from puas.limits import collect_room
from puas.models import CollectLink
from puas.operations.field_answers import Taken, record_document

LONGEST_DEVICE = 255

STATUS_AND_SENTENCE = {
    Taken.COUNTED: (201, gettext_noop("Isian sudah tersimpan. Terima kasih.")),
    Taken.LATE: (
        202,
        gettext_noop(
            "Isian sudah kami terima, tetapi surveinya sudah ditutup. Isian menunggu keputusan koordinator; "
            "tidak perlu dikirim lagi."
        ),
    ),
    Taken.CORRECTED: (
        201,
        gettext_noop("Koreksi sudah tersimpan dan menggantikan isian yang lama. Terima kasih."),
    ),
    Taken.CORRECTION: (
        202,
        gettext_noop(
            "Koreksi sudah kami terima dan menunggu diperiksa koordinator. Sampai itu, hitungannya tidak "
            "berubah."
        ),
    ),
    Taken.UNKNOWN_VERSION: (
        202,
        gettext_noop(
            "Isian sudah kami terima, tetapi dibuat dengan versi formulir yang tidak kami kenal. Isian "
            "menunggu diperiksa koordinator; perbarui formulir sebelum mengisi lagi."
        ),
    ),
}


@collect_door("HEAD", "POST")
def submission(request: HttpRequest, link: CollectLink) -> HttpResponse:
    """Say how much may be sent, or take one filled form."""
    if request.method == "HEAD":
        return answer(status=204)
    with collect_room(link.pk):
        device = request.GET.get("deviceID", "")[:LONGEST_DEVICE]
        taken = record_document(link=link, content=read_document(request), device=device)
    status, sentence = STATUS_AND_SENTENCE[taken]
    return answer_message(status, gettext(sentence))
