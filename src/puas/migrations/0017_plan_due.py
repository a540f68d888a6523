"""The last day of an activity as a column, so that what is due can be searched for."""

import datetime
from typing import Any

from django.db import migrations, models

from puas.methodology.plans import read_quarters

SOME_DAY = datetime.date(1970, 1, 1)


def fill(apps: Any, schema_editor: Any) -> None:
    items = apps.get_model("puas", "PlanItem")._base_manager
    for item in items.only("id", "quarters").iterator(chunk_size=2000):
        items.filter(pk=item.pk).update(due_on=read_quarters(item.quarters)[-1].ends)


class Migration(migrations.Migration):

    dependencies = [
        ("puas", "0016_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="planitem",
            name="due_on",
            field=models.DateField(default=SOME_DAY),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name="planitem", name="due_on", field=models.DateField(db_index=True)
        ),
    ]
