"""Whole sessions of ODK Collect against a real server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from puas.models import Exclusion, HeldDocument, HeldReason, HeldResponse, Response
from puas.operations.collect_links import revoke_collect_link
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.queries.tallies import live_tally
from tests.api.openrosa.clients import Collect
from tests.api.openrosa.scenes import ENDED_AT, SCORES, make_field

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "uuid:00000000-0000-4000-8000-000000000001"
TWO = "uuid:00000000-0000-4000-8000-000000000002"
LATE = (
    "Isian sudah kami terima, tetapi surveinya sudah ditutup. Isian menunggu keputusan koordinator; "
    "tidak perlu dikirim lagi."
)
STORED = "Isian sudah tersimpan. Terima kasih."


@pytest.fixture
def field():
    return make_field()


@pytest.fixture
def phone(server, field):
    return field.phone(server.address)


def said(reply):
    """Return what decides for Collect: the code, and the sentence it shows."""
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert "text/xml" in reply.headers["Content-Type"]
    return reply.status, reply.message


def test_from_the_code_to_a_stored_answer(phone, field):
    (form,) = phone.list_forms()
    assert (form.form_id, form.version) == ("classic-2017_v1", "classic-2017@1-1")
    assert form.name == "Kuesioner Survei Kepuasan Masyarakat (classic-2017@1)"
    assert form.lists == {
        "surveys.csv": [{"name": str(field.survey.pk), "label": "Dinas Satu, Triwulan II 2023"}],
        "services.csv": [
            {"name": str(field.service.pk), "label": "KTP, baru", "survey": str(field.survey.pk)},
            {"name": "0", "label": "Layanan lain", "survey": str(field.survey.pk)},
        ],
    }
    document = field.filled(
        form, instance=ONE, Service=str(field.service.pk), sex="P", age="34", Comment="Bagus & cepat\n<3"
    )
    assert said(phone.send(document)) == (201, STORED)
    row = Response.objects.select_related("instrument").get()
    assert (row.uuid, row.scores, row.channel) == (UUID(ONE[5:]), SCORES, "interview")
    assert (row.survey, row.service, row.flags) == (field.survey, field.service, [])
    assert (row.profile, row.comment) == ({"sex": "P", "age": 34}, "Bagus & cepat\n<3")
    assert row.answered_at == ENDED_AT


@pytest.mark.parametrize("how", [{}, {"is_chunked": False}, {"is_packed": True}])
def test_the_same_form_again_is_the_same_answer(phone, field, how):
    document = field.filled(phone.list_forms()[0], instance=ONE)
    assert [said(phone.send(document, **how)) for _ in range(3)] == [(201, STORED)] * 3
    assert (Response.objects.count(), HeldResponse.objects.count()) == (1, 0)


def test_twenty_at_once_hear_of_success_only(phone, field):
    form = phone.list_forms()[0]
    for _ in range(10):
        document = field.filled(form)
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda body: said(phone.post(body)), [document] * 20))
        assert Counter(replies) == {(201, STORED): 20}
    assert (Response.objects.count(), HeldResponse.objects.count()) == (10, 0)


def at_once(phone, documents):
    """Return how often each answer came to these documents, all sent at the same moment."""
    with ThreadPoolExecutor(len(documents)) as pool:
        return Counter(pool.map(lambda one: said(phone.post(one)), documents))


def test_two_contents_of_one_number_at_once_are_one_answer_and_one_in_the_tray(phone, field):
    form = phone.list_forms()[0]
    fours, ones = field.filled(form, instance=ONE), field.filled(form, instance=ONE, Q1="1")
    heard = at_once(phone, [fours, ones] * 10)
    assert Counter({status: count for (status, _), count in heard.items()}) == {201: 10, 409: 10}
    kept = [Response.objects.get(), HeldResponse.objects.select_related("instrument").get()]
    assert sorted(row.scores for row in kept) == sorted([SCORES, (1, *SCORES[1:])])
    assert kept[1].reason == HeldReason.CONFLICT


def test_corrections_of_one_answer_at_once_replace_it_once(phone, field):
    form = phone.list_forms()[0]
    assert phone.send(field.filled(form, instance=ONE)).status == 201
    three = "uuid:00000000-0000-4000-8000-000000000003"
    twice = [field.filled(form, instance=number, corrects=ONE, Q1="2") for number in (TWO, three)]
    heard = at_once(phone, twice * 5)
    assert Counter({status: count for (status, _), count in heard.items()}) == {201: 5, 202: 5}
    assert (Response.objects.count(), Exclusion.objects.count()) == (2, 1)
    assert HeldResponse.objects.get().reason == HeldReason.CORRECTION


def test_a_day_in_the_field(phone, field):
    """Scan, fill without a network, send all of it on a bad network, a list that changed, a late one."""
    form = phone.list_forms()[0]
    morning = [field.filled(form, Q2=score) for score in "1234"]
    photo = {"foto.jpg": b"\xff\xd8" * 100_000}
    assert {phone.send(one, files=photo, is_incomplete=True).status for one in morning} == {201}
    assert at_once(phone, morning * 3) == {(201, STORED): 12}
    create_service(unit=field.unit, name="Akta kelahiran", by=None)
    again = phone.list_forms()[0]
    assert (again.content, len(again.lists["services.csv"])) == (form.content, 3)
    noon = field.filled(again, Service=again.lists["services.csv"][1]["name"])
    assert said(phone.send(noon)) == (201, STORED)
    close_survey(survey=field.survey, by=None)
    evening = field.filled(again)
    assert at_once(phone, [evening] * 5 + morning) == {(202, LATE): 5, (201, STORED): 4}
    assert sorted(row.scores[1] for row in Response.objects.select_related("instrument")) == [1, 2, 3, 4, 4]
    assert live_tally(field.survey).respondents == 5
    assert HeldResponse.objects.get().reason == HeldReason.LATE


def test_attachments_in_several_posts_are_one_answer(phone, field):
    document = field.filled(phone.list_forms()[0], instance=ONE)
    many = {f"{number}.jpg": b"\xff\xd8 foto" for number in range(100)}
    first = phone.send(document, files=many, is_incomplete=True)
    second = phone.send(document, files={"101.jpg": b"x" * 2_000_000})
    assert [said(first), said(second)] == [(201, STORED)] * 2
    assert Response.objects.count() == 1


def test_another_content_under_one_number_is_refused_and_kept(phone, field):
    form = phone.list_forms()[0]
    assert phone.send(field.filled(form, instance=ONE)).status == 201
    for _ in range(2):
        status, sentence = said(phone.send(field.filled(form, instance=ONE, Q1="1")))
        assert (status, "sudah tersimpan dengan jawaban lain" in sentence) == (409, True)
        assert "disimpan terpisah untuk diperiksa petugas" in sentence
    held = HeldResponse.objects.select_related("instrument").get()
    assert (held.reason, held.scores) == (HeldReason.CONFLICT, (1, *SCORES[1:]))
    assert Response.objects.get().scores == SCORES


def test_a_form_that_comes_after_the_end_waits_in_the_tray(phone, field):
    document = field.filled(phone.list_forms()[0], instance=ONE)
    close_survey(survey=field.survey, by=None)
    for _ in range(2):
        status, sentence = said(phone.send(document))
        assert (status, "surveinya sudah ditutup" in sentence) == (202, True)
    assert phone.list_forms() == []
    assert HeldResponse.objects.get().reason == HeldReason.LATE
    assert Response.objects.count() == 0


def test_a_correction_replaces_the_answer_while_the_survey_is_open(phone, field):
    form = phone.list_forms()[0]
    assert phone.send(field.filled(form, instance=ONE)).status == 201
    changed = field.filled(form, instance=TWO, corrects=ONE, Q1="2")
    later = field.filled(form, instance="uuid:00000000-0000-4000-8000-000000000003", corrects=TWO, Q1="1")
    for _ in range(2):
        status, sentence = said(phone.send(changed))
        assert (status, "menggantikan isian yang lama" in sentence) == (201, True)
    close_survey(survey=field.survey, by=None)
    assert phone.send(changed).status == 201
    status, sentence = said(phone.send(later))
    assert (status, "tidak dapat dikoreksi lagi" in sentence) == (409, True)
    assert [row.scores[0] for row in Response.objects.select_related("instrument")] == [SCORES[0], 2]
    out = Exclusion.objects.get()
    assert (out.response.uuid, out.kind) == (UUID(ONE[5:]), "corrected")
    assert HeldResponse.objects.count() == 0


def test_a_correction_of_what_never_came_waits_in_the_tray(phone, field):
    changed = field.filled(phone.list_forms()[0], instance=TWO, corrects=ONE, Q1="2")
    for _ in range(2):
        status, sentence = said(phone.send(changed))
        assert (status, "Koreksi sudah kami terima" in sentence) == (202, True)
    held = HeldResponse.objects.select_related("instrument").get()
    assert (held.reason, held.corrects, held.scores[0]) == (HeldReason.CORRECTION, UUID(ONE[5:]), 2)
    assert Response.objects.count() == 0


def test_an_unknown_version_is_kept_as_it_came(phone, field):
    document = field.filled(phone.list_forms()[0]).replace(b"classic-2017@1-1", b"classic-2017@77-1")
    for _ in range(2):
        status, sentence = said(phone.send(document))
        assert (status, "versi formulir yang tidak kami kenal" in sentence) == (202, True)
    held = HeldDocument.objects.get()
    assert (bytes(held.content), held.survey, held.link) == (document, field.survey, field.link)
    assert Response.objects.count() == HeldResponse.objects.count() == 0


def test_a_revoked_link_opens_nothing(phone, field):
    document = field.filled(phone.list_forms()[0])
    revoke_collect_link(link=field.link, by=None)
    for reply in (phone.fetch(f"{phone.server_url}/formList"), phone.post(document)):
        status, sentence = said(reply)
        assert (status, "“Budi” sudah dicabut" in sentence) == (403, True)
    assert phone.request("HEAD", f"{phone.server_url}/submission").status == 403
    assert Response.objects.count() == 0


def test_a_phone_that_is_refused_hears_why_even_in_the_middle_of_a_long_body(phone, field):
    document = field.filled(phone.list_forms()[0])
    revoke_collect_link(link=field.link, by=None)
    reply = phone.post(document, files={"foto.jpg": b"x" * 5_000_000})
    status, sentence = said(reply)
    assert (status, "“Budi” sudah dicabut" in sentence) == (403, True)


def test_a_wrong_secret_opens_nothing(server, field):
    for secret in ("x", field.token[:-1], field.token + "x", field.token.swapcase(), "%00", "a" * 2000):
        phone = Collect(f"{server.address}/odk/{secret}")
        for path in ("formList", "forms/classic-2017_v1", "forms/classic-2017_v1/manifest", "lain"):
            status, sentence = said(phone.fetch(f"{phone.server_url}/{path}"))
            assert (status, "tidak dikenal" in sentence) == (403, True)


def test_no_secret_is_written_to_the_log(server, phone, field):
    phone.fetch(f"{phone.server_url}/tidak-ada")
    phone.request("PUT", f"{phone.server_url}/submission", b"")
    phone.post(b"<rusak")
    phone.request("GET", f"{server.address}/odk/{field.token}")
    Collect(f"{server.address}/odk/rahasia-{field.token}").fetch(
        f"{server.address}/odk/rahasia-{field.token}/formList"
    )
    log = server.log.read_text()
    assert "/odk/***" in log
    assert field.token not in log
