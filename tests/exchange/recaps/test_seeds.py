"""Two real reports, read and checked against the tables that were made from them by hand.

They are not part of the project: without ../shared/seeds beside it these tests are skipped, and say so.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from puas.exchange.recaps.files import read_recap
from puas.exchange.recaps.scores import read_truth, score_recap
from puas.methodology.findings.checks import CheckedRecap, check_recap

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
REPORTS = {"pontianak": "pontianak-2023.txt", "surakarta": "surakarta-2023-s1.txt"}

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"{SEEDS} is not there: reading real reports is not tried on this machine"
)


@cache
def checked(name: str) -> CheckedRecap:
    return check_recap(read_recap(SEEDS / REPORTS[name]))


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_is_found_none_invented_and_every_cell_is_equal(name: str) -> None:
    score = score_recap(checked(name).recap, read_truth(SEEDS / f"{name}.csv"))
    assert (score.rows_missing, score.rows_invented) == ([], [])
    assert score.cells == score.equal
    assert score.misses == []


EXPECTED = {
    "pontianak": {
        "index-elements": 11,
        "vector-repeated": 1,
        "row-repeated": 1,
        "index-repeated": 1,
        "elements-swapped": 2,
        "grade-exact": 3,
        "grade-word": 1,
        "priorities-not-lowest": 29,
        "priorities-lowest-missing": 11,
        "priorities-order": 13,
        "priority-twice": 2,
        "priorities-all": 6,
        "plan-empty": 1,
        "plan-repeated": 4,
        "realisation-fraction": 4,
        "realisation-blank": 6,
        "respondents-few": 5,
        "respondents-equal": 16,
        "average-values": 1,
        "respondents-sum": 3,
        "average-methods": 3,
        "agency-realisation": 2,
        "period-months": 1,
        "period-partial": 1,
    },
    "surakarta": {
        "index-elements": 137,
        "index-outside": 17,
        "grade-exact": 29,
        "grade-border": 7,
        "vector-repeated": 155,
        "index-jump": 19,
        "priorities-not-lowest": 127,
        "priorities-lowest-missing": 41,
        "priorities-order": 14,
        "plan-empty": 36,
        "plan-not-a-plan": 4,
        "plan-repeated": 29,
        "realisation-without-plan": 2,
        "realisation-zero-again": 12,
        "respondents-minimum": 21,
        "respondents-equal": 20,
        "parent-respondents": 2,
        "group-misplaced": 2,
        "parent-impossible": 2,
        "agency-elements": 1,
        "agency-index": 1,
        "agency-statement": 1,
        "unit-spelling": 4,
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_counts_of_the_audit_are_found_again(name: str) -> None:
    summary = checked(name).summary
    assert {rule: summary.get(rule, 0) for rule in EXPECTED[name]} == EXPECTED[name]


def test_surakarta_priorities_fail_in_the_first_quarter_only() -> None:
    found = Counter(f.period for f in checked("surakarta").findings if f.rule == "priorities-not-lowest")
    assert found == {"2023-Q1": 127}


def test_the_two_kelurahan_under_the_wrong_kecamatan() -> None:
    found = {
        (f.unit, f.printed, f.expected) for f in checked("surakarta").findings if f.rule == "group-misplaced"
    }
    assert found == {
        ("Kelurahan Joyotakan", "Kecamatan Pasarkliwon", "Kecamatan Serengan"),
        ("Kelurahan Danukusuman", "Kecamatan Pasarkliwon", "Kecamatan Serengan"),
    }


def test_the_realisation_summary_is_confirmed() -> None:
    confirmed = [int(c.counted) for c in checked("surakarta").confirmations if "Realisasi" in c.subject]
    assert confirmed == [97, 15, 5, 38, 121, 9, 8, 17]


def test_the_weights_of_pontianak() -> None:
    names = Counter(found.name for found in checked("pontianak").weights)
    assert names == {"0,111": 20, "0,11": 18, "1/9": 12, "none": 11, "1/9 / 0,111": 7}
