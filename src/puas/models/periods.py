"""Period (triwulan, semester, tahun) as a row, so that surveys and results can point to it."""

from django.db import models

from puas.methodology import periods
from puas.models.privacy import classify


class Period(models.Model):
    """A quarter, a half-year or a year.

    `code`, `starts` and `ends` follow from the other three and are kept to sort by.
    """

    PRIVACY = classify(public="id kind year number code starts ends")

    kind = models.CharField(max_length=10)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=10, unique=True)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ("ends", "-starts")
        constraints = (models.UniqueConstraint(fields=("kind", "year", "number"), name="period_once"),)

    def __str__(self) -> str:
        return self.code

    @property
    def pure(self) -> periods.Period:
        """The period as the methodology knows it (label, previous, parent)."""
        return periods.parse_period(self.code)
