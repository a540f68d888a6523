"""Keeping what shows that something was done: files in PUAS_DATA/evidence, links as they are; and taking
it back.

A file is on disk, whole, before its row is committed; when the operation fails the file goes away again.
A machine that dies between the two leaves a file that no row knows, never a row without its file.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.exchange.evidence_files import EvidenceFile, read_evidence
from puas.models import Confirmation, Evidence, Forum, Progress, Unit, User
from puas.models.evidence import new_name
from puas.operations.audits import append_event
from puas.operations.kept_files import removing_on_failure, store_file
from puas.queries.evidence import path_of

MOST_PIECES = 20
LONGEST_TITLE = 200
LONGEST_LINK = 500


@dataclass(frozen=True)
class NewEvidence:
    """What somebody hands in: the content of a file, or an address. `title` says what it shows."""

    title: str
    content: bytes | None = None
    link: str = ""


def attach_evidence(*, to: Progress | Forum, evidence: NewEvidence, by: User | None) -> Evidence:
    """Add one piece to a report of progress or to minutes. Errors as in `attach_all_evidence`."""
    (kept,) = attach_all_evidence(to=to, evidence=[evidence], by=by)
    return kept


@transaction.atomic
def attach_all_evidence(
    *, to: Progress | Forum, evidence: Sequence[NewEvidence], by: User | None
) -> list[Evidence]:
    """Add pieces to a report of progress or to minutes, all or none; an audit event each.

    BadInput of `exchange.evidence_files.read_evidence`, `evidence_title`, `evidence_link`; NotNow
    `evidence_many`, `evidence_confirmed` when the second person has already decided on what was there.
    """
    if isinstance(to, Progress) and Confirmation.objects.filter(progress=to).exists():
        raise NotNow(
            "evidence_confirmed",
            "Laporan ini sudah diputuskan menurut bukti yang ada. Buat laporan baru bila ada bukti lain.",
        )
    with removing_on_failure() as files:
        kept = [keep_evidence(one, to=to, by=by, files=files) for one in evidence]
        for one in kept:
            _append_event(one, to, by)
    return kept


def _append_event(kept: Evidence, to: Progress | Forum, by: User | None) -> None:
    data = {
        "title": kept.title,
        "kind": kept.kind,
        "bytes": kept.bytes,
        "digest": kept.digest,
        "link": kept.link,
    }
    append_event(by=by, operation="attach_evidence", subject=kept, unit=unit_of(to), data=data)


def unit_of(thing: Progress | Forum) -> Unit:
    """Return the unit that a report or minutes belong to."""
    return thing.item.plan.unit if isinstance(thing, Progress) else thing.unit


def keep_evidence(
    evidence: NewEvidence, *, to: Progress | Forum, by: User | None, files: list[Path]
) -> Evidence:
    """Keep one piece, inside the operation that asked for it; a stored file joins `files`.

    Errors as in `attach_evidence`.
    """
    progress, forum = (to, None) if isinstance(to, Progress) else (None, to)
    if Evidence.objects.filter(progress=progress, forum=forum, withdrawn_at=None).count() >= MOST_PIECES:
        raise NotNow("evidence_many", "Sudah ada {most} bukti; itu cukup.", most=MOST_PIECES)
    row = Evidence(
        progress=progress, forum=forum, title=_check_title(evidence), added_at=timezone.now(), added_by=by
    )
    if evidence.content is None:
        row.link = _check_link(evidence.link)
        row.save()
        return row
    file = read_evidence(evidence.content)
    row.kind, row.name, row.bytes = file.kind.value, new_name(), len(file.content)
    row.digest = hashlib.sha256(file.content).hexdigest()
    files.append(path_of(row))
    _store(path_of(row), file)
    row.save()
    return row


def _check_title(evidence: NewEvidence) -> str:
    title = "".join(letter for letter in " ".join(evidence.title.split()) if letter.isprintable())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise BadInput(
            "evidence_title",
            "Tulis apa yang diperlihatkan bukti ini (1 sampai {most} huruf).",
            field="judul",
            most=LONGEST_TITLE,
        )
    return title


def _check_link(link: str) -> str:
    """Return the address; only https and http lead somewhere that people may be sent to."""
    link = link.strip()
    try:
        parts = urlsplit(link)
        is_sound = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
    except ValueError:
        is_sound = False
    if not is_sound or len(link) > LONGEST_LINK or any(letter.isspace() for letter in link):
        raise BadInput(
            "evidence_link", "Tulis alamat lengkap yang berawal dengan https://, tanpa spasi.", field="tautan"
        )
    return link


def _store(path: Path, file: EvidenceFile) -> None:
    """Write the file whole, readable by the service only; it goes away when the transaction fails."""
    try:
        store_file(path, file.content)
    except OSError as error:
        raise NotNow(
            "evidence_disk",
            "Bukti tidak dapat disimpan: {reason}. Beri tahu administrator pemasangan ini, lalu coba lagi.",
            reason=error.strerror or "-",
        ) from error


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: User | None) -> Evidence:
    """Take a piece away, for example because a person can be recognised: the file goes, row and reason stay.

    BadInput `evidence_reason`; NotNow `evidence_withdrawn`.
    """
    stored = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if stored.is_withdrawn:
        raise NotNow("evidence_withdrawn", "Bukti itu sudah ditarik.")
    reason = " ".join(reason.split())[:1000]
    if not reason:
        raise BadInput("evidence_reason", "Tulis alasan bukti ini ditarik.", field="alasan")
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    owner = stored.progress or stored.forum
    assert owner is not None
    data = {"digest": stored.digest, "link": stored.link, "reason": reason}
    append_event(by=by, operation="withdraw_evidence", subject=stored, unit=unit_of(owner), data=data)
    if stored.is_file:
        transaction.on_commit(_remover(path_of(stored)))
    return stored


def _remover(path: Path) -> Callable[[], None]:
    return lambda: path.unlink(missing_ok=True)
