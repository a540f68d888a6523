import datetime

import pytest

from puas.methodology.quality import (
    FLAG_REASONS,
    Flag,
    find_bursts,
    find_flags,
    find_runs,
    find_same_comments,
    is_at_night,
    is_straight_line,
    is_too_fast,
)
from tests.methodology.samples import CLASSIC

MIXED = (4, 3, 4, 4, 3, 4, 4, 4, 4)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((3,) * 9, True),
        (MIXED, False),
        ((2,) * 5 + (0,) * 4, True),
        ((2,) * 4 + (0,) * 5, False),
        ((0,) * 9, False),
    ],
)
def test_five_answers_alike_are_a_straight_line(scores, expected):
    assert is_straight_line(scores) is expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(8.99, True), (0, True), (9, False), (None, False), (-3, False)]
)
def test_a_second_for_each_item_is_the_least(seconds, expected):
    assert is_too_fast(CLASSIC, MIXED, seconds) is expected


def test_open_items_take_no_time():
    assert is_too_fast(CLASSIC, (4, 3, 4, 4, 3, 0, 0, 0, 0), 5) is False


def test_marks_are_listed():
    assert find_flags(CLASSIC, (4,) * 9, 1) == (Flag.STRAIGHT_LINE, Flag.TOO_FAST)
    assert find_flags(CLASSIC, MIXED, 1) == (Flag.TOO_FAST,)
    assert find_flags(CLASSIC, MIXED) == ()


def times(*seconds):
    start = datetime.datetime(2024, 5, 6, 9, tzinfo=datetime.UTC)
    return [start + datetime.timedelta(seconds=second) for second in seconds]


def test_answers_close_together_are_a_burst():
    assert find_bursts(times(0, 100, 30, 60, 500), count=3, seconds=60) == {0, 2, 3}
    assert find_bursts(times(0, 31, 61, 92), count=3, seconds=60) == frozenset()
    assert find_bursts(times(0, 30, 60, 70), count=3, seconds=60) == {0, 1, 2, 3}


def test_ten_in_a_minute_are_a_burst_and_nine_are_not():
    assert find_bursts(times(*range(0, 60, 6))) == frozenset(range(10))
    assert find_bursts(times(*range(9))) == frozenset()
    assert find_bursts([]) == frozenset()


@pytest.mark.parametrize(
    ("answers", "marked"),
    [
        ("", set()),
        ("aab", set()),
        ("aaab", {0, 1, 2}),
        ("baaaacccd", {1, 2, 3, 4, 5, 6, 7}),
        ("abababab", set()),
        ("baaa", {1, 2, 3}),
    ],
)
def test_equal_answers_in_a_row_are_a_run(answers, marked):
    assert find_runs(answers, count=3) == marked


def test_eight_in_a_row_are_a_run_and_seven_are_not():
    assert find_runs([MIXED] * 8) == frozenset(range(8))
    assert find_runs([MIXED] * 7) == frozenset()


def test_one_sentence_in_five_comments_is_marked():
    said = ["Pelayanan sangat memuaskan", " pelayanan  SANGAT\nmemuaskan "] * 2
    others = ["Pelayanan sangat memuaskan!", "", "bagus", "bagus", "bagus", "bagus", "bagus"]
    assert find_same_comments([*said, *others]) == frozenset()
    assert find_same_comments([*said, *others, said[0]]) == {0, 1, 2, 3, 11}
    assert find_same_comments(["x" * 19] * 5 + ["y" * 20] * 5) == {5, 6, 7, 8, 9}


@pytest.mark.parametrize(
    ("channel", "hour", "expected"),
    [
        ("kiosk", "20:59:59", False),
        ("kiosk", "21:00:00", True),
        ("interview", "05:59:59", True),
        ("interview", "06:00:00", False),
        ("online", "23:00:00", False),
        ("paper", "23:00:00", False),
    ],
)
def test_counters_are_closed_at_night(channel, hour, expected):
    assert is_at_night(channel, datetime.datetime.fromisoformat(f"2024-05-06T{hour}+07:00")) is expected


def test_every_mark_has_a_sentence():
    assert set(FLAG_REASONS) == set(Flag)
    assert Flag.STEERED.reason == "Pengisinya menyatakan diarahkan petugas."
