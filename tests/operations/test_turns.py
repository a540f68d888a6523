"""Work in the background that leaves the one writer of SQLite to others."""

import time

import pytest
from django.db import connection

from puas.operations.turns import leaving_room

WORK = 0.05


@pytest.mark.django_db
def test_work_stays_away_for_as_long_as_it_took():
    started = time.perf_counter()
    with leaving_room():
        time.sleep(WORK)
    away = time.perf_counter() - started - WORK
    assert (away >= WORK) == (connection.vendor == "sqlite")


def test_work_that_breaks_does_not_wait():
    started = time.perf_counter()
    with pytest.raises(ValueError, match="half way"):
        _break_after_work()
    assert time.perf_counter() - started < 2 * WORK


@leaving_room()
def _break_after_work():
    time.sleep(WORK)
    raise ValueError("half way")
