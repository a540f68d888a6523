"""A questionnaire as a page shows it."""

from puas.exchange.instrument_files import load_instrument
from puas.web.public.questions import build_questionnaire

CLASSIC, NATIONAL = load_instrument("classic-2017"), load_instrument("national-2024-online")


def test_each_item_is_one_question_with_its_own_four_answers():
    shown = build_questionnaire(CLASSIC, "id")
    assert [question.name for question in shown.scales] == [item.key for item in CLASSIC.items]
    assert [[option.label for option in q.options] for q in shown.scales] == [
        list(item.labels["id"]) for item in CLASSIC.items
    ]
    assert shown.scales[0].overline == "Pertanyaan 1 dari 9"


def test_what_was_given_is_still_there_and_what_is_wrong_is_said():
    shown = build_questionnaire(
        CLASSIC, "id", given={"Q2": ["3"], "saran": ["<b>halo"]}, errors={"Q3": "Belum dijawab."}
    )
    assert [option.is_chosen for option in shown.scales[1].options] == [False, False, True, False]
    assert shown.comment.value == "<b>halo"
    assert [question.error for question in shown.scales[:4]] == ["", "", "Belum dijawab.", ""]


def test_ratings_stand_apart_with_ten_answers():
    shown = build_questionnaire(NATIONAL, "en")
    assert [(q.name, len(q.options), q.is_ten) for q in shown.ratings] == [
        ("trust_central", 10, True),
        ("trust_local", 10, True),
    ]


def test_the_unit_s_services_are_asked_first_and_only_when_there_are_any():
    assert build_questionnaire(CLASSIC, "id").about[0].name != "layanan"
    asked = build_questionnaire(CLASSIC, "id", services=[(7, "Akta")], given={"layanan": ["7"]}).about[0]
    assert [(option.value, option.label, option.is_chosen) for option in asked.options] == [
        ("7", "Akta", True)
    ]
