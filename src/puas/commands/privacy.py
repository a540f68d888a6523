"""`puas privacy report`: what is kept about people, how far it may travel, and how long it stays."""

import json

import click

from puas.language import say


@click.group(help=say("Data pribadi: apa yang disimpan, dan berapa lama."))
def command() -> None:
    """Group what there is to say about personal data."""


@command.command(help=say("Cetak setiap ruas pribadi dan rahasia, kelasnya, dan masa simpannya."))
@click.option("--json", "as_json", is_flag=True, help=say("Cetak sebagai JSON"))
def report(as_json: bool) -> None:
    """Print a line for each field, or JSON."""
    rows = build_rows()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        months = say("{count} bulan", count=row["months"]) if row["months"] else "-"
        click.echo(f"{row['field']:28} {row['privacy']:9} {months:10} {say(str(row['meaning']))}")


def build_rows() -> list[dict[str, str | int | None]]:
    """Return {"field", "privacy", "retention", "months", "meaning"} of every personal and secret field."""
    import django

    django.setup()
    from django.apps import apps

    from puas.models.privacy import Privacy
    from puas.models.retentions import RETENTIONS

    rules = {field: one for one in RETENTIONS for field in one.fields.split()}
    told = (Privacy.PERSONAL, Privacy.SECRET)
    found = sorted(
        (f"{model.__name__}.{name}", privacy.value)
        for model in apps.get_app_config("puas").get_models()
        for name, privacy in model.PRIVACY.items()  # type: ignore[attr-defined]
        if privacy in told
    )
    return [
        {
            "field": field,
            "privacy": privacy,
            "retention": rules[field].key,
            "months": rules[field].months,
            "meaning": rules[field].meaning,
        }
        for field, privacy in found
    ]
