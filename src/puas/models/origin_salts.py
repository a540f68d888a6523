"""OriginSalt: the secret of one day with which devices and addresses are hashed; destroyed soon after.

While the salt exists, answers of one day from one device carry one number. Once it is gone, nobody, we
included, can find out whether a number belongs to a given device or address. Backups leave this table out.
docs/adr/0021-origins-are-numbers-of-one-day.md has the reasons.
"""

from django.db import models

from puas.models.privacy import classify


class OriginSalt(models.Model):
    """256 random bits of one day (in the installation's time zone)."""

    PRIVACY = classify(internal="id day", secret="salt")  # noqa: S106 - a field's name

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)
