"""What a measurement of pages visits: python -m ... ; one JSON object on standard output.

Every route of `puas.web.access` that answers GET in the office, about the busiest unit of the large example,
and the accounts that may see it. What the example has none of is made here by the usual operations.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

KINDS = {
    "unit_id": "unit",
    "survey_id": "survey",
    "result_id": "result",
    "user_id": "user",
    "agency": "agency",
    "period": "period",
    "service_id": "service",
    "item_id": "item",
    "progress_id": "progress",
    "evidence_id": "evidence",
    "response_id": "comment",
    "forum_id": "forum",
    "job_id": "job",
    "batch_id": "paper",
    "webhook_id": "webhook",
    "office:form_link/link_id": "form_link",
    "office:form_link_poster/link_id": "form_link",
    "office:visit_batch/link_id": "visit_link",
    "office:visit_slips/link_id": "visit_link",
    "office:answer_import/import_id": "answer_import",
    "office:answer_import_rejected/import_id": "answer_import",
    "office:plan_item_change/item_id": "open_item",
    "office:plan_item_remove/item_id": "open_item",
    "office:plan_priorities/period": "open_period",
    "office:plan_item_add/period": "open_period",
    "office:plan_priorities/unit_id": "open_unit",
    "office:plan_item_add/unit_id": "open_unit",
    "office:unit_delete/unit_id": "leaf",
    "office:opening/period": "next_period",
    "office:plan_item_report/item_id": "open_item",
    "office:unit_change_undo/group": "unit_change",
    "office:progress_decide/progress_id": "waiting_progress",
    "office:publish/result_id": "ready_result",
}
"""What stands for <name> in an address: by the name, or for one route in particular."""
FIXED = {
    "size": "a4",
    "first": "1",
    "keying": "1",
    "kind": "ganti-nama",
    "office:report_draft/kind": "unit",
    "office:report_freeze/kind": "unit",
    "ending": "pdf",
    "section": "background",
    "report": "unit",
}
"""The same for every example: by the name, or for one route in particular."""
FILES = (".xlsx", ".csv", ".pdf", ".xml", "templat/")
"""Ends of addresses that hand out a file; a file is no page, and is only asked for a few times."""


def list_visits() -> Iterator[dict[str, Any]]:
    """Yield route, address ("" when the example has nothing of the kind), is_file, and who may see it."""
    from puas.commands.demo_large import LOGINS
    from puas.commands.docs_access import find_routes
    from puas.web.access import GROUPS, Audience, Place, admits

    places, addresses = make_places(), dict(find_routes())
    for title, group in GROUPS.items():
        for name, access in group.items():
            gate = access.get
            if gate is None or gate in (Audience.EVERYONE, Audience.SECRET) or title.startswith("Public"):
                continue
            at_root = access.place in (Place.ROOT, Place.ABOVE)
            who = [
                login.username
                for login in LOGINS
                if (gate is Audience.STAFF or admits(gate, login.role)) and not (at_root and login.unit)
            ]
            path = fill(name, addresses[name], places)
            yield {"route": name, "path": path, "is_file": path.endswith(FILES), "who": who}


def fill(name: str, address: str, places: dict[str, Any]) -> str:
    """Return the address with what stands for its parts; "" when there is nothing of the kind."""

    def one(found: re.Match[str]) -> str:
        key = found[1]
        kind = KINDS.get(f"{name}/{key}") or KINDS.get(key, "")
        fixed = FIXED.get(f"{name}/{key}") or FIXED.get(key)
        return str(fixed or places.get(kind) or "\0")

    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", one, address)
    return "" if "\0" in path else path


def make_places() -> dict[str, Any]:
    """Return one thing of each kind, by its kind: the busiest unit's, the newest published quarter's."""
    from puas.commands.demo_large import SLUG
    from puas.models import Agency, Survey, Unit

    agency = Agency.objects.get(slug=SLUG)
    unit = Unit.objects.select_related("agency").filter(agency=agency, parent__parent=None, number=1).get()
    survey = Survey.objects.select_related("unit__agency", "period", "instrument").filter(unit=unit)
    newest = survey.latest("period__ends")
    done = survey.filter(state="published").order_by("-period__ends").first() or newest
    period = done.period
    places = {
        "agency": agency.slug,
        "unit": unit.pk,
        "survey": newest.pk,
        "period": period.code,
        "next_period": _after(newest.period),
        "leaf": Unit.objects.filter(agency=agency, children=None).latest("pk").pk,
    }
    return places | _find(unit, period) | _make(unit, newest, period)


def _after(period: Any) -> str:
    from puas.methodology.plans import next_quarter

    return next_quarter(period.pure).code


def _find(unit: Any, period: Any) -> dict[str, Any]:
    """Return what the example has."""
    from puas.models import (
        Evidence,
        Membership,
        PlanItem,
        Progress,
        Response,
        Result,
        Role,
        Service,
        Survey,
    )

    items = PlanItem.objects.filter(plan__unit=unit)
    reports = Progress.objects.filter(item__plan__unit=unit)
    under_way = Survey.objects.filter(unit__agency=unit.agency, state__in=["closed", "returned"]).first()
    open_items = PlanItem.objects.filter(plan__period=under_way.period) if under_way else items.none()
    open_items = open_items.filter(plan__unit=under_way.unit) if under_way else open_items
    verified = Survey.objects.filter(unit__agency=unit.agency, state="verified").first()
    ready = Result.objects.filter(unit=verified.unit, period=verified.period) if verified else None
    of_unit = Result.objects.filter(unit=unit, period=period)
    waiting = Progress.objects.filter(state="done", confirmation=None, item__plan__unit__agency=unit.agency)
    found = {
        "result": of_unit.filter(basis="pooled").first() or of_unit.first(),
        "user": Membership.objects.filter(unit=unit, role=Role.OFFICER).latest("pk").user,
        "service": Service.objects.filter(unit=unit).first(),
        "item": items.exclude(reports=None).order_by("-pk").first(),
        "progress": reports.order_by("-pk").first(),
        "waiting_progress": waiting.first(),
        "evidence": Evidence.objects.filter(progress__item__plan__unit=unit).first(),
        "open_item": open_items.first(),
        "comment": Response.objects.filter(survey__unit=unit, survey__period=period)
        .exclude(comment="")
        .first(),
        "ready_result": ready.first() if ready else None,
    }
    things = {kind: thing.pk for kind, thing in found.items() if thing is not None}
    if under_way:
        things |= {"open_unit": under_way.unit_id, "open_period": under_way.period.code}
    return things


def _make(unit: Any, survey: Any, period: Any) -> dict[str, Any]:
    """Make what the example has none of, once."""
    from puas.models import FormLink, Forum, ForumGroup, Job, PaperBatch, UnitChange
    from puas.operations.collect_links import create_collect_link
    from puas.operations.forums import Minutes, record_forum
    from puas.operations.jobs import cancel_job
    from puas.operations.paper_batches import create_batch
    from puas.operations.period_results import start_period_results
    from puas.operations.unit_changes import rename_unit
    from puas.operations.visit_codes import create_visit_codes

    today = survey.period.starts
    forum = Forum.objects.filter(unit=unit).first()
    visits = FormLink.objects.filter(unit=unit, kind="visit").first()
    change = UnitChange.objects.filter(unit=unit).first()
    if visits is None:
        create_collect_link(unit=unit, name="Pencacah 1", by=None)
    if change is None:
        day = today - timedelta(days=400)
        rename_unit(unit=unit, name=f"{unit.name} Daerah", on=day, reason="Perda", by=None)
        change = UnitChange.objects.get(unit=unit)
    if not Job.objects.filter(unit=unit).exists():
        cancel_job(job=start_period_results(unit=unit, period=period, by=None), by=None)
    minutes = Minutes(today, {ForumGroup.USERS: 25}, "Dibahas bersama warga")
    return {
        "forum": (forum or record_forum(unit=unit, period=period, minutes=minutes, by=None)).pk,
        "visit_link": (visits or create_visit_codes(unit=unit, name="Slip", count=200, by=None)).pk,
        "form_link": FormLink.objects.filter(unit=unit, kind="open").earliest("pk").pk,
        "paper": (
            PaperBatch.objects.filter(survey=survey).first()
            or create_batch(survey=survey, sheets=100, by=None)
        ).pk,
        "unit_change": change.group,
        "job": Job.objects.filter(unit=unit).latest("pk").pk,
        "answer_import": _import(survey),
        "webhook": _listen(unit),
    }


def _listen(unit: Any) -> int:
    """Return a webhook with a page of messages; it is paused, so that nothing leaves this machine."""
    from puas.models import Webhook, WebhookEvent
    from puas.operations.webhooks import create_webhook, pause_webhook, ping_webhook

    hook = Webhook.objects.filter(unit=unit).first()
    if hook is None:
        url, events = "https://skm.contoh.go.id/kabar", [WebhookEvent.PUBLISHED]
        hook, _ = create_webhook(unit=unit, name="Dasbor", url=url, events=events, by=None)
        for _ in range(50):
            ping_webhook(webhook=hook, by=None)
        pause_webhook(webhook=hook, by=None)
    return hook.pk


def _import(survey: Any) -> int:
    """Return a file of answers that waits for its columns to be named."""
    import tempfile
    from pathlib import Path

    from puas.models import AnswerImport
    from puas.operations.answer_imports import receive_import

    kept = AnswerImport.objects.filter(survey=survey).first()
    if kept is None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "jawaban.csv"
            lines = ["No;" + ";".join(f"Q{n}" for n in range(1, 10))]
            lines += [f"{n};" + ";".join("3" * 9) for n in range(1, 2001)]
            path.write_text("\n".join(lines), encoding="utf-8")
            kept = receive_import(survey=survey, source=path, name=path.name, by=None)
    return kept.pk


def main() -> None:
    """Print {"visits": [...], "logins": {username: password}}."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puas.settings")
    import django

    django.setup()
    from django.conf import settings

    from puas.commands.demo_large import LOGINS

    logins = {login.username: login.password(settings.SECRET_KEY) for login in LOGINS}
    json.dump({"visits": list(list_visits()), "logins": logins}, sys.stdout)


if __name__ == "__main__":
    main()
