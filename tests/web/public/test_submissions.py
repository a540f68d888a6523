"""What a browser sends, read strictly."""

from uuid import UUID

import pytest

from puas.errors import BadInput
from puas.exchange.instrument_files import load_instrument
from puas.web.public.questions import COMMENT_LIMIT
from puas.web.public.submissions import TOO_FEW, build_submission, find_mistakes, read_sent, read_uuid

CLASSIC, NATIONAL = load_instrument("classic-2017"), load_instrument("national-2024-online")
NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"
FULL = {"uuid": [NUMBER], **{item.key: ["4"] for item in CLASSIC.items}}


def test_a_full_answer():
    sent = read_sent(CLASSIC, {**FULL, "sex": ["L"], "saran": [" Baik\r\nsekali\x00 "], "layanan": ["7"]})
    submission = build_submission(CLASSIC, sent, (7,))
    assert submission.uuid == UUID(NUMBER)
    assert submission.scores == (4,) * 9
    assert submission.profile == {"sex": "L"}
    assert submission.comment == "Baik\nsekali"
    assert submission.service == 7


@pytest.mark.parametrize(
    ("posted", "code"),
    [
        ({"nik": ["1"]}, "form_field_unknown"),
        ({"Q1": ["4", "1"]}, "form_field_twice"),
        ({"uuid": [NUMBER, NUMBER]}, "form_field_twice"),
    ],
)
def test_what_the_page_never_asked_is_refused_whole(posted, code):
    with pytest.raises(BadInput) as caught:
        read_sent(CLASSIC, posted)
    assert caught.value.code == code


@pytest.mark.parametrize("given", [{}, {"uuid": [""]}, {"uuid": ["1"]}])
def test_a_form_without_its_uuid_is_refused(given):
    with pytest.raises(BadInput) as caught:
        read_uuid(given)
    assert caught.value.code == "form_uuid"


def mistakes(**changed):
    sent = FULL | {name: [value] for name, value in changed.items()}
    return find_mistakes(CLASSIC, "id", sent, (7,))


def test_a_good_answer_has_no_mistakes():
    assert mistakes() == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"Q3": "9"}, {"Q3": "Jawaban pertanyaan 3 tidak ada pada pilihannya."}),
        ({"sex": "X"}, {"sex": "“Jenis kelamin” harus salah satu dari pilihannya."}),
        ({"age": "tua"}, {"age": "“Usia (tahun)” harus berupa angka 10 sampai 110."}),
        ({"layanan": "8"}, {"layanan": "Layanan ini tidak ada pada unit ini."}),
        (
            {"saran": "a" * (COMMENT_LIMIT + 1)},
            {"saran": "Saran paling panjang 2000 huruf; pendekkan dahulu."},
        ),
    ],
)
def test_each_mistake_stands_at_its_field(changed, expected):
    assert mistakes(**changed) == expected


def test_all_mistakes_are_found_at_once_in_the_order_of_the_page():
    assert list(mistakes(Q3="9", Q1="0", age="-1", sex="X")) == ["Q1", "Q3", "sex", "age"]


def test_too_few_answers_belongs_to_no_field():
    few = {"uuid": [NUMBER], "Q1": ["4"], "Q2": ["4"]}
    assert find_mistakes(CLASSIC, "id", few, ()) == {
        TOO_FEW: "Hanya 2 unsur yang dijawab; paling sedikit 5 harus dijawab."
    }


def test_several_choices_and_a_rating():
    keys = {field.kind: field for field in NATIONAL.profile}
    several = keys["multiple"]
    chosen = [several.options[1].key, several.options[0].key]
    posted = {"uuid": [NUMBER], "trust_local": ["10"], several.key: chosen}
    posted |= {item.key: ["3"] for item in NATIONAL.items}
    required = {f.key: [f.options[0].key] for f in NATIONAL.profile if f.required and f.options}
    submission = build_submission(NATIONAL, read_sent(NATIONAL, posted | required), ())
    assert submission.profile["trust_local"] == 10
    assert submission.profile[several.key] == [several.options[0].key, several.options[1].key]
    wrong = find_mistakes(
        NATIONAL, "id", read_sent(NATIONAL, posted | required | {"trust_local": ["11"]}), ()
    )
    assert list(wrong) == ["trust_local"]
