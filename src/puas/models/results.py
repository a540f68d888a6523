"""Result: a measured index, frozen, with everything it follows from."""

from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db import models
from django.db.models import Q

from puas.methodology.tallies import Tally
from puas.models.frozen import FrozenModel
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class Basis(StrEnum):
    """What a result was computed from."""

    OWN = "own"  # the unit's own survey
    POOLED = "pooled"  # its own survey and those of all units under it
    AVERAGE = "average"  # other results, by a named rule
    RECAP = "recap"  # printed figures of an imported recap table


class Result(FrozenModel):
    """The index of a unit in a period. Numbers are exact fractions as text; `printed` is rounded once.

    elements    [{"key", "name", "answered", "mean": fraction or null, "value": fraction or null}, ...]
    parameters  everything else the figure depends on, down to the ids of what went in; "excluded" says
                which stored answers were left out (see `puas.operations.results`), absent when none were
    input_hash  SHA-256 of the input, see `puas.queries.tallies.hash_answers` and `puas.operations.results`
    """

    PRIVACY = classify(
        public="id unit period basis rule version index printed grade elements weighting weights "
        "instruments engine respondents methods realisation input_count input_hash parameters computed_at",
        internal="tally computed_by",
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="results")
    basis = models.CharField(max_length=10)
    rule = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    tally = models.JSONField(null=True)
    index = models.TextField(blank=True)  # the mean over many units has a long denominator
    printed = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(max_length=1, blank=True)
    elements = models.JSONField()
    weighting = models.CharField(max_length=60)
    weights = models.JSONField()
    instruments = models.JSONField()
    engine = models.CharField(max_length=20)
    respondents = models.PositiveIntegerField(null=True)
    methods = models.JSONField()
    realisation = models.CharField(max_length=60, blank=True)
    input_count = models.PositiveIntegerField()
    input_hash = models.CharField(max_length=64)
    parameters = models.JSONField()
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "period", "basis", "rule", "version"), name="result_version_once"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[b.value for b in Basis]), name="result_basis_known"
            ),
            # An empty survey has no index and no grade, never a D.
            models.CheckConstraint(
                condition=Q(index="", printed=None, grade="")
                | (~Q(index="") & Q(printed__isnull=False) & ~Q(grade="")),
                name="result_index_and_grade_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id} {self.basis} {self.version}"

    @property
    def exact_index(self) -> Fraction | None:
        """The index before rounding, 25..100; None when nobody answered."""
        return Fraction(self.index) if self.index else None

    @property
    def exact_values(self) -> tuple[Fraction | None, ...]:
        """The value of each element (25..100) before rounding, in the instrument's order."""
        return tuple(_fraction(element["value"]) for element in self.elements)

    @property
    def pure_tally(self) -> Tally | None:
        """The tally it was computed from; None for averages and recaps."""
        return Tally.from_dict(self.tally) if self.tally is not None else None


def _fraction(text: Any) -> Fraction | None:
    """Return the fraction that is kept as "7213/84": read by hand, a list of units has thousands of them."""
    if text is None:
        return None
    above, _, below = text.partition("/")
    return Fraction(int(above), int(below)) if below else Fraction(text)
