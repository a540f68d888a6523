"""Rows that are written once can forget, and nothing else: personal data that were kept long enough.

A Response or PaperEntry may be changed only where a Forgetting stands for its survey, and only so that a
field below becomes empty; every other column stays what it was. A later migration that rebuilds one of the
tables on SQLite must call `let_forget` again.
"""


import django.db.models.deletion
from django.db import migrations, models
 

TABLES = {
    # table: (the row's survey, {column: (empty on SQLite, empty on PostgreSQL)})
    "puas_response": (
        "OLD.survey_id",
        {
            "comment": ("''", "''"),
            "profile": ("'{}'", "'{}'::jsonb"),
            "was_steered": ("NULL", "NULL"),
            "device_hash": ("NULL", "NULL"),
            "address_hash": ("NULL", "NULL"),
        },
    ),
    "puas_paperentry": (
        "(SELECT survey_id FROM puas_paperbatch WHERE id = OLD.batch_id)",
        {"content": ("'{}'", "'{}'::jsonb")},
    ),
}


def let_forget(apps, schema_editor):
    for table, (survey, columns) in TABLES.items():
        if schema_editor.connection.vendor == "postgresql":
            _on_postgresql(schema_editor, table, survey, columns)
        else:
            _on_sqlite(schema_editor, table, survey, columns)


def _on_sqlite(schema_editor, table, survey, columns):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        names = [row[1] for row in cursor.fetchall()]
    same = [f'NEW."{name}" IS OLD."{name}"' for name in names if name not in columns]
    same += [f'(NEW."{n}" IS OLD."{n}" OR NEW."{n}" IS {empty})' for n, (empty, _) in columns.items()]
    allowed = " AND ".join([f"EXISTS (SELECT 1 FROM puas_forgetting WHERE survey_id = {survey})", *same])
    schema_editor.execute(f"DROP TRIGGER {table}_no_update")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
    )


def _on_postgresql(schema_editor, table, survey, columns):
    rest = "".join(f" - '{name}'" for name in columns)
    emptied = " AND ".join(
        f"(NEW.{n} IS NOT DISTINCT FROM OLD.{n} OR NEW.{n} IS NOT DISTINCT FROM {empty})"
        for n, (_, empty) in columns.items()
    )
    schema_editor.execute(
        f"""CREATE FUNCTION {table}_only_forget() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM puas_forgetting WHERE survey_id = {survey})
                AND (to_jsonb(NEW){rest}) = (to_jsonb(OLD){rest}) AND {emptied} THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        params=None,
    )
    schema_editor.execute(f"DROP TRIGGER {table}_no_update ON {table}")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_only_forget()"
    )


def freeze_forgettings(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("UPDATE", "DELETE"):
        action = (
            "FOR EACH ROW EXECUTE FUNCTION puas_refuse_change()"
            if is_postgresql
            else "BEGIN SELECT RAISE(ABORT, 'puas_forgetting is written once'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER puas_forgetting_no_{verb.lower()} BEFORE {verb} ON puas_forgetting {action}"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('puas', '0022_audit_door'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forgetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('months', models.PositiveIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('forgotten_at', models.DateTimeField()),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forgettings', to='puas.survey')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('survey', 'key'), name='forgetting_once')],
            },
        ),
        migrations.RunPython(let_forget, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(freeze_forgettings, migrations.RunPython.noop, elidable=False),
    ]
