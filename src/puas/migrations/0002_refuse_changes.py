"""Rows that are written once stay as they are, in the database too.

An UPDATE or DELETE of these tables fails whoever sends it. A later migration that rebuilds one of them on
SQLite must make its triggers again (SQLite drops them with the old table); tests/models/test_frozen.py notices.
"""

from django.db import migrations

FROZEN_TABLES = (
    "puas_auditevent",
    "puas_instrumentversion",
    "puas_publication",
    "puas_response",
    "puas_result",
)

POSTGRESQL_FUNCTION = """
CREATE FUNCTION puas_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _names(table):
    return ((f"{table}_no_{verb.lower()}", verb) for verb in ("UPDATE", "DELETE"))


def add_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    for table in FROZEN_TABLES:
        for name, verb in _names(table):
            action = (
                "FOR EACH ROW EXECUTE FUNCTION puas_refuse_change()"
                if is_postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {action}")


def drop_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FROZEN_TABLES:
        for name, _ in _names(table):
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION puas_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("puas", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, drop_triggers, elidable=False)]
