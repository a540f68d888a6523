import pytest

from puas.methodology.sampling import TABLE, required_sample
from tests.spec.chapters import sampling as tables


def test_the_shipped_table_is_the_printed_table():
    assert list(TABLE.items()) == tables.TABLE


@pytest.mark.parametrize(("population", "sample"), tables.TABLE)
def test_the_formula_gives_every_row_of_the_table(population, sample):
    assert required_sample(population) == sample


@pytest.mark.parametrize(("population", "error", "sample"), tables.OTHERS)
def test_the_formula_outside_the_table(population, error, sample):
    assert required_sample(population, error) == sample
