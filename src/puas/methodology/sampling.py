"""How many respondents are enough: Krejcie and Morgan (1970), as PermenPANRB 14/2017 prescribes."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from puas.errors import BadInput
from puas.methodology.numbers import round_half_up

CHI_SQUARE = Fraction("3.841")
"""One degree of freedom, 95 %."""

HALF = Fraction(1, 2)
"""P and Q: the population is split evenly, the most careful guess."""

ERROR_LEVELS = (1, 5, 10)
"""Sampling error in percent; the regulation's table uses 5."""


@lru_cache(maxsize=4096)
def required_sample(population: int, error: int = 5) -> int:
    """Return S = l2*N*P*Q / (d2*(N-1) + l2*P*Q), rounded half up: respondents needed for `population`
    users.

    `error` is 1, 5 or 10 percent. Raises BadInput `population_small` below 1 and `error_level` for another
    error.
    """
    if population < 1:
        raise BadInput(
            "population_small", "Jumlah penerima layanan harus 1 atau lebih, bukan {given}.", given=population
        )
    if error not in ERROR_LEVELS:
        raise BadInput("error_level", "Galat sampel harus 1, 5, atau 10 persen, bukan {given}.", given=error)
    spread = CHI_SQUARE * HALF * HALF
    exact = spread * population / (Fraction(error, 100) ** 2 * (population - 1) + spread)
    return int(round_half_up(exact, 0))


TABLE: Mapping[int, int] = MappingProxyType(
    {
        population: required_sample(population)
        for population in (
            *range(10, 100, 5),
            *range(100, 300, 10),
            *range(300, 500, 20),
            *range(500, 1000, 50),
            *range(1000, 2000, 100),
            *range(2000, 3000, 200),
            *range(3000, 5000, 500),
            *range(5000, 11000, 1000),
            15000,
            20000,
            30000,
            40000,
            50000,
            75000,
            1000000,
        )
    }
)
"""Population -> sample at 5 %, for the populations of the regulation's table."""
