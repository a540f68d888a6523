"""What is allowed now: the states a thing can be in, and the moves between them, as tables.

Who may make a move is another question (`puas.permissions`); a scheduled job has no user, but it has a
state.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from puas.errors import NotNow
from puas.language import gettext_noop


class SurveyState(StrEnum):
    """Where one survey (a unit in a period) stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    PUBLISHED = "published"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return STATE_LABELS[self]


STATE_LABELS: Mapping[SurveyState, str] = {
    SurveyState.PLANNED: "Direncanakan",
    SurveyState.OPEN: "Dibuka",
    SurveyState.CLOSED: "Ditutup",
    SurveyState.SUBMITTED: "Diajukan",
    SurveyState.VERIFIED: "Diverifikasi",
    SurveyState.PUBLISHED: "Terbit",
    SurveyState.RETURNED: "Dikembalikan",
}

# A published survey stays published: a correction is a new Result and a new Publication, not a way back.
SURVEY_MOVES: Mapping[SurveyState, tuple[SurveyState, ...]] = {
    SurveyState.PLANNED: (SurveyState.OPEN,),
    SurveyState.OPEN: (SurveyState.CLOSED,),
    SurveyState.CLOSED: (SurveyState.OPEN, SurveyState.SUBMITTED),
    SurveyState.SUBMITTED: (SurveyState.VERIFIED, SurveyState.RETURNED),
    SurveyState.RETURNED: (SurveyState.OPEN, SurveyState.SUBMITTED),
    SurveyState.VERIFIED: (SurveyState.PUBLISHED, SurveyState.RETURNED),
    SurveyState.PUBLISHED: (),
}

# Who can lift a lock, said in every refusal.
_WHO_CAN_CHANGE: Mapping[SurveyState, str] = {
    SurveyState.PLANNED: "Koordinator instansi dapat membukanya.",
    SurveyState.OPEN: "Koordinator instansi dapat menutupnya.",
    SurveyState.CLOSED: "Koordinator instansi dapat membukanya kembali.",
    SurveyState.SUBMITTED: "Koordinator instansi dapat memverifikasi atau mengembalikannya.",
    SurveyState.RETURNED: "Unit dapat memperbaiki lalu mengajukannya kembali.",
    SurveyState.VERIFIED: "Koordinator instansi dapat menerbitkan atau mengembalikannya.",
    SurveyState.PUBLISHED: "Yang sudah terbit tidak diubah; terbitkan hasil koreksi yang menggantikannya.",
}

# The states in which no answer can be added, so that what is counted stays what was counted.
LOCKED_STATES = frozenset(SurveyState) - {SurveyState.PLANNED, SurveyState.OPEN}


def can_move(state: SurveyState, to: SurveyState) -> bool:
    """Say whether the table has a move from `state` to `to`."""
    return to in SURVEY_MOVES[state]


def require_move(state: SurveyState, to: SurveyState) -> None:
    """Raise NotNow, naming who can change it, unless the table has a move from `state` to `to`."""
    if not can_move(state, to):
        raise NotNow(
            "survey_move",
            "Survei ini berstatus “{state}”, jadi belum dapat menjadi “{to}”. {who}",
            state=state.label,
            to=to.label,
            who=_WHO_CAN_CHANGE[state],
        )


class Need(StrEnum):
    """What must hold before a survey makes a step, beside its state."""

    TRAY = "tray"
    RESULT = "result"
    PLAN = "plan"
    OTHER_PERSON = "other_person"
    FINDINGS = "findings"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return NEED_LABELS[self]


NEED_LABELS: Mapping[Need, str] = {
    Need.TRAY: gettext_noop("Semua jawaban di baki sudah diputuskan"),
    Need.RESULT: gettext_noop("Hasil sudah dihitung dari semua jawaban"),
    Need.PLAN: gettext_noop("Setiap unsur prioritas punya kegiatan dalam rencana tindak lanjut"),
    Need.OTHER_PERSON: gettext_noop("Yang memverifikasi bukan yang mengajukan"),
    Need.FINDINGS: gettext_noop("Setiap kesalahan dari pemeriksaan sudah diperbaiki atau dijawab"),
}

SURVEY_NEEDS: Mapping[SurveyState, tuple[Need, ...]] = {
    SurveyState.SUBMITTED: (Need.TRAY, Need.RESULT, Need.PLAN),
    SurveyState.VERIFIED: (Need.OTHER_PERSON,),
    SurveyState.PUBLISHED: (Need.FINDINGS,),
}
"""The needs of the step to a state. An agency's policy, "needs", may name those it asks for."""


def needs_of(to: SurveyState, policy: Mapping[str, Any]) -> tuple[Need, ...]:
    """Return what the step to `to` needs under an agency's policy. Two people are always needed."""
    asked = policy.get("needs", list(Need))
    return tuple(n for n in SURVEY_NEEDS.get(to, ()) if n in asked or n is Need.OTHER_PERSON)


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return EXTENSION_LABELS[self]


EXTENSION_LABELS: Mapping[ExtensionState, str] = {
    ExtensionState.WAITING: gettext_noop("Menunggu keputusan koordinator"),
    ExtensionState.GRANTED: gettext_noop("Diberikan"),
    ExtensionState.DECLINED: gettext_noop("Ditolak"),
}

# More time is asked for while answers come, or after they stopped and before the survey is handed in.
EXTENSION_STATES = frozenset({SurveyState.OPEN, SurveyState.CLOSED, SurveyState.RETURNED})


def require_extension(state: SurveyState) -> None:
    """Raise NotNow, naming who can change it, unless more time can be asked for a survey in `state`."""
    if state not in EXTENSION_STATES:
        raise NotNow(
            "extension_locked",
            "Survei ini berstatus “{state}”, jadi perpanjangan tidak dapat diminta atau diberikan. {who}",
            state=state.label,
            who=_WHO_CAN_CHANGE[state],
        )


class ImportState(StrEnum):
    """Where a recap that is taken into the history stands."""

    DRAFT = "draft"
    STORED = "stored"
    ADOPTED = "adopted"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return IMPORT_LABELS[self]


IMPORT_LABELS: Mapping[ImportState, str] = {
    ImportState.DRAFT: gettext_noop("Pratinjau"),
    ImportState.STORED: gettext_noop("Tersimpan, belum dipakai"),
    ImportState.ADOPTED: gettext_noop("Dipakai dalam tren dan laporan"),
    ImportState.UNDONE: gettext_noop("Dibatalkan"),
}

# Nothing of an undone import is left but its trail; the same file can be imported anew.
IMPORT_MOVES: Mapping[ImportState, tuple[ImportState, ...]] = {
    ImportState.DRAFT: (ImportState.STORED, ImportState.UNDONE),
    ImportState.STORED: (ImportState.ADOPTED, ImportState.UNDONE),
    ImportState.ADOPTED: (ImportState.UNDONE,),
    ImportState.UNDONE: (),
}


def require_import_move(state: ImportState, to: ImportState) -> None:
    """Raise NotNow unless the table has a move from `state` to `to`."""
    if to not in IMPORT_MOVES[state]:
        raise NotNow(
            "import_move",
            "Impor ini berstatus “{state}”, jadi tidak dapat menjadi “{to}”. "
            "Muat ulang halamannya untuk melihat langkah yang tersedia.",
            state=state.label,
            to=to.label,
        )


class WebhookState(StrEnum):
    """Whether messages of a webhook are sent."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"  # by itself, because its receiver did not take what was sent
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return WEBHOOK_LABELS[self]


WEBHOOK_LABELS: Mapping[WebhookState, str] = {
    WebhookState.ACTIVE: gettext_noop("Aktif"),
    WebhookState.PAUSED: gettext_noop("Dijeda"),
    WebhookState.STOPPED: gettext_noop("Dihentikan karena gagal terus"),
    WebhookState.DELETED: gettext_noop("Dihapus"),
}

# What happens while one is paused or stopped waits, and is sent once it is active again.
WEBHOOK_MOVES: Mapping[WebhookState, tuple[WebhookState, ...]] = {
    WebhookState.ACTIVE: (WebhookState.PAUSED, WebhookState.STOPPED, WebhookState.DELETED),
    WebhookState.PAUSED: (WebhookState.ACTIVE, WebhookState.DELETED),
    WebhookState.STOPPED: (WebhookState.ACTIVE, WebhookState.DELETED),
    WebhookState.DELETED: (),
}


def require_webhook_move(state: WebhookState, to: WebhookState) -> None:
    """Raise NotNow unless the table has a move from `state` to `to`."""
    if to not in WEBHOOK_MOVES[state]:
        raise NotNow(
            "webhook_move",
            "Webhook ini berstatus “{state}”, jadi tidak dapat menjadi “{to}”. "
            "Muat ulang halamannya untuk melihat langkah yang tersedia.",
            state=state.label,
            to=to.label,
        )


# A plan is part of what is submitted, so it is locked with it. Carrying it out goes on.
PLAN_LOCKED_STATES = frozenset({SurveyState.SUBMITTED, SurveyState.VERIFIED, SurveyState.PUBLISHED})


def require_plan_open(state: SurveyState) -> None:
    """Raise NotNow, naming who can change it, when a survey in `state` has locked its plan."""
    if state in PLAN_LOCKED_STATES:
        raise NotNow(
            "plan_locked",
            "Survei ini berstatus “{state}”, jadi rencananya tidak berubah lagi; realisasinya tetap dapat "
            "dilaporkan. {who}",
            state=state.label,
            who=_WHO_CAN_CHANGE[state],
        )


# What is submitted is judged as it was handed over; who judges can give it back.
EXCLUSION_STATES = frozenset({SurveyState.OPEN, SurveyState.CLOSED, SurveyState.RETURNED})


def require_exclusions_open(state: SurveyState) -> None:
    """Raise NotNow, naming who can change it, unless answers of a survey in `state` can be left out."""
    if state not in EXCLUSION_STATES:
        raise NotNow(
            "exclusions_locked",
            "Survei ini berstatus “{state}”, jadi jawabannya tidak dapat dikecualikan atau dihitung kembali. "
            "{who}",
            state=state.label,
            who=_WHO_CAN_CHANGE[state],
        )


class TrayDecision(StrEnum):
    """What becomes of an answer that waits in the tray."""

    INCLUDE = "include"
    NEXT = "next"
    LEAVE_OUT = "leave_out"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return TRAY_LABELS[self]


TRAY_LABELS: Mapping[TrayDecision, str] = {
    TrayDecision.INCLUDE: gettext_noop("Masukkan ke survei ini"),
    TrayDecision.NEXT: gettext_noop("Simpan untuk periode berikutnya"),
    TrayDecision.LEAVE_OUT: gettext_noop("Tidak dipakai"),
}

# Including changes what is counted, so it ends with the submission; the other two change no figure.
TRAY_DECISIONS: Mapping[SurveyState, frozenset[TrayDecision]] = {
    state: frozenset(TrayDecision)
    if state in EXCLUSION_STATES
    else frozenset(TrayDecision) - {TrayDecision.INCLUDE}
    for state in SurveyState
}

# Surveys that may still take what an earlier one kept for its next period.
TRAY_OPEN_STATES = EXCLUSION_STATES | {SurveyState.PLANNED}


def require_tray_decision(state: SurveyState, decision: TrayDecision) -> None:
    """Raise NotNow, naming who can change it, unless the tray of a survey in `state` allows `decision`."""
    if decision not in TRAY_DECISIONS[state]:
        raise NotNow(
            "tray_locked",
            "Survei ini berstatus “{state}”, jadi jawaban di bakinya hanya dapat disimpan untuk periode "
            "berikutnya atau tidak dipakai. {who}",
            state=state.label,
            who=_WHO_CAN_CHANGE[state],
        )


# Population, team and dates are part of what is submitted; who judges can give it back.
DETAIL_STATES = frozenset(SurveyState) - PLAN_LOCKED_STATES


def require_details_open(state: SurveyState) -> None:
    """Raise NotNow, naming who can change it, unless the details of a survey in `state` can be changed."""
    if state not in DETAIL_STATES:
        raise NotNow(
            "details_locked",
            "Survei ini berstatus “{state}”, jadi populasi, tim, dan tanggalnya tidak berubah lagi. {who}",
            state=state.label,
            who=_WHO_CAN_CHANGE[state],
        )


class ItemState(StrEnum):
    """How far one item of a follow-up plan is."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return ITEM_LABELS[self]


ITEM_LABELS: Mapping[ItemState, str] = {
    ItemState.NOT_STARTED: gettext_noop("Belum dimulai"),
    ItemState.UNDER_WAY: gettext_noop("Sedang berjalan"),
    ItemState.DONE: gettext_noop("Selesai"),
    ItemState.DROPPED: gettext_noop("Dihentikan"),
}

# A report of "done" that the second person does not accept leaves the item under way.
ITEM_MOVES: Mapping[ItemState, tuple[ItemState, ...]] = {
    ItemState.NOT_STARTED: (ItemState.UNDER_WAY, ItemState.DONE, ItemState.DROPPED),
    ItemState.UNDER_WAY: (ItemState.UNDER_WAY, ItemState.DONE, ItemState.DROPPED),
    ItemState.DONE: (ItemState.UNDER_WAY,),
    ItemState.DROPPED: (ItemState.UNDER_WAY,),
}


class ItemStage(StrEnum):
    """How far an item is, told apart by what the second person said: what lists are searched by."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    WAITING = "waiting"  # reported as done, nobody has looked yet
    DONE = "done"  # and confirmed
    DROPPED = "dropped"


def stage_of(state: ItemState, is_accepted: bool | None) -> ItemStage:
    """Return the stage after the newest report; `is_accepted` is the verdict on it, None without any."""
    if state is not ItemState.DONE:
        return ItemStage(state.value)
    if is_accepted is None:
        return ItemStage.WAITING
    return ItemStage.DONE if is_accepted else ItemStage.UNDER_WAY


def require_item_move(state: ItemState, to: ItemState) -> None:
    """Raise NotNow unless an item in `state` can be reported as `to`."""
    if to not in ITEM_MOVES[state]:
        raise NotNow(
            "item_move",
            "Kegiatan ini “{state}”, jadi tidak dapat dilaporkan “{to}”. Muat ulang halamannya untuk melihat "
            "langkah yang tersedia.",
            state=state.label,
            to=to.label,
        )
