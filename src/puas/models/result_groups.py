"""ResultGroups: the respondents of a result by one question, counted with it and as frozen as it is.

Of results with many respondents, and of published ones: others are counted when somebody looks.
"""

from django.db import models

from puas.methodology.tallies import Tally
from puas.models.frozen import FrozenModel
from puas.models.privacy import classify
from puas.models.results import Result


class ResultGroups(FrozenModel):
    """`groups`: [[key, tally], ...] as `engines.database.tally_surveys` counts them by `by`.

    By "people" of a published result: [[question, {value: respondents}], ...] of all questions.
    """

    PRIVACY = classify(internal="id result by groups")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="groups", db_index=False)
    by = models.CharField(max_length=60)
    groups = models.JSONField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("result", "by"), name="result_groups_once"),)

    def __str__(self) -> str:
        return f"{self.result_id} {self.by}"

    @property
    def tallies(self) -> dict[str | int | None, Tally]:
        """The tally of each group, by its key (None: not said)."""
        return {key: Tally.from_dict(tally) for key, tally in self.groups}
