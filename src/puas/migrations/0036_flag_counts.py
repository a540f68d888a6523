"""The flags of a survey are counted once, when they are found: here those that were found before."""

from typing import Any

from django.db import migrations, models
from django.db.models import Count

INFORMATION = ("correction", "from_tray")


def count_flags(apps: Any, schema_editor: Any) -> None:
    """Write the counts of every survey that was looked at."""
    FlagMark, ResponseFlag = (apps.get_model("puas", name) for name in ("FlagMark", "ResponseFlag"))
    for mark in FlagMark.objects.order_by("pk").iterator():
        flags = ResponseFlag.objects.filter(survey=mark.pk).order_by()
        mark.counts = dict(flags.values_list("flag").annotate(n=Count("id")))
        mark.answers = flags.exclude(flag__in=INFORMATION).values("response").distinct().count()
        mark.save(update_fields=["counts", "answers"])


class Migration(migrations.Migration):
    dependencies = [("puas", "0035_webhooks")]
    operations = [
        migrations.AddField("flagmark", "counts", models.JSONField(blank=True, default=dict)),
        migrations.AddField("flagmark", "answers", models.PositiveIntegerField(default=0)),
        migrations.RunPython(count_flags, migrations.RunPython.noop, elidable=True),
    ]
