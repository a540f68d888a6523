from decimal import Decimal

import pytest

from puas.methodology.indices import compute_index
from puas.methodology.priorities import lowest_elements
from puas.methodology.realisation import Realisation, find_done, summarise_realisations
from puas.methodology.tallies import tally_responses
from tests.spec.chapters import improvement as tables
from tests.spec.surveys import CLASSIC, read_scores


@pytest.mark.parametrize(("answers", "lowest"), tables.PRIORITIES)
def test_the_three_lowest_elements_come_first(answers, lowest):
    index = compute_index(tally_responses(CLASSIC, [read_scores(answers)]), CLASSIC)

    assert " ".join(lowest_elements(index)) == lowest


@pytest.mark.parametrize(("done", "planned", "percent"), tables.REALISATIONS)
def test_realisation_is_k_of_n(done, planned, percent):
    found = Realisation(done, planned).rounded

    assert (None if found is None else str(found)) == percent


@pytest.mark.parametrize(("percent", "planned", "done"), tables.PRINTED)
def test_a_printed_percentage_is_some_k_of_n(percent, planned, done):
    assert find_done(Decimal(percent), planned) == done


def test_the_summary_counts_units_at_each_level():
    percents = [None if percent is None else Decimal(percent) for percent in tables.SUMMARY_PERCENTS]

    assert list(summarise_realisations(percents).items()) == tables.SUMMARY
