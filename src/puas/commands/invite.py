"""`puas invite`: a one-time link to a role; the only way to the first administrator of an installation."""

import click

from puas.errors import NotFound
from puas.language import say

ROLES = ("administrator", "coordinator", "opd_coordinator", "officer", "enumerator", "leader", "auditor")


@click.command(help=say("Undang seseorang ke sebuah peran, misalnya administrator pertama."))
@click.argument("agency", metavar=say("INSTANSI"))
@click.argument("name", metavar=say("NAMA"))
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help=say("Perannya"))
@click.option("--unit", default="", help=say("Kode unit di alamatnya; tanpa ini seluruh instansi"))
@click.option("--email", default="", help=say("Surel orangnya"))
def command(agency: str, name: str, role: str, unit: str, email: str) -> None:
    """Make an invitation and print its link; nothing keeps the link."""
    import django

    django.setup()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from puas.models import Role, Unit
    from puas.operations.invitations import invite_person
    from puas.web.templatetags.printing import moment

    found = Unit.objects.filter(agency__slug=agency, slug=unit or agency).select_related("agency").first()
    if found is None:
        raise NotFound(
            "invite_unit",
            "Instansi “{agency}” atau unitnya tidak ada. Lihat namanya pada alamat halaman portalnya.",
            agency=agency,
        )
    invitation, token = invite_person(name=name, email=email, unit=found, role=Role(role), by=None)
    expires = moment(timezone.localtime(invitation.expires_at))
    click.echo(
        say(
            "{role} di {unit}, berlaku sekali sampai {at}:",
            role=say(invitation.label),
            unit=found.name,
            at=expires,
        )
    )
    click.echo(settings.BASE_URL + reverse("office:invitation", args=[token]))
