"""Every error is a page in Indonesian that says what to do next."""

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from puas.errors import Conflict, PuasError
from puas.web import errors


@pytest.fixture
def request_of():
    return RequestFactory().get("/s/abc/")


def test_an_unknown_address_is_a_404_page_with_a_way_on(client):
    response = client.get("/tidak/ada/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in page
    assert "Ke daftar instansi" in page
    assert response["Cache-Control"] == "no-store"


def test_an_unknown_address_of_the_office_leads_back_to_the_office(client):
    assert "Ke beranda kantor" in client.get("/kantor/tidak-ada/").content.decode()


def test_the_page_speaks_english_when_asked(client):
    assert "This page does not exist" in client.get("/tidak/ada/?bahasa=en").content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)],
)
def test_each_refusal_has_its_status(request_of, view, status):
    assert view(request_of, Exception()).status_code == status


def test_a_failure_of_ours_says_that_sending_again_is_safe(request_of):
    response = errors.server_error(request_of)
    assert response.status_code == 500
    assert "tidak membuat isian ganda" in response.content.decode()


def test_a_failing_view_gets_that_page(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("puas.web.public.homes.published_agencies", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Ada kesalahan pada sistem kami" in response.content.decode()


def test_an_error_of_the_house_becomes_its_page(request_of):
    error = Conflict("response_conflict", "Isian {uuid} sudah tersimpan.", uuid="<b>1</b>")
    response = errors.ErrorPages(lambda request: None).process_exception(request_of, error)
    assert response is not None
    assert response.status_code == 409
    assert "Isian &lt;b&gt;1&lt;/b&gt; sudah tersimpan." in response.content.decode()


def test_any_other_error_goes_on(request_of):
    assert errors.ErrorPages(lambda request: None).process_exception(request_of, KeyError()) is None


def test_every_status_of_the_error_tree_has_a_title():
    kinds = PuasError.__subclasses__()
    assert {kind.status for kind in kinds} - set(errors.TITLES) == set()


def test_an_office_form_without_its_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/kantor/masuk/", {"nama": "a", "sandi": "b"})
    assert response.status_code == 403
    assert "terlalu lama terbuka" in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError("disk full"), InterfaceError("closed")])
def test_a_database_that_cannot_be_reached_is_a_503_that_says_when_to_come_back(request_of, error):
    pages = errors.ErrorPages(lambda request: None)
    response = pages.process_exception(request_of, error)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "isian Anda masih ada di sana" in response.content.decode()


def test_a_program_is_told_the_same_in_json():
    request = RequestFactory().post("/s/abc/", headers={"Accept": "application/json"})
    response = errors.database_unreachable(request, OperationalError("locked"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert json.loads(response.content)["code"] == "database_unreachable"


def test_a_failure_outside_a_view_is_told_apart_too(request_of):
    try:
        raise OperationalError("no session can be read")
    except OperationalError:
        assert errors.server_error(request_of).status_code == 503
    assert errors.server_error(request_of).status_code == 500
