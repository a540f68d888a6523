"""InstrumentVersion (kuesioner): the exact text of a questionnaire, kept for ever once used."""

from functools import lru_cache

from django.db import models

from puas.methodology.instruments import Instrument, parse_instrument
from puas.models.frozen import FrozenModel
from puas.models.privacy import classify


@lru_cache(maxsize=64)
def _parse_once(content: str) -> Instrument:
    return parse_instrument(content)


class InstrumentVersion(FrozenModel):
    """A questionnaire as TOML. Changing a word makes a new version; results name the one they used."""

    PRIVACY = classify(public="id key version content", internal="created_at")

    key = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    content = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("key", "version")
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="instrument_version_once"),)

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"

    @property
    def parsed(self) -> Instrument:
        """The instrument as the methodology knows it; parsed once a process."""
        return _parse_once(self.content)
