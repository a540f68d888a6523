"""Forgetting what has been kept long enough: comments, profiles, origins; never a score, never a figure.

Results rest on tallies and on the scores, and neither is touched: a result can still be proved afterwards.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from puas.models import Forgetting, HeldDocument, HeldResponse, PaperEntry, Response, Survey
from puas.models.retentions import BY_AGE, Retention, months_of
from puas.operations.audits import append_event
from puas.operations.turns import leaving_room

SIGN_INS_KEPT = timedelta(days=90)

EMPTY: Mapping[str, Any] = {
    "comment": "",
    "profile": {},
    "content": {},
    "was_steered": None,
    "device_hash": None,
    "address_hash": None,
}

_TABLES: Mapping[str, tuple[type[models.Model], str]] = {
    "Response": (Response, "survey"),
    "HeldResponse": (HeldResponse, "survey"),
    "HeldDocument": (HeldDocument, "survey"),
    "PaperEntry": (PaperEntry, "batch__survey"),
}


def forget_expired(*, now: datetime) -> dict[str, int]:
    """Empty what every agency's rules say has been kept long enough; return surveys and rows.

    One survey and rule is one transaction and one event, which names how many rows and no content.
    """
    today, done = timezone.localdate(now), {"surveys": 0, "rows": 0}
    for retention in BY_AGE:
        for survey in _closed_without(retention):
            months = months_of(retention, survey.unit.agency.policy)
            if months is not None and add_months(survey.period.ends, months) < today:
                with leaving_room():
                    done["rows"] += _forget(survey, retention, months, now)
                done["surveys"] += 1
    return done


def _closed_without(retention: Retention) -> QuerySet[Survey]:
    """Return the surveys that still have what a rule is about, those that still take answers left out."""
    joined = Survey.objects.select_related("unit__agency", "period").exclude(state__in=("planned", "open"))
    return joined.exclude(forgettings__key=retention.key).order_by("id")


@transaction.atomic
def _forget(survey: Survey, retention: Retention, months: int, now: datetime) -> int:
    stored = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if Forgetting.objects.filter(survey=stored, key=retention.key).exists():
        return 0
    by_model = _fields_by_model(retention)
    held = {name: _holding(name, fields, stored) for name, fields in by_model.items()}
    rows = sum(found.count() for found in held.values())
    row = Forgetting.objects.create(
        survey=stored, key=retention.key, months=months, rows=rows, forgotten_at=now
    )
    for name, found in held.items():
        found.update(**{field: _empty(name, field) for field in by_model[name]})
    data = {"what": row.key, "months": months, "rows": rows, "period": survey.period.code}
    append_event(by=None, operation="forget_answers", subject=stored, unit=survey.unit, data=data)
    return rows


def _holding(name: str, fields: tuple[str, ...], survey: Survey) -> QuerySet[Any]:
    """Return the rows with something to forget. A plain query set: the model's own refuses every change."""
    model, path = _TABLES[name]
    holds = Q()
    for field in fields:
        holds |= ~Q(**{field: _empty(name, field)}) if EMPTY[field] is not None else ~Q(**{field: None})
    return QuerySet(model=model).filter(holds, **{path: survey.pk})


def _empty(name: str, field: str) -> Any:
    return b"" if name == "HeldDocument" else EMPTY[field]


def _fields_by_model(retention: Retention) -> dict[str, tuple[str, ...]]:
    pairs = [one.split(".") for one in retention.fields.split()]
    return {name: tuple(field for model, field in pairs if model == name) for name, _ in pairs}


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def forget_sign_ins(*, now: datetime) -> dict[str, int]:
    """Delete sessions that are over, and what is noted of sign-ins after three months.

    One event says how many sign-ins were forgotten, and names none of them.
    """
    old = now - SIGN_INS_KEPT
    noted = [model.objects.filter(attempt_time__lt=old) for model in (AccessLog, AccessAttempt)]
    last = next((row for found in noted if (row := found.order_by("pk").last())), None)
    done = {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "sign_ins": sum(found.delete()[0] for found in noted),
    }
    if last is not None:
        append_event(by=None, operation="forget_sign_ins", subject=last, unit=None, data=done)
    return done
