"""How long personal and secret data are kept: a rule for every such field; and Forgetting, the act itself.

The months of a rule count from the end of the survey's period. An agency's policy may set others:
{"retention": {"comments": 24}}. docs/adr/0028-traces.md says how rows that are written once can forget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from puas.language import gettext_noop
from puas.models.frozen import FrozenModel
from puas.models.privacy import classify
from puas.models.surveys import Survey


@dataclass(frozen=True)
class Retention:
    """One rule. `months` None: not by age; `meaning` says when then, or why never."""

    key: str
    months: int | None
    meaning: str
    fields: str


RETENTIONS = (
    Retention(
        "comments",
        60,
        gettext_noop("Komentar, dan isian yang diketik atau diterima apa adanya; lalu dikosongkan."),
        "Response.comment HeldResponse.comment HeldDocument.content PaperEntry.content",
    ),
    Retention(
        "profiles",
        60,
        gettext_noop("Profil responden dan jawaban butir kendali; lalu dikosongkan."),
        "Response.profile Response.was_steered HeldResponse.profile HeldResponse.was_steered",
    ),
    Retention(
        "origins",
        12,
        gettext_noop("Angka asal jawaban; lalu dikosongkan. Kuncinya sudah musnah sesudah dua hari."),
        "Response.device_hash Response.address_hash HeldResponse.device_hash HeldResponse.address_hash",
    ),
    Retention(
        "scores",
        None,
        gettext_noop(
            "Tetap: dasar hasil yang terbit, dan tanpa profil dan komentar tidak menunjuk siapa pun."
        ),
        "Response.word_a Response.word_b HeldResponse.word_a HeldResponse.word_b HeldResponse.visit "
        "ResponseFlag.id ResponseFlag.survey ResponseFlag.response ResponseFlag.flag "
        "CommentLabel.id CommentLabel.survey CommentLabel.response CommentLabel.element CommentLabel.tone "
        "CommentLabel.is_corrected",
    ),
    Retention("salts", None, gettext_noop("Dua hari, lalu dimusnahkan."), "OriginSalt.salt"),
    Retention(
        "accounts",
        None,
        gettext_noop("Selama akun, undangan, atau timnya dicatat; akun dinonaktifkan, tidak dihapus."),
        "User.username User.first_name User.last_name User.email User.password Invitation.name "
        "Invitation.email Invitation.digest Survey.team",
    ),
    Retention(
        "links",
        None,
        gettext_noop("Selama tautan atau slipnya dicatat; rahasianya hanya disimpan sebagai sidik."),
        "FormLink.pin_hash CollectLink.name CollectLink.digest VisitCode.digest ApiKey.digest",
    ),
    Retention(
        "webhooks",
        None,
        gettext_noop("Selama webhooknya ada; tersimpan terenkripsi, dikosongkan saat webhooknya dihapus."),
        "Webhook.secret",
    ),
    Retention(
        "trail",
        None,
        gettext_noop("Tetap: jejak tindakan petugas tidak dapat dihapus tanpa memutus rantainya."),
        "AuditEvent.by_name",
    ),
)

BY_AGE = tuple(one for one in RETENTIONS if one.months is not None)


def months_of(retention: Retention, policy: Mapping[str, Any]) -> int | None:
    """Return the months of a rule at an agency: its policy's whole number of 1 or more, else the default."""
    asked = policy.get("retention")
    chosen = asked.get(retention.key) if isinstance(asked, Mapping) else None
    is_given = retention.months is not None and isinstance(chosen, int) and chosen >= 1
    return chosen if is_given else retention.months


class Forgetting(FrozenModel):
    """That the data of one rule were emptied in one survey: how many rows held any, and when.

    Only where such a row stands does the database let a written answer be emptied, and nothing else.
    """

    PRIVACY = classify(internal="id survey key months rows forgotten_at")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="forgettings")
    key = models.CharField(max_length=20)
    months = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    forgotten_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("survey", "key"), name="forgetting_once"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.key}"
