"""Imports of answers as the people of a unit see them."""

from django.utils import timezone

from puas.errors import NotFound
from puas.exchange.answer_sheets_headings import fold
from puas.models import AnswerImport, AnswerMapping, ImportStage, Service, Survey, User
from puas.models.answer_imports import SILENCE
from puas.permissions import Action
from puas.queries.units import visible_units


def find_import(user: User, import_id: int) -> AnswerImport:
    """Return an import of a unit where `user` may enter answers; NotFound `import_unknown` for any other."""
    joined = AnswerImport.objects.select_related(
        "survey__unit__agency", "survey__period", "survey__instrument", "service", "created_by"
    )
    units = visible_units(user, Action.ENTER_RESPONSES)
    found = joined.filter(pk=import_id, survey__unit__in=units).first()
    if found is None:
        raise NotFound("import_unknown", "Impor itu tidak ada, atau bukan di unit Anda.")
    return found


def list_imports(survey: Survey) -> tuple[AnswerImport, ...]:
    """Return the imports of a survey that were started, the newest first; the caller may see the survey."""
    return tuple(AnswerImport.objects.filter(survey=survey).exclude(started_at=None).order_by("-id")[:50])


def list_batches(answer_import: AnswerImport) -> tuple[AnswerImport, ...]:
    """Return the earlier imports into the same survey that this file may be a longer version of.

    One for each batch, the oldest; none when rows carry the time of day, which tells answers apart by itself.
    """
    if answer_import.is_timed or find_same(answer_import):
        return ()
    others = AnswerImport.objects.filter(survey=answer_import.survey_id, new__gt=0).exclude(batch="")
    first: dict[str, AnswerImport] = {}
    for other in others.exclude(pk=answer_import.pk).order_by("id"):
        first.setdefault(other.batch, other)
    return tuple(first.values())


def find_same(answer_import: AnswerImport) -> AnswerImport | None:
    """Return the first earlier import of the very same file and sheet that stored anything."""
    same = AnswerImport.objects.filter(
        survey=answer_import.survey_id, digest=answer_import.digest, sheet=answer_import.sheet, new__gt=0
    )
    return same.exclude(pk=answer_import.pk).order_by("id").first()


def remembered_columns(survey: Survey) -> dict[str, str]:
    """Return what the agency's files call things: folded heading -> target."""
    found = AnswerMapping.objects.filter(
        agency=survey.unit.agency_id, instrument_key=survey.instrument.key
    ).first()
    return dict(found.columns) if found else {}


def named_services(survey: Survey) -> dict[str, int]:
    """Return the services of the survey's unit: folded name -> id."""
    return {fold(one.name): one.pk for one in Service.objects.filter(unit=survey.unit_id)}


def count_running() -> int:
    """Return how many imports are at work now."""
    now = timezone.now()
    heard = {"seen_at__gte": now - SILENCE, "seen_at__lte": now + SILENCE}
    return AnswerImport.objects.filter(stage=ImportStage.RUNNING.value, **heard).count()
