"""Anybody may ask whether a report is genuine; what is sent is compared and not kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas import limits
from puas.queries.kept_reports import path_of
from puas.web.public import verifications
from tests.factories.reports import make_report
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_report(publish_units(2)[0])


def send(client, report, content: bytes):
    return client.post(f"/v/{report.printed_code}/", {"berkas": SimpleUploadedFile("laporan.pdf", content)})


def pdf_of(report) -> bytes:
    return path_of(report.files.get(format="pdf")).read_bytes()


def test_the_page_says_what_a_copy_must_say(client, report, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = client.get(f"/v/{report.printed_code}/")
    page = response.content.decode()
    assert response.cookies == {}
    for said in ("Kota Contoh", "Triwulan II 2023", "87,50", report.files.first().digest, report.title):
        assert said in page


def test_the_same_file_is_genuine_and_one_byte_more_is_not(client, report):
    assert "Berkas ini asli" in send(client, report, pdf_of(report)).content.decode()
    assert "Berkas ini tidak sama" in send(client, report, pdf_of(report) + b" ").content.decode()


def test_nothing_that_was_sent_is_kept(client, report, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    send(client, report, b"%PDF-1.7 something else")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_too_large_and_none_at_all_are_refused(client, report, monkeypatch):
    monkeypatch.setattr(verifications, "MOST_BYTES", 10)
    monkeypatch.setattr(verifications, "FORM_BYTES", 0)
    assert send(client, report, b"x" * 100).status_code == 413
    monkeypatch.undo()
    assert client.post(f"/v/{report.printed_code}/").status_code == 422


def test_a_code_is_typed_in_any_case(client, report):
    response = client.get("/v/", {"kode": report.code.lower()})
    assert (response.status_code, response["Location"]) == (302, f"/v/{report.printed_code}/")


def test_an_unknown_code_is_asked_again_in_a_sentence(client, report):
    response = client.get("/v/", {"kode": "AAAAA-AAAAA"})
    assert (response.status_code, "Tidak ada laporan dengan kode itu" in response.content.decode()) == (
        404,
        True,
    )


def test_who_tries_codes_is_slowed_down_and_a_good_code_is_not(client, report, monkeypatch):
    monkeypatch.setattr(limits, "buckets", limits.Buckets(lambda: 0.0))
    monkeypatch.setattr(limits, "GUESSES", 2)
    assert [client.get("/v/AAAAA-AAAAA/").status_code for _ in range(3)] == [404, 404, 429]
    assert client.get(f"/v/{report.printed_code}/").status_code == 200


def test_a_report_that_was_replaced_leads_to_the_next(client, report):
    later = make_report(report.unit.agency)
    assert f'href="/v/{later.printed_code}/"' in client.get(f"/v/{report.printed_code}/").content.decode()
