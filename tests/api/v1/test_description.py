"""The API against its own description: schemathesis asks what it allows, and what it does not."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from puas.wsgi import application
from tests.web.scenes import publish_units

EXAMPLES = 15
ALIKE = re.compile(r"/(?!results)\w+\.(csv|parquet)$")
"""The files of the other tables come out of the same function as those of the results."""


@pytest.fixture
def _one_connection():
    """Let the application keep the test's own connection, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its client leaves files open
@pytest.mark.usefixtures("_one_connection")
def test_every_answer_is_one_that_the_description_tells():
    publish_units(2)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if ALIKE.search(operation.path):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            asked += _ask(operation, mode)
    assert asked > 60


def _ask(operation, mode):
    asked = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def run(case):
        nonlocal asked
        asked += 1
        case.call_and_validate()

    try:
        run()
    except Exception as error:
        if type(error).__name__ != "Unsatisfiable":  # nothing in it can be wrong
            raise
    return asked
