"""What a phone could never send: refused with 4xx in OpenRosa's words, nothing stored."""

import random
import string

import pytest
from django.test import Client

from puas.models import HeldDocument, HeldResponse, Response
from tests.api.openrosa.clients import ANSWER, BOUNDARY, multipart
from tests.api.openrosa.scenes import make_field

pytestmark = pytest.mark.django_db
KIND = f"multipart/form-data; boundary={BOUNDARY}"
HOSTILE = [
    *(
        "5",
        "0",
        "-1",
        "1.5",
        "1e0",
        "٣",
        "４",
        "1 2",
        "4;4",
        "true",
        "null",
        "[4]",
        '{"a":4}',
        "NaN",
        "1" * 19,
    ),
    *(
        "' OR 1=1 --",
        "../../etc/passwd",
        "%00",
        "$ne",
        "=1+1",
        "x" * 5000,
        "\u202e4",
        "\ufeff4",
        "é",
        "<b>4</b>",
    ),
]


@pytest.fixture
def field():
    return make_field()


@pytest.fixture
def post(field):
    """Send a body and return (status, sentence); every answer is one that Collect can read."""
    from xml.etree import ElementTree

    client = Client(raise_request_exception=False)

    def send(body, kind=KIND, **headers):
        reply = client.post(f"/odk/{field.token}/submission", body, content_type=kind, headers=headers)
        assert (reply["X-OpenRosa-Version"], reply["Content-Type"]) == ("1.0", "text/xml; charset=utf-8")
        return reply.status_code, ElementTree.fromstring(reply.content).findtext(f"{ANSWER}message")

    return send


def document(field, extra="", number="uuid:00000000-0000-4000-8000-000000000009", **values):
    given = {"Survey": str(field.survey.pk), "sex": "L", "age": "30"} | {f"Q{n}": "4" for n in range(1, 10)}
    text = {key: value.replace("&", "&amp;").replace("<", "&lt;") for key, value in (given | values).items()}
    answers = "".join(f"<Q{n}>{text[f'Q{n}']}</Q{n}>" for n in range(1, 10))
    return (
        f'<data id="classic-2017_v1" version="classic-2017@1-1"><Survey>{text["Survey"]}</Survey>'
        f"<Service>{text.get('Service', '')}</Service>"
        f"<Profile><sex>{text['sex']}</sex><age>{text['age']}</age></Profile><Answers>{answers}</Answers>{extra}"
        f"<meta><instanceID>{number}</instanceID></meta></data>"
    ).encode()


def stored():
    return Response.objects.count(), HeldResponse.objects.count(), HeldDocument.objects.count()


def test_a_sound_one_is_taken(field, post):
    assert post(multipart(document(field), {})) == (201, "Isian sudah tersimpan. Terima kasih.")
    assert stored() == (1, 0, 0)


def test_the_device_becomes_a_number_and_the_address_is_not_kept(field):
    numbers = []
    for place, device in enumerate(("collect%3Aone", "collect%3Aone", "collect%3Atwo", "")):
        body = multipart(document(field, number=f"uuid:00000000-0000-4000-8000-00000000000{place}"), {})
        path = f"/odk/{field.token}/submission?deviceID={device}"
        assert Client().post(path, body, content_type=KIND, REMOTE_ADDR="203.0.113.9").status_code == 201
        numbers.append(Response.objects.latest("id").device_hash)
    assert [number == numbers[0] for number in numbers] == [True, True, False, False]
    assert (numbers[3], set(Response.objects.values_list("address_hash", flat=True))) == (None, {None})


def test_a_link_that_sends_too_much_is_told_when_to_send_again(field, post, settings):
    settings.SURVEY_LIMIT = 1
    assert post(b"x")[0] == 400  # what is refused does not count
    assert post(multipart(document(field), {}))[0] == 201
    body = multipart(document(field, number="uuid:00000000-0000-4000-8000-000000000010"), {})
    status, sentence = post(body)
    assert (status, "kirim lagi sesudah pukul" in sentence) == (429, True)
    reply = Client().post(f"/odk/{field.token}/submission", body, content_type=KIND)
    assert reply["Retry-After"] == "60"
    assert stored() == (1, 0, 0)


def test_a_part_without_a_file_name_is_taken_too(field, post):
    body = multipart(document(field), {}).replace(b'; filename="isian.xml"', b"")
    assert post(body)[0] == 201


@pytest.mark.parametrize("name", ["Survey", "Service", "sex", "age", "Q1", "Q9"])
def test_injected_answers_are_refused(field, post, name):
    known = {"Survey": {str(field.survey.pk)}, "Service": {"0", str(field.service.pk)}}  # 0: another service
    for value in [value for value in HOSTILE if value not in known.get(name, ())]:
        status, sentence = post(multipart(document(field, **{name: value}), {}))
        assert (status in (400, 403), bool(sentence)) == (True, True), value
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize(
    "extra",
    [
        "<Answers><Q10>4</Q10></Answers>",
        "<Profile><nik>3372</nik></Profile>",
        "<Response><survey_id>1</survey_id></Response>",
        "<flags>[]</flags>",
        "<Comment>" + "x" * 4001 + "</Comment>",
        "<Comment>a</Comment><Comment>b</Comment>",
        "<!DOCTYPE a>",
    ],
)
def test_injected_fields_are_refused(field, post, extra):
    status, sentence = post(multipart(document(field, extra), {}))
    assert (status, bool(sentence)) == (400, True)
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda body: body, 201),
        (lambda body: b"", 400),
        (lambda body: body[: len(body) // 2], 400),
        (lambda body: body.replace(b"xml_submission_file", b"isian"), 400),
        (lambda body: body.replace(BOUNDARY.encode(), b"lain"), 400),
        (lambda body: body.replace(b"<data", b"<!DOCTYPE d><data"), 400),
        (lambda body: body.replace(b"<Survey>", b"\x00<Survey>"), 400),
        (lambda body: body.replace(b"<meta>", b"<tiada>"), 400),
        (lambda body: body.replace(b"00000009", b""), 201),  # no uuid, and still a number
        (lambda body: body.replace(b"uuid:00000000-0000-4000-8000-000000000009", b""), 400),
        (lambda body: body.replace(b"classic-2017_v1", b"tiada_v1"), 404),
        (lambda body: body.replace(b'id="classic-2017_v1"', b""), 400),
        (
            lambda body: (
                multipart(b"<data/>", {}).removesuffix(b"--\r\n")
                + body.removeprefix(b"--" + BOUNDARY.encode())
            ),
            400,
        ),
        (lambda body: body.replace(b"--\r\n", b"\r\n") + body, 400),
    ],
)
def test_broken_bodies_are_refused(field, post, change, status):
    given, sentence = post(change(multipart(document(field), {})))
    assert (given, bool(sentence)) == (status, True)
    assert stored() == ((1, 0, 0) if status == 201 else (0, 0, 0))


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_a_multipart_body_is_read(field, post, kind):
    assert post(multipart(document(field), {}), kind)[0] == 400
    assert stored() == (0, 0, 0)


def test_what_is_too_large_is_413(field, post):
    status, sentence = post(multipart(document(field), {"foto.jpg": b"x" * 10_000_000}))
    assert (status, "paling besar 10 MB" in sentence) == (413, True)
    status, sentence = post(multipart(document(field, "<Comment>" + "x" * 270_000 + "</Comment>"), {}))
    assert (status, "paling besar 256 kB" in sentence) == (413, True)
    assert stored() == (0, 0, 0)


def test_compressed_bodies_are_bounded(field, post):
    import gzip

    packed = gzip.compress(multipart(document(field), {}))
    bomb = gzip.compress(b"x" * 50_000_000)
    assert post(bomb, **{"Content-Encoding": "gzip"})[0] == 413
    assert post(packed[:-9], **{"Content-Encoding": "gzip"})[0] == 400
    assert post(b"bukan gzip", **{"Content-Encoding": "gzip"})[0] == 400
    assert post(packed, **{"Content-Encoding": "br"})[0] == 400
    assert stored() == (0, 0, 0)
    assert post(packed, **{"Content-Encoding": "gzip"})[0] == 201


@pytest.mark.slow
def test_ten_thousand_hostile_bodies(field, post):
    """Random bytes in random places of a document: never a 5xx; what is taken reads as a sound answer."""
    source = random.Random(20261120)
    letters = string.printable.encode() + bytes(range(128, 256)) + b"<>&\x00"
    sound = document(field)
    taken = 0
    for _ in range(10_000):
        broken = bytearray(sound)
        for _ in range(source.randint(1, 8)):
            broken[source.randrange(len(broken))] = source.choice(letters)
        status, sentence = post(multipart(bytes(broken), {}))
        assert (status in (201, 202, 400, 403, 404, 409), bool(sentence)) == (True, True), bytes(broken)
        taken += status in (201, 202)
    assert taken < 200
    assert sum(stored()) <= 10_000
    assert all(set(row.scores) <= {0, 1, 2, 3, 4} for row in Response.objects.select_related("instrument"))
