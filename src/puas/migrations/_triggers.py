"""Triggers by which the database itself keeps what is written once, for migrations to call.

A migration that rebuilds one of these tables on SQLite loses its triggers and must make them again.
"""

FROZEN_TABLES = (
    "puas_auditevent",
    "puas_confirmation",
    "puas_findinganswer",
    "puas_forgetting",
    "puas_helddecision",
    "puas_instrumentversion",
    "puas_paperentry",
    "puas_progress",
    "puas_publication",
    "puas_response",
    "puas_result",
    "puas_unitchange",
)
FORGETFUL_TABLES = {
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

_REFUSE = """
CREATE FUNCTION puas_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def freeze_all(apps, schema_editor):
    """Refuse every UPDATE and DELETE of the frozen tables, whoever sends it; some may forget."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(_REFUSE, params=None)
    for table in FROZEN_TABLES:
        for verb in ("UPDATE", "DELETE"):
            action = (
                "FOR EACH ROW EXECUTE FUNCTION puas_refuse_change()"
                if is_postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {action}"
            )
    for table, (survey, columns) in FORGETFUL_TABLES.items():
        only_forget = _on_postgresql if is_postgresql else _on_sqlite
        only_forget(schema_editor, table, survey, columns)


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
