from datetime import date

import pytest

from puas.errors import BadInput
from puas.methodology import periods
from puas.models import Period
from puas.operations.periods import ensure_period
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def test_a_period_is_made_once_from_its_code_or_itself():
    row = ensure_period("2023-S1")
    assert ensure_period(periods.parse_period("2023-S1")) == row == Period.objects.get()
    assert (row.kind, row.year, row.number, row.starts, row.ends) == (
        "semester",
        2023,
        1,
        date(2023, 1, 1),
        date(2023, 6, 30),
    )
    assert (row.pure.label, str(row)) == ("Semester I 2023", "2023-S1")


def test_a_code_that_is_none_is_refused():
    with refused(BadInput, "period_unreadable"):
        ensure_period("kapan-kapan")
