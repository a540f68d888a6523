import pytest

from puas.methodology.answers import (
    count_answered,
    element_scores,
    is_complete,
    pack,
    parse_profile,
    parse_scores,
    unpack,
)
from puas.methodology.instruments import parse_instrument
from tests.methodology.samples import CLASSIC, HYBRID, refusal
from tests.methodology.test_items import FULL
from tests.spec.chapters.instruments import PLAIN

ANSWERS = {f"Q{number}": score for number, score in enumerate((4, 3, 2, 1, 4, 3, 2, 1, 4), start=1)}
PROFILED = parse_instrument(FULL)


def test_scores_stand_in_the_order_of_the_items():
    assert parse_scores(CLASSIC, ANSWERS) == (4, 3, 2, 1, 4, 3, 2, 1, 4)
    assert parse_scores(CLASSIC, dict(reversed(ANSWERS.items()))) == (4, 3, 2, 1, 4, 3, 2, 1, 4)


def test_a_form_sends_digits_and_leaves_questions_open():
    raw = {"Q1": "4", "Q2": " 3 ", "Q3": "", "Q4": None, "Q5": "1", "Q6": "2", "Q7": 3}

    assert parse_scores(CLASSIC, raw) == (4, 3, 0, 0, 1, 2, 3, 0, 0)


@pytest.mark.parametrize("value", [0, 5, -1, True, 3.0, "0", "5", "3.0", "baik", "٣", [3], b"3"])
def test_only_one_to_four_is_an_answer(value):
    assert refusal(parse_scores, CLASSIC, ANSWERS | {"Q2": value}) == (
        "answer_invalid",
        f"Jawaban butir Q2 harus 1, 2, 3, atau 4, bukan “{value}”.",
    )


@pytest.mark.parametrize(
    ("scores", "complete"),
    [
        ((4, 3, 2, 1, 4, 3, 2, 1, 4), True),
        ([1] * 9, True),
        ((4, 3, 2, 1, 4, 3, 2, 1, 0), False),
        ((4, 3, 2, 1, 4, 3, 2, 1, 5), False),
        ((4, 3, 2, 1, 4, 3, 2, 1, True), False),
        ((4, 3, 2, 1, 4, 3, 2, 1, 1.0), False),
        ((4, 3, 2, 1, 4, 3, 2, 1), False),
    ],
)
def test_complete_scores_need_no_other_check(scores, complete):
    assert is_complete(CLASSIC, scores) is complete


def test_an_unknown_item_is_refused():
    assert refusal(parse_scores, CLASSIC, ANSWERS | {"Q10": 4}) == (
        "answer_unknown",
        "Tidak ada butir Q10 pada kuesioner ini.",
    )


def test_a_required_item_must_be_answered():
    instrument = parse_instrument(PLAIN.replace('key = "Q2"\n', 'key = "Q2"\nrequired = true\n'))

    assert refusal(parse_scores, instrument, ANSWERS | {"Q2": ""}) == (
        "answer_required",
        "Butir Q2 harus dijawab.",
    )
    assert parse_scores(instrument, ANSWERS | {"Q1": ""})[0] == 0


def test_five_of_nine_elements_are_enough_and_four_are_not():
    four = dict(list(ANSWERS.items())[:4])

    assert refusal(parse_scores, CLASSIC, four) == (
        "answers_too_few",
        "Hanya 4 unsur yang dijawab; paling sedikit 5 harus dijawab.",
    )
    assert parse_scores(CLASSIC, four | {"Q9": 1}) == (4, 3, 2, 1, 0, 0, 0, 0, 1)


def test_items_of_ipak_answer_no_element():
    scores = parse_scores(HYBRID, {"P1": 4, "P3": 4, "P6": 4, "P7": 4, "P10": 4, "P5": 1, "P8": 1})

    assert count_answered(HYBRID, scores) == 5


def test_an_element_with_one_open_item_is_the_mean_of_the_others():
    scores = parse_scores(HYBRID, {"P1": 4, "P2": 3, "P4": 3, "P6": 2, "P7": 4, "P10": 1, "P12a": 0 or None})

    assert element_scores(HYBRID, scores) == (7, 6, 2, 4, 1, 0, 0, 0, 0)


def test_three_items_share_an_element_exactly():
    text = PLAIN + "".join(
        f'[[items]]\nkey="R{n}"\nelement="U1"\nsubject="s"\nscale="mutu"\ntext.id="t"\n' for n in (1, 2)
    )
    instrument = parse_instrument(text)
    rest = (1,) * 8

    assert element_scores(instrument, (4, *rest, 3, 3))[0] == 20  # 10 / 3 * 6
    assert element_scores(instrument, (4, *rest, 3, 0))[0] == 21  # 7 / 2 * 6
    assert element_scores(instrument, (0, *rest, 0, 3))[0] == 18


def test_the_twenty_second_item_opens_the_second_word():
    assert pack([1, 4]) == (1 + 4 * 8, 0)
    assert pack([0] * 21 + [3]) == (0, 3)
    assert pack([4] * 42) == (0o444444444444444444444, 0o444444444444444444444)
    assert max(pack([4] * 42)) < 2**63
    assert unpack((1 + 4 * 8, 3), 22) == (1, 4, *[0] * 19, 3)


def test_a_profile_is_read_into_plain_values():
    raw = {"job": "B", "age": "42", "remark": "  baik ", "trust": 10}

    assert parse_profile(PROFILED, raw) == {"job": "B", "age": 42, "remark": "baik", "trust": 10}
    assert parse_profile(PROFILED, {"job": "A", "age": "", "remark": None}) == {"job": "A"}


def test_dates_and_several_choices_are_read():
    assert parse_profile(HYBRID, {"service_date": "2024-02-29", "disability": ["MENTAL", "FISIK"]}) == {
        "service_date": "2024-02-29",
        "disability": ["FISIK", "MENTAL"],
    }
    assert parse_profile(HYBRID, {"disability": "SENSORIK"}) == {"disability": ["SENSORIK"]}
    assert parse_profile(HYBRID, {"disability": []}) == {}


@pytest.mark.parametrize(
    ("instrument", "field", "value"),
    [
        (PROFILED, "job", "C"),
        (PROFILED, "job", 1),
        (PROFILED, "age", "9"),
        (PROFILED, "age", 111),
        (PROFILED, "age", "²"),
        (PROFILED, "age", "4.5"),
        (PROFILED, "age", True),
        (PROFILED, "remark", "x" * 21),
        (PROFILED, "remark", ["x"]),
        (PROFILED, "trust", 0),
        (PROFILED, "trust", "11"),
        (HYBRID, "service_date", "2023-02-29"),
        (HYBRID, "service_date", "besok"),
        (HYBRID, "disability", ["FISIK", "X"]),
        (HYBRID, "disability", [1]),
        (HYBRID, "disability", 1),
        (HYBRID, "disability", "X"),
    ],
)
def test_a_value_outside_its_field_is_refused(instrument, field, value):
    assert refusal(
        parse_profile, instrument, {"job": "A"} | {field: value} if instrument is PROFILED else {field: value}
    ) == (
        "profile_invalid",
        f"Isian {field} tidak sesuai dengan pilihan atau batasnya.",
    )


def test_bounds_belong_to_a_field():
    assert parse_profile(PROFILED, {"job": "A", "age": 10, "remark": "x" * 20, "trust": 1}) == {
        "job": "A",
        "age": 10,
        "remark": "x" * 20,
        "trust": 1,
    }
    assert parse_profile(PROFILED, {"job": "A", "age": 110})["age"] == 110


def test_a_required_field_must_be_filled_and_an_unknown_one_is_refused():
    assert refusal(parse_profile, PROFILED, {"job": " "}) == ("profile_required", "Isian job harus diisi.")
    assert refusal(parse_profile, PROFILED, {"job": "A", "nik": "1"}) == (
        "profile_unknown",
        "Tidak ada isian nik pada kuesioner ini.",
    )
