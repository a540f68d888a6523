"""Groups of respondents, and pairs of elements."""

from decimal import Decimal
from fractions import Fraction

from puas.exchange.instrument_files import read_instrument
from puas.methodology.breakdowns import break_down, rank_pairs, regroup
from puas.methodology.indices import exact_weights
from puas.methodology.instruments import parse_instrument
from puas.methodology.tallies import Tally, tally_responses

CLASSIC = parse_instrument(read_instrument("classic-2017"))
NINTH = exact_weights(9)


def tally(count, score):
    return tally_responses(CLASSIC, [(score,) * 9] * count)


def shown(groups, total):
    found = break_down(groups, total, CLASSIC, NINTH, 5)
    return [(one.key, one.respondents, one.index) for one in found]


def test_a_small_group_is_hidden_with_the_next_smallest():
    groups = {"a": tally(10, 4), "b": tally(3, 1), "c": tally(7, 3)}
    total = tally(10, 4) + tally(3, 1) + tally(7, 3)
    assert shown(groups, total) == [("a", 10, 100), ("b", None, None), ("c", None, None)]


def test_an_empty_group_is_no_secret_and_has_no_index():
    assert shown({"a": tally(10, 4), "b": tally(0, 1)}, tally(10, 4)) == [("a", 10, 100), ("b", 0, None)]


def test_with_several_choices_the_few_who_did_not_choose_are_hidden_too():
    groups = {"a": tally(10, 4), "b": tally(6, 4)}
    assert shown(groups, tally(12, 4)) == [("a", None, None), ("b", 6, 100)]


def test_ages_come_together_in_bands_and_open_fields_last():
    age = next(field for field in CLASSIC.profile if field.key == "age")
    found = regroup(age, {"20": tally(1, 4), "25": tally(2, 4), None: tally(3, 4)}, CLASSIC)
    assert {key: one.respondents for key, one in found.items() if one.respondents} == {"17-25": 3, "": 3}
    assert list(found)[-1] == ""


def test_shares_are_of_all_respondents():
    found = break_down({"a": tally(5, 4), "b": tally(15, 3)}, tally(20, 3), CLASSIC, NINTH, 5)
    assert [one.share for one in found] == [Fraction(25), Fraction(75)]


def test_pairs_are_ranked_by_the_size_of_their_correlation():
    rows = [(1, 1, 4, 2, 2, 2, 2, 2, 2), (4, 4, 1, 2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2, 2, 2, 2)]
    pairs = rank_pairs(tally_responses(CLASSIC, rows), CLASSIC)
    assert [(pair.first, pair.second) for pair in pairs] == [("U1", "U2"), ("U1", "U3"), ("U2", "U3")]
    assert pairs[0].strength == Decimal(1)
    assert pairs[1].strength < 0
    assert rank_pairs(Tally.empty(CLASSIC), CLASSIC) == ()
