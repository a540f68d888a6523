"""A sound recap of any shape raises no error; a fault planted in it is found where it is."""

import random

import pytest

from puas.exchange.recaps.files import read_recap_lines
from puas.methodology.findings.checks import CheckedRecap, check_recap, load_rules
from tests.exchange.recaps.sound_recaps import SHAPES, Sound, copy_of, lines_of, make_recap
from tests.methodology.findings.planted import PLANTINGS, Planting

SEEDS = range(3)
# Rules that no change to a recap's figures can plant: they speak of the scan, or of columns these recaps
# lack.
UNPLANTED = {
    "cell-unreadable",
    "grade-border",
    "grade-exact",
    "period-missing",
    "period-unknown",
    "plan-missing",
    "plan-unreadable",
    "priority-unknown",
    "respondents-sample",
    "trend-unproven",
    "unit-untabled",
    "weight-mixed",
}


def check(sound: Sound) -> CheckedRecap:
    return check_recap(read_recap_lines(lines_of(sound), name="rekap"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sound_recap_raises_no_error_and_no_warning(shape: str) -> None:
    for seed in range(12):
        checked = check(make_recap(seed, SHAPES[shape]))
        doubtful = [f.sentence("id") for f in checked.findings if f.severity != "remark"]
        if SHAPES[shape].weight == "exact":
            assert doubtful == []
        assert not checked.has_errors


@pytest.mark.parametrize("planting", PLANTINGS, ids=lambda planting: planting.name)
def test_a_planted_fault_is_found_where_it_is(planting: Planting) -> None:
    planted = 0
    for name, shape in SHAPES.items():
        for seed in SEEDS:
            sound = copy_of(make_recap(seed, shape))
            where = planting.plant(sound, random.Random(seed))
            if where is None:
                continue
            planted += 1
            places = {(f.unit, f.period) for f in check(sound).findings if f.rule == planting.rule}
            assert any(unit.endswith(where[0]) and period == where[1] for unit, period in places), (
                name,
                seed,
                where,
            )
    assert planted >= (1 if planting.rule == "group-misplaced" else 3)


def test_every_rule_has_a_planting_or_a_reason() -> None:
    assert {planting.rule for planting in PLANTINGS} | UNPLANTED == set(load_rules())
