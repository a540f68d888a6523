"""The page that a watchdog asks."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

import puas


@pytest.mark.django_db
def test_it_names_the_newest_step_of_the_schema(client, django_assert_num_queries, settings):
    settings.LINK_LIMIT = settings.SURVEY_LIMIT = 1
    steps = sorted(path.stem for path in (Path(puas.__file__).parent / "migrations").glob("0*.py"))
    for _ in range(3):
        with django_assert_num_queries(1):
            response = client.get("/sehat/")
        assert (response.status_code, response.json()) == (200, {"database": "ok", "schema": steps[-1]})
        assert (response["Cache-Control"], response.cookies) == ("no-store", {})


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_503(client):
    def gone(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        response = client.get("/sehat/")
    assert (response.status_code, response.json()) == (503, {"database": "unreachable", "schema": None})


def test_it_only_answers(client):
    assert client.post("/sehat/").status_code == 405
