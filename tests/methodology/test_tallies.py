import json
from dataclasses import replace

import pytest

from puas.methodology.tallies import Tally, count_pairs, tally_responses
from tests.methodology.samples import CLASSIC, HYBRID, PLAIN_NINE, refusal, tally

FIRST = (4, 3, 2, 1, 4, 3, 2, 1, 4)
OPEN = (3, 0, 4, 4, 4, 4, 4, 2, 0)  # in question order: U2 and (Q9) U8 are open


def place(i, j, size=9):
    return [(a, b) for a in range(size) for b in range(a, size)].index((i, j))


def test_two_responses_are_counted_by_item_and_by_element():
    found = tally(FIRST, OPEN)

    assert (found.instrument, found.scales, found.respondents) == ("classic-2017@1", (1,) * 9, 2)
    assert found.item_counts[1] == (0, 0, 1, 0)
    assert found.item_counts[7] == (1, 1, 0, 0)
    assert found.answered == (2, 1, 2, 2, 2, 2, 2, 1, 2)
    assert found.sums == (7, 3, 6, 5, 8, 7, 6, 4, 3)


def test_pairs_and_products_are_counted_over_those_who_answered_both():
    found = tally(FIRST, OPEN)

    assert (found.pairs[place(0, 0)], found.cross[place(0, 0)]) == (2, 16 + 9)
    assert (found.pairs[place(0, 1)], found.cross[place(0, 1)]) == (1, 12)
    assert (found.pairs[place(7, 8)], found.cross[place(7, 8)]) == (1, 4)
    assert (found.sums_given[0 * 9 + 1], found.sums_given[1 * 9 + 0]) == (4, 3)
    assert (found.sums_given[0 * 9 + 2], found.sums_given[2 * 9 + 0]) == (7, 6)


def test_elements_of_several_items_are_scaled():
    found = tally_responses(HYBRID, [(4, 3, *[0] * 17)])

    assert (found.sums[0], found.cross[0], found.answered) == (7, 49, (1, *[0] * 8))


def test_an_empty_tally_is_the_tally_of_nobody():
    assert Tally.empty(HYBRID) == tally_responses(HYBRID, [])
    assert len(Tally.empty(CLASSIC).pairs) == count_pairs(9) == 45


def test_tallies_add():
    assert tally(FIRST) + tally(OPEN) == tally(FIRST, OPEN)
    assert tally(FIRST) + Tally.empty(CLASSIC) == tally(FIRST)


def test_a_part_can_be_taken_off():
    assert tally(FIRST, OPEN) - tally(OPEN) == tally(FIRST)
    assert tally(FIRST) - tally(FIRST) == Tally.empty(CLASSIC)
    assert refusal(lambda: tally(FIRST) - Tally.empty(HYBRID))[0] == "tally_mixed"


def test_what_is_no_part_leaves_a_broken_record():
    negative = (tally(FIRST) - tally(OPEN)).to_dict()

    assert refusal(lambda: Tally.from_dict(negative))[0] == "tally_broken"


def test_every_count_of_every_item_adds():
    lows, highs = tally((1,) * 9, (2,) * 9), tally((1,) * 9, (3,) * 9, (4,) * 9)

    assert (lows + highs).item_counts == ((2, 1, 1, 1),) * 9


@pytest.mark.parametrize("change", [{"item_counts": ((0, 0, 0, 0),)}, {"answered": (1,)}])
def test_tallies_of_different_lengths_do_not_add(change):
    with pytest.raises(ValueError, match="shorter"):
        tally(FIRST) + replace(tally(FIRST), **change)


def test_tallies_of_different_instruments_do_not_add():
    assert refusal(tally(FIRST).__add__, Tally.empty(PLAIN_NINE)) == (
        "tally_mixed",
        "Jawaban dari kuesioner classic-2017@1 dan contoh@1 tidak dapat dijumlahkan. "
        "Hitung masing-masing, lalu rata-ratakan.",
    )


def test_a_tally_goes_through_json():
    kept = json.loads(json.dumps(tally(FIRST, OPEN).to_dict()))

    assert Tally.from_dict(kept) == tally(FIRST, OPEN)
    assert kept == tally(FIRST, OPEN).to_dict()
    assert list(kept) == [
        "instrument",
        "scales",
        "respondents",
        "item_counts",
        "answered",
        "sums",
        "pairs",
        "cross",
        "sums_given",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"sums": [1, 2, 3]},
        {"pairs": [0] * 44},
        {"sums_given": [0] * 80},
        {"answered": [1.0] * 9},
        {"answered": [True] * 9},
        {"cross": [-1] * 45},
        {"respondents": "2"},
        {"respondents": -1},
        {"item_counts": [[1, 2, 3]]},
        {"item_counts": [[1, 2, 3, -4]]},
        {"sums": None},
        {"instrument": 7},
    ],
)
def test_a_broken_record_is_refused(change):
    assert refusal(Tally.from_dict, tally(FIRST).to_dict() | change) == (
        "tally_broken",
        "Rekaman hitungan rusak: isinya tidak lengkap. Hitung ulang dari jawabannya.",
    )


def test_a_record_without_a_part_is_refused():
    kept = tally(FIRST).to_dict()
    del kept["cross"]

    assert refusal(Tally.from_dict, kept)[0] == "tally_broken"
