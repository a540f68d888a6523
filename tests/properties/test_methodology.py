"""Laws of the method that hold for any answers, not only for the worked examples."""

import itertools
from fractions import Fraction

from hypothesis import assume, given, strategies as st

from puas.methodology.answers import element_scores, pack, unpack
from puas.methodology.disclosure import suppress_small
from puas.methodology.grades import GRADES, grade_of
from puas.methodology.indices import compute_index, compute_ipak, printed_weights, round_half_up
from puas.methodology.precision import correlation, variance
from puas.methodology.sampling import required_sample
from puas.methodology.tallies import Tally, tally_responses
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN

INSTRUMENTS = st.sampled_from([CLASSIC, HYBRID, OWN_TEN])


def answer_lists(instrument, least=0, size=8, low=0):
    scores = st.tuples(*[st.integers(low, 4)] * len(instrument.items))
    return st.lists(scores, min_size=least, max_size=size)


@st.composite
def surveys(draw, least=0, low=0):
    instrument = draw(INSTRUMENTS)
    return instrument, draw(answer_lists(instrument, least, low=low))


@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_responses_never_matters(survey, random):
    instrument, responses = survey
    mixed = list(responses)
    random.shuffle(mixed)

    assert tally_responses(instrument, mixed) == tally_responses(instrument, responses)


@given(surveys(), st.integers(0, 8))
def test_splitting_and_adding_changes_nothing(survey, place):
    instrument, responses = survey
    parts = [tally_responses(instrument, part) for part in (responses[:place], responses[place:])]

    whole = tally_responses(instrument, responses)
    assert parts[0] + parts[1] == parts[1] + parts[0] == whole
    assert (whole - parts[0], whole - parts[1]) == (parts[1], parts[0])


@given(surveys())
def test_a_tally_is_what_its_definition_says(survey):
    """Against sums written straight from the definition, element by element."""
    instrument, responses = survey
    rows = [element_scores(instrument, scores) for scores in responses]
    size = range(len(instrument.elements))
    pairs = [(i, j) for i in size for j in size if i <= j]
    tally = tally_responses(instrument, responses)

    assert tally.respondents == len(rows)
    assert tally.answered == tuple(sum(row[i] > 0 for row in rows) for i in size)
    assert tally.sums == tuple(sum(row[i] for row in rows) for i in size)
    assert tally.pairs == tuple(sum(row[i] > 0 and row[j] > 0 for row in rows) for i, j in pairs)
    assert tally.cross == tuple(sum(row[i] * row[j] for row in rows) for i, j in pairs)
    assert tally.sums_given == tuple(sum(row[i] for row in rows if row[j]) for i in size for j in size)


@given(surveys(least=1, low=1))
def test_a_complete_survey_has_an_index_between_25_and_100_and_between_its_elements(survey):
    instrument, responses = survey
    index = compute_index(tally_responses(instrument, responses), instrument)
    values = [element.value for element in index.elements]

    assert 25 <= min(values) <= index.value <= max(values) <= 100


@given(surveys(least=1))
def test_an_index_exists_exactly_when_every_element_was_answered(survey):
    instrument, responses = survey
    tally = tally_responses(instrument, responses)

    assert (compute_index(tally, instrument).value is None) == (0 in tally.answered)


@given(answer_lists(HYBRID, least=1, low=1), st.integers(1, 4))
def test_ipak_items_never_change_the_index(responses, score):
    apart = [place for place, item in enumerate(HYBRID.items) if item.group == "IPAK"]
    changed = [tuple(score if place in apart else s for place, s in enumerate(row)) for row in responses]
    before, after = (tally_responses(HYBRID, rows) for rows in (responses, changed))

    assert compute_index(before, HYBRID) == compute_index(after, HYBRID)
    assert compute_ipak(after, HYBRID) == 25 * score


@given(st.lists(st.integers(0, 4), max_size=42))
def test_packing_loses_nothing_and_stays_a_positive_bigint(scores):
    words = pack(scores)

    assert unpack(words, len(scores)) == tuple(scores)
    assert all(0 <= word < 2**63 for word in words)


@given(surveys())
def test_a_tally_survives_its_record(survey):
    instrument, responses = survey
    tally = tally_responses(instrument, responses)

    assert Tally.from_dict(tally.to_dict()) == tally


@given(answer_lists(CLASSIC, least=2, size=6), st.integers(0, 20))
def test_the_variance_is_that_of_the_linearised_values(responses, more):
    """Against the residuals of each respondent, computed one by one."""
    tally = tally_responses(CLASSIC, responses)
    assume(0 not in tally.answered)
    rows = [element_scores(CLASSIC, scores) for scores in responses]
    means = [Fraction(total, count) for total, count in zip(tally.sums, tally.answered, strict=True)]
    residuals = [
        sum(
            Fraction(25, 9) * (x - mean) / count
            for x, mean, count in zip(row, means, tally.answered, strict=True)
            if x
        )
        for row in rows
    ]
    n, population = len(rows), len(rows) + more
    expected = Fraction(n, n - 1) * sum(z * z for z in residuals) * (1 - Fraction(n, population))

    assert sum(residuals) == 0
    assert variance(tally, CLASSIC, population=population) == expected


@given(answer_lists(CLASSIC, least=1))
def test_a_correlation_lies_within_one_and_is_the_same_both_ways(responses):
    tally = tally_responses(CLASSIC, responses)
    found = correlation(tally, 0, 8)

    assert found is None or -1 <= found <= 1
    assert correlation(tally, 8, 0) == found


@given(st.fractions(0, 100))
def test_every_index_has_one_grade_and_grades_never_fall_with_it(value):
    letters = [grade.letter for grade in GRADES]
    rounded = round_half_up(value, 2)
    inside = [grade.letter for grade in GRADES if grade.low <= rounded <= grade.high]

    assert inside == ([grade_of(value).letter] if rounded >= 25 else [])
    assert letters.index(grade_of(value).letter) >= letters.index(grade_of(value + 1).letter)


@given(st.integers(8831, 8919))
def test_the_weight_0_11_takes_an_a_away_up_to_89_19(hundredths):
    exact = Fraction(hundredths, 100)
    shrunk = sum(exact * weight for weight in printed_weights(9, "0.11").weights)

    assert (grade_of(exact).letter, grade_of(shrunk).letter) == ("A", "B")


@given(st.integers(1, 10**7), st.sampled_from([1, 5, 10]))
def test_a_sample_is_never_larger_than_the_population_and_grows_with_it(population, error):
    sample = required_sample(population, error)

    assert 1 <= sample <= population
    assert sample <= required_sample(population + 1, error)


def publish(counts, minimum):
    """Return all that is seen of a table: the shown counts, and the total when it is shown."""
    groups = dict(enumerate(counts))
    found = suppress_small(groups, minimum)
    return tuple(found.shown(groups).values()), None if found.hides_total else sum(counts)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4), st.integers(3, 6))
def test_a_hidden_count_cannot_be_worked_out(counts, minimum):
    """Someone who knows the rule tries every table that would have been published the same way."""
    seen = publish(counts, minimum)
    top = max(sum(counts), minimum)
    free = [range(top + 1) if shown is None else [shown] for shown in seen[0]]
    possible = [table for table in itertools.product(*free) if publish(table, minimum) == seen]

    assert tuple(counts) in possible
    for place, shown in enumerate(seen[0]):
        if shown is None:
            assert len({table[place] for table in possible}) > 1
