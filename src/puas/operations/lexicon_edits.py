"""An agency's own words for grouping comments: added, taken out, and undone again.

The comments are labelled anew by the schedule (`operations.comment_labels.refresh_comments`).
"""

from django.db import transaction
from django.utils import timezone

from puas.errors import NotFound, NotNow
from puas.methodology.comments import Edit
from puas.models import Agency, LexiconEdit, User
from puas.operations.audits import append_event
from puas.queries.units import root_of

MOST_EDITS = 500


@transaction.atomic
def edit_lexicon(*, agency: Agency, edit: Edit, by: User | None) -> LexiconEdit:
    """Add a word to a list of the agency, or take one out.

    A word that the agency added itself is taken out by undoing that edit, and the other way round: the edit
    that was undone is returned. NotNow `lexicon_full` after MOST_EDITS.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    own = LexiconEdit.objects.filter(agency=agency, undone_at=None)
    opposite = own.filter(
        element=edit.element, use=edit.use.value, word=edit.word, is_removal=not edit.is_removal
    ).first()
    if opposite is not None:
        return undo_edit(agency=agency, edit_id=opposite.pk, by=by)
    if own.count() >= MOST_EDITS:
        raise NotNow(
            "lexicon_full",
            "Daftar kata instansi sudah berisi {most} perubahan. Batalkan yang tidak dipakai lagi.",
            most=MOST_EDITS,
        )
    row, is_new = LexiconEdit.objects.get_or_create(
        agency=agency,
        element=edit.element,
        use=edit.use.value,
        word=edit.word,
        is_removal=edit.is_removal,
        undone_at=None,
        defaults={"made_at": timezone.now(), "made_by": by},
    )
    if is_new:
        append_event(by=by, operation="edit_lexicon", subject=row, unit=root_of(agency), data=_describe(row))
    return row


@transaction.atomic
def undo_edit(*, agency: Agency, edit_id: int, by: User | None) -> LexiconEdit:
    """Undo one edit; NotFound `lexicon_edit_gone` when there is none in force with this id."""
    row = LexiconEdit.objects.select_for_update().filter(agency=agency, pk=edit_id, undone_at=None).first()
    if row is None:
        raise NotFound("lexicon_edit_gone", "Perubahan kata itu sudah dibatalkan. Muat ulang halamannya.")
    row.undone_at, row.undone_by = timezone.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    append_event(by=by, operation="undo_lexicon", subject=row, unit=root_of(agency), data=_describe(row))
    return row


def _describe(row: LexiconEdit) -> dict[str, object]:
    return {"element": row.element, "use": row.use, "word": row.word, "removal": row.is_removal}
