"""Our own surveys: what tallies and flagged responses say beyond the printed figures."""

from decimal import Decimal

import pytest

from puas.exchange.instrument_files import load_instrument
from puas.language import say
from puas.methodology.findings.collected import COLLECTED_RULES, Collected, check_collected
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.periods import parse_period
from puas.methodology.quality import Flag
from puas.methodology.tallies import tally_responses

INSTRUMENT = load_instrument("classic-2017")


def collected(people: int = 100, flags: dict[Flag, int] | None = None, **row: object) -> Collected:
    """Return a survey in which everybody answered 3, so that its index is 75.00."""
    tally = tally_responses(INSTRUMENT, [(3,) * len(INSTRUMENT.items)] * people)
    printed = RecapRow(unit="Dinas Satu", period=parse_period("2024-Q1"), **row)  # type: ignore[arg-type]
    return Collected(printed, tally, INSTRUMENT, flags or {})


def find(given: Collected) -> list[tuple[str, str, str, str]]:
    return [(f.rule, f.severity.value, f.printed, f.expected) for f in check_collected(given)]


def test_a_sound_survey_has_nothing() -> None:
    assert find(collected(index=Decimal("75.00"), flags={Flag.STRAIGHT_LINE: 40}, population=120)) == []


@pytest.mark.parametrize(
    ("flag", "rule", "most"),
    [
        (Flag.STRAIGHT_LINE, "responses-straight", 40),
        (Flag.TOO_FAST, "responses-fast", 10),
        (Flag.BURST, "responses-bursts", 5),
    ],
)
def test_too_many_flagged_responses(flag: Flag, rule: str, most: int) -> None:
    assert find(collected(flags={flag: most})) == []
    assert find(collected(flags={flag: most + 1})) == [(rule, "warning", str(most + 1), f"≤ {most} %")]


def test_fewer_answers_than_the_sample() -> None:
    assert find(collected(population=3000)) == [("survey-sample", "warning", "100", "341")]


def test_a_printed_index_that_the_answers_do_not_give() -> None:
    assert find(collected(index=Decimal("75.0"))) == []
    assert find(collected(index=Decimal("78.20"))) == [("survey-printed", "error", "78,20", "75,00")]


def test_a_survey_without_answers_says_nothing() -> None:
    assert find(collected(people=0, index=Decimal("75.00"), flags={Flag.BURST: 3})) == []


def test_its_sentences_are_said_in_english_too() -> None:
    sentences = [text for rule, _ in COLLECTED_RULES.values() for text in (rule.question, rule.message)]
    assert [text for text in sentences if say(text, "en") == text] == []
