"""How far an activity is as a column, so that lists need not read every report."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Repeat `puas.lifecycles.stage_of` for the newest report of each item."""
    items = apps.get_model("puas", "PlanItem")._base_manager
    reports = apps.get_model("puas", "Progress")._base_manager.order_by("id")
    verdicts = apps.get_model("puas", "Confirmation")._base_manager
    accepted = dict(verdicts.values_list("progress_id", "is_accepted"))
    newest = {item: (state, pk) for pk, item, state in reports.values_list("id", "item_id", "state")}
    for item, (state, pk) in newest.items():
        if state == "done":
            verdict = accepted.get(pk)
            state = "waiting" if verdict is None else "done" if verdict else "under_way"
        items.filter(pk=item).update(stage=state)


STAGES = ["not_started", "under_way", "waiting", "done", "dropped"]


class Migration(migrations.Migration):

    dependencies = [
        ("puas", "0019_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="planitem",
            name="stage",
            field=models.CharField(default="not_started", max_length=12),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(model_name="planitem", name="due_on", field=models.DateField()),
        migrations.AddIndex(
            model_name="planitem", index=models.Index(fields=["stage", "due_on"], name="plan_item_by_stage")
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", STAGES)), name="plan_item_stage_known"
            ),
        ),
    ]
