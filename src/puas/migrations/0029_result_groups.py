from django.db import migrations, models
import django.db.models.deletion


TABLE = "puas_resultgroups"


def add_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("UPDATE", "DELETE"):
        action = (
            "FOR EACH ROW EXECUTE FUNCTION puas_refuse_change()"
            if is_postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
        )
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} {action}")


def drop_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}" + (f" ON {TABLE}" if is_postgresql else ""))


class Migration(migrations.Migration):
    dependencies = [("puas", "0028_audit_event_object")]
    operations = [
        migrations.CreateModel(
            name="ResultGroups",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=60)),
                ("groups", models.JSONField()),
                ("result", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="puas.result")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("result", "by"), name="result_groups_once")],
            },
        ),
        migrations.RunPython(add_triggers, drop_triggers, elidable=False),
    ]
