"""VisitCode: a one-time way to a form, for one visit. A link of kind `visit` is a batch of them.

Nothing says to whom a code was handed, nor which answer came by it: only on which day it was used. So a slip
that an officer remembers handing to somebody leads to no answer (docs/adr/0017-links-and-visit-codes.md).
"""

import hashlib
import hmac

from django.db import models
from django.db.models import Q

from puas.models.form_links import ALPHABET, FormLink
from puas.models.privacy import classify

LENGTH = 28
"""Signs of a code: 31 to the power of 28 is more than 2 to the power of 138."""
GROUP = 4


def derive_code(secret: str, batch: str, number: int) -> str:
    """Return the code of a slip: what HMAC-SHA-512 under the installation's secret makes of its place.

    `batch` is the code of the link, which is never given twice. Whoever has not got the secret cannot tell
    the codes from chance; whoever has it can print a slip again.
    """
    key = hashlib.sha256(b"puas visit codes\x00" + secret.encode()).digest()
    value = int.from_bytes(hmac.digest(key, f"{batch}/{number}".encode(), "sha512"))
    signs = []
    for _ in range(LENGTH):  # 512 bits for 28 signs: every sign is as likely as any other, to 2 ** -370
        value, place = divmod(value, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def digest_code(code: str) -> str:
    """Return what is kept of a code: SHA-256 (hex), under a name of its own."""
    return hashlib.sha256(b"puas visit code\x00" + code.encode("utf-8", "replace")).hexdigest()


def print_code(code: str) -> str:
    """Return a code as people can type it: "abcd-efgh-...", in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


class VisitCode(models.Model):
    """One slip of a batch. `used_on`: the day on which an answer was counted by it, empty until then."""

    PRIVACY = classify(
        internal="id link number used_on",
        secret="digest",  # noqa: S106 - a field's name
    )

    link = models.ForeignKey(FormLink, on_delete=models.PROTECT, related_name="visit_codes", db_index=False)
    number = models.PositiveIntegerField()  # as printed on the slip, from 1
    digest = models.CharField(max_length=64, unique=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("link", "number"), name="visit_code_number_once_per_batch"),
            models.CheckConstraint(condition=Q(number__gte=1), name="visit_code_numbers_from_one"),
        )

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_used(self) -> bool:
        return self.used_on is not None
