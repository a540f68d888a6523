"""Correcting what a comment is said to speak of: written down once, and kept whatever the word list says."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput
from puas.methodology.comments import Tone
from puas.models import CommentCorrection, CommentLabel, CommentMark, Response, User
from puas.operations.audits import append_event
from puas.operations.comment_labels import add_counts, build_labels, known_elements, read_comment, read_labels
from puas.queries.lexicons import find_lexicon


@transaction.atomic
def correct_comment(
    *, response: Response, labels: Mapping[str, Tone] | None, by: User | None
) -> CommentCorrection | None:
    """Say by hand of which elements a comment speaks and how; `labels` None gives it back to the word list.

    {} says that it speaks of none. BadInput `comment_element` for an element that the questionnaire does not
    have. Nothing is written when it is said like that already: None.
    """
    survey = response.survey
    elements = {element.key for element in survey.instrument.parsed.elements}
    if labels is not None and not set(labels) <= elements:
        raise BadInput("comment_element", "Unsur itu tidak ada di kuesionernya. Muat ulang halamannya.")
    mark = CommentMark.objects.select_for_update().filter(survey=survey).first()
    newest = CommentCorrection.objects.filter(response=response).order_by("-id").first()
    kept = None if labels is None else {key: tone.value for key, tone in sorted(labels.items())}
    if kept == (newest.labels if newest else None):
        return None
    row = CommentCorrection(response=response, labels=kept, corrected_at=timezone.now(), corrected_by=by)
    row.save()
    before = _replace(response, row, mark)
    data = {"comment": response.pk, "before": before, "after": {} if kept is None else kept}
    append_event(by=by, operation="correct_comment", subject=row, unit=survey.unit, data=data)
    return row


def _replace(response: Response, row: CommentCorrection, mark: CommentMark | None) -> dict[str, str]:
    """Put the labels of a comment right, and the counts with them; return those it had.

    One that is not labelled yet will be, by the correction.
    """
    old = list(CommentLabel.objects.filter(response=response))
    if mark is None or not old:
        return {}
    survey = response.survey
    if row.labels is not None:
        said = read_labels(row.labels)
    else:
        known = known_elements(survey.instrument.parsed)
        said = read_comment(response.comment, find_lexicon(survey.unit.agency), known)
    new = build_labels(survey, response.pk, said, is_corrected=row.labels is not None)
    CommentLabel.objects.filter(response=response).delete()
    CommentLabel.objects.bulk_create(new)
    mark.counts = add_counts(add_counts(mark.counts, old, -1), new)
    mark.save(update_fields=["counts"])
    return {label.element: label.tone for label in old if label.element}
