"""`puas remind`: tell people what is due now; meant for a schedule, harmless when it runs again."""

import click

from puas.language import say


@click.command(help=say("Kirim pengingat yang sudah waktunya, satu kali untuk setiap orang."))
def command() -> None:
    """Write the notices that are due and mail them where there is a mail server."""
    import django

    from puas.commands.serve_migrations import require_database

    django.setup()
    require_database()
    from django.utils import timezone

    from puas.operations.reminders import send_reminders

    made = send_reminders(now=timezone.now())
    click.echo(say("{n} pengingat baru.", n=len(made)))
