import datetime

import pytest

from puas.methodology.quality import Flag, find_bursts, find_flags, is_straight_line, is_too_fast
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
