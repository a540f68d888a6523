"""Every address of the door: the methods it takes, and what it says when something fails."""

import logging
import sys

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.test import Client, RequestFactory

from puas.api.openrosa.doors import collect_door
from puas.api.openrosa.logs import SecretFreeFormatter
from tests.api.openrosa.scenes import make_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    return make_field()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "submission", 204),
        ("GET", "submission", 405),
        ("PUT", "submission", 405),
        ("GET", "formList", 200),
        ("HEAD", "formList", 200),
        ("POST", "formList", 405),
        ("GET", "formList?formID=classic-2017_v1&deviceID=x&verbose=true&listAllVersions=true", 200),
        ("GET", "forms/classic-2017_v1", 200),
        ("GET", "forms/classic-2017_v9", 404),
        ("GET", "forms/tiada", 404),
        ("GET", "forms/classic-2017_v1/manifest", 200),
        ("GET", "forms/classic-2017_v1/media/surveys.csv", 200),
        ("GET", "forms/classic-2017_v1/media/lain.csv", 404),
        ("GET", "", 404),
        ("GET", "lain/lagi", 404),
    ],
)
def test_every_answer_is_one_of_openrosa(field, method, path, status):
    reply = Client().generic(method, f"/odk/{field.token}/{path}")
    assert (reply.status_code, reply["X-OpenRosa-Version"]) == (status, "1.0")
    assert reply["X-OpenRosa-Accept-Content-Length"] == "10000000"
    assert reply["Date"].endswith("GMT")
    assert reply.cookies == {}


def test_a_list_of_one_form_by_its_id(field):
    bodies = [
        Client().get(f"/odk/{field.token}/formList", {"formID": name}).content.count(b"<xform>")
        for name in ("classic-2017_v1", "lain")
    ]
    assert bodies == [1, 0]


def test_addresses_in_the_list_are_those_the_phone_used(field):
    reply = Client().get(f"/odk/{field.token}/formList", headers={"Host": "192.168.1.7:8000"})
    assert (
        f"http://192.168.1.7:8000/odk/{field.token}/forms/classic-2017_v1</downloadUrl>"
        in reply.content.decode()
    )


@pytest.mark.parametrize(
    ("error", "status", "after"),
    [(OperationalError("locked"), 503, "60"), (ZeroDivisionError("a bug"), 500, None)],
)
def test_a_failure_of_ours_keeps_the_form_on_the_phone(field, error, status, after):
    @collect_door("GET")
    def view(request: WSGIRequest, link: object) -> None:
        raise error

    reply = view(RequestFactory().get("/"), token=field.token)
    assert (reply.status_code, reply.get("Retry-After")) == (status, after)
    assert "Isian tetap ada di ponsel" in reply.content.decode()


def test_secrets_are_blanked_in_every_line_of_the_log(field):
    address = f"/odk/{field.token}"
    try:
        raise ValueError(address)
    except ValueError:
        about = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "Not Found: %s", (f"{address}/formList",), about)
    line = SecretFreeFormatter("%(message)s").format(record)
    assert (field.token in line, line.count("/odk/***")) == (False, 2)
