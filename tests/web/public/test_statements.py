"""Statements to everyone."""

import pytest

pytestmark = pytest.mark.django_db


def test_what_was_tested_and_what_was_not_is_said_on_one_page(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/aksesibilitas/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h2>") == 4
    assert "Belum diuji bersama penyandang disabilitas" in page


def test_it_is_only_read(client):
    assert client.post("/aksesibilitas/").status_code == 405
