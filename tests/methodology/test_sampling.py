import pytest

from puas.methodology.sampling import required_sample
from tests.methodology.samples import refusal


@pytest.mark.parametrize(
    ("population", "error", "sample"),
    [(1, 1, 1), (1, 10, 1), (2, 5, 2), (10, 5, 10), (10**9, 5, 384), (10**9, 1, 9602), (10**9, 10, 96)],
)
def test_samples_at_the_ends(population, error, sample):
    assert required_sample(population, error) == sample


@pytest.mark.parametrize("population", [0, -5])
def test_nobody_cannot_be_sampled(population):
    assert refusal(required_sample, population) == (
        "population_small",
        f"Jumlah penerima layanan harus 1 atau lebih, bukan {population}.",
    )


@pytest.mark.parametrize("error", [0, 2, 95])
def test_only_three_errors_are_known(error):
    assert refusal(required_sample, 100, error) == (
        "error_level",
        f"Galat sampel harus 1, 5, atau 10 persen, bukan {error}.",
    )
