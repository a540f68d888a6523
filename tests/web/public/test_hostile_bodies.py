"""Ten thousand bodies that no form of ours could send: refused, nothing stored, and the door still works."""

import random
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from puas.models import HeldResponse, Response
from tests.api.openrosa.test_submissions import HOSTILE
from tests.factories import make_agency, make_open_survey, make_unit

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
ITEMS = [f"Q{number}" for number in range(1, 10)]
SCORES = [value for value in HOSTILE if value not in ("4", "\ufeff4", "４", "٣")]


def sound(source):
    """Return the pairs of a whole answer."""
    number = UUID(int=source.getrandbits(128), version=4)
    return [("uuid", str(number)), *((item, source.choice("1234")) for item in ITEMS), ("sex", "L")]


def replaced(pairs, name, value):
    return [(key, value if key == name else old) for key, old in pairs]


def plant_score(source, pairs):
    return urlencode(replaced(pairs, source.choice(ITEMS), source.choice(SCORES))), FORM


def plant_twice(source, pairs):
    return urlencode([*pairs, source.choice(pairs)]), FORM


def plant_unknown(source, pairs):
    name = source.choice(["Q10", "q1", "index", "survey", "word_a", "__proto__", "Q1[]", "Q1[$ne]", "state"])
    return urlencode([*pairs, (name, source.choice(HOSTILE))]), FORM


def plant_uuid(source, pairs):
    return urlencode(replaced(pairs, "uuid", source.choice(["", "1", "zz", "x" * 5000, "' OR 1=1"]))), FORM


def plant_profile(source, pairs):
    return urlencode(replaced(pairs, "sex", source.choice([v for v in HOSTILE if v]))), FORM


def plant_service(source, pairs):
    return urlencode([*pairs, ("layanan", source.choice(["0", "-1", "999999", "1 OR 1", "x" * 300]))]), FORM


def plant_control(source, pairs):
    return urlencode([*pairs, ("diarahkan", source.choice(["1", "true", "YA", "mungkin"]))]), FORM


def plant_huge(source, pairs):
    return urlencode([*pairs, ("saran", "x" * source.choice([2001, 50_000]))]), FORM


def plant_too_few(source, pairs):
    left = source.sample(ITEMS, source.randint(5, 9))
    return urlencode([(key, value) for key, value in pairs if key not in left]), FORM


def plant_bad_encoding(source, pairs):
    name = source.choice(ITEMS)
    text = urlencode([pair for pair in pairs if pair[0] != name])
    return f"{text}&{name}={source.choice(['%ff', '%c0%b4', '%ed%a0%80', '%f8%88%80%80%b4'])}", FORM


def plant_other_kind(source, pairs):
    kind = source.choice(["application/json", "text/xml", "text/plain", "multipart/form-data; boundary=no"])
    return urlencode(pairs), kind


def plant_noise(source, pairs):
    return bytes(source.getrandbits(8) for _ in range(source.randint(0, 200))), FORM


PLANTS = [
    *(plant_score, plant_twice, plant_unknown, plant_uuid, plant_profile, plant_service, plant_control),
    *(plant_huge, plant_too_few, plant_bad_encoding, plant_other_kind, plant_noise),
]


@pytest.mark.slow
def test_ten_thousand_hostile_bodies_are_refused_and_nothing_is_stored():
    survey = make_open_survey(make_unit(make_agency()))
    source, client = random.Random(20261125), Client(raise_request_exception=False)
    address = f"/s/{survey.token}/"
    wrong = []
    for number in range(10_000):
        plant = PLANTS[number % len(PLANTS)]
        body, kind = plant(source, sound(source))
        asks = "text/html" if number % 49 == 0 else "application/json"  # a page is slow
        status = client.post(address, body, content_type=kind, headers={"Accept": asks}).status_code
        if not 400 <= status < 500:
            wrong.append((plant.__name__, status, body[:200]))
    assert wrong == []
    assert (Response.objects.count(), HeldResponse.objects.count()) == (0, 0)
    assert client.post(address, urlencode(sound(source)), content_type=FORM).status_code == 303
    assert Response.objects.count() == 1


def test_too_many_fields_and_too_large_bodies_are_refused():
    survey = make_open_survey(make_unit(make_agency()))
    client = Client(raise_request_exception=False)
    for body in ("&".join(f"a{n}=1" for n in range(5000)), "saran=" + "x" * 2_000_000):
        assert client.post(f"/s/{survey.token}/", body, content_type=FORM).status_code == 400
    assert Response.objects.count() == 0
