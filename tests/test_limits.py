"""A bucket for each way in: full it holds a minute's worth, and it fills up again within a minute."""

import pytest

from puas.errors import BadInput, TooOften
from puas.limits import WAIT, Buckets, collect_room, require_room


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minute_s_worth_passes_at_once_and_then_one_by_one():
    clock = Clock()
    mine = Buckets(clock)
    assert [mine.take("a", 3) for _ in range(4)] == [True, True, True, False]
    clock.now = 19.9
    assert mine.take("a", 3) is False
    clock.now = 20.1
    assert [mine.take("a", 3) for _ in range(2)] == [True, False]
    clock.now = 3600
    assert [mine.take("a", 3) for _ in range(4)] == [True, True, True, False]


def test_the_buckets_are_apart_and_none_is_no_limit():
    mine = Buckets(Clock())
    assert [mine.take(key, 1) for key in ("a", "b", "a")] == [True, True, False]
    assert [mine.take("c", 0) for _ in range(1000)] == [True] * 1000


def test_the_defaults_let_three_hundred_an_hour_pass_from_one_link_ten_times_over():
    clock = Clock()
    mine = Buckets(clock)
    for number in range(3000):
        clock.now = number * 3600 / 3000
        assert mine.take("kiosk", 120)


def test_who_is_refused_is_told_when_to_come_back(settings):
    settings.LINK_LIMIT = 1
    require_room(link=1, survey="a")
    require_room(link=2, survey="a")
    with pytest.raises(TooOften) as raised:
        require_room(link=1, survey="a")
    assert (raised.value.code, raised.value.data["seconds"]) == ("answers_too_often", WAIT)


def test_what_a_phone_sends_and_is_refused_does_not_count(settings):
    settings.SURVEY_LIMIT = 1
    for _ in range(3):
        with pytest.raises(BadInput), collect_room(7):
            raise BadInput("bad", "Salah.")
    with collect_room(7):
        pass
    with pytest.raises(TooOften), collect_room(7):
        pass
