"""The message that carries an invitation, for installations that send mail."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext

from puas.models import Invitation

log = logging.getLogger("puas.operations")


def will_be_mailed(invitation: Invitation) -> bool:
    """Say whether a message goes out: there is a mail server, and an address was given."""
    return bool(settings.SENDS_MAIL and invitation.email)


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send the link; a server that does not take it is logged, for the link was shown to whoever invited."""
    unit = invitation.unit
    subject = gettext("Undangan ke SKM {agency}").format(agency=unit.agency.name)
    text = gettext(
        "{name},\n\nAnda diundang sebagai {role} di {unit}. Buka tautan ini untuk membuat akun Anda, atau "
        "masuk dahulu bila sudah punya akun:\n\n{link}\n\nTautannya berlaku sekali, sampai 7 hari. Bila Anda "
        "tidak mengharapkan undangan ini, abaikan saja.\n"
    ).format(name=invitation.name, role=gettext(invitation.label), unit=unit.name, link=link)
    try:
        send_mail(subject, text, None, [invitation.email])
    except OSError as error:
        log.error("invitation %s was not mailed: %s", invitation.pk, error)
