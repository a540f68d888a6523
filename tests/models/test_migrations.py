"""The migrations in one and the migrations one by one lead to the same tables."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ONE, LAST = "0001_squashed_0024_finding_answers", "0024_finding_answers"


def _describe(loader: MigrationLoader, name: str) -> dict[str, object]:
    """Return the tables of this application after a migration: fields, constraints, indexes and options."""
    models = loader.project_state(("puas", name)).models
    return {key[1]: _describe_table(state) for key, state in models.items() if key[0] == "puas"}


def _describe_table(state) -> tuple[object, ...]:
    fields = {name: field.deconstruct()[1:] for name, field in state.fields.items()}
    parts = {name: _in_any_order(value) for name, value in state.options.items()}
    return fields, {name: value for name, value in parts.items() if value}


def _in_any_order(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, list) else value


@pytest.mark.django_db
def test_both_ways_make_the_same_tables():
    one_by_one = MigrationLoader(connection, replace_migrations=False)
    at_once = MigrationLoader(None)
    assert ("puas", ONE) in at_once.graph.nodes
    assert ("puas", LAST) not in at_once.graph.nodes
    found = _describe(at_once, ONE)
    assert len(found) > 40
    assert found == _describe(one_by_one, LAST)


@pytest.mark.django_db
def test_the_database_of_the_tests_was_made_at_once():
    assert ("puas", ONE) in MigrationLoader(connection).applied_migrations
