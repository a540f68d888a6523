"""The sentences and what is said when one is missing or broken."""

import pytest

from puas.errors import BadInput
from puas.reports.wording import load_wording, parse_wording


def test_a_sentence_is_filled_and_its_line_breaks_are_spaces() -> None:
    wording = parse_wording('[trend]\nrise = """naik\n{points} poin"""', "uji.toml")
    assert wording.say("trend.rise", points="1,00") == "naik 1,00 poin"


def test_a_list_is_filled_one_by_one() -> None:
    assert parse_wording('aims = ["a {x}", "b"]', "uji.toml").say_all("aims", x=1) == ("a 1", "b")


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ('a = "x"', "b", "wording_missing"),
        ('a = "x"', "a.b", "wording_missing"),
        ("[a]\nb = 1", "a", "wording_missing"),
        ('a = "{tidak_ada}"', "a", "wording_place"),
        ('a = "{"', "a", "wording_place"),
    ],
)
def test_what_is_missing_is_named(text: str, key: str, code: str) -> None:
    with pytest.raises(BadInput, match=r"uji\.toml") as refusal:
        parse_wording(text, "uji.toml").say(key)
    assert refusal.value.code == code


def test_a_sentence_is_not_a_list() -> None:
    with pytest.raises(BadInput, match=r"uji\.toml"):
        parse_wording('a = "x"', "uji.toml").say_all("a")


def test_a_broken_file_names_its_line() -> None:
    with pytest.raises(BadInput, match="Invalid value"):
        parse_wording("a = 1\nb = \nc = 2", "uji.toml")


def test_data_is_never_a_sentence() -> None:
    """A name with braces is printed, not filled."""
    assert parse_wording('a = "Unit {name}"', "uji.toml").say("a", name="{key}") == "Unit {key}"


def test_the_shipped_sentences_name_four_aims_and_six_benefits() -> None:
    wording = load_wording("agency").sentences
    assert (len(wording["purpose"]["aims"]), len(wording["purpose"]["benefits"])) == (4, 6)
