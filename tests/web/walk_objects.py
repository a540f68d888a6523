"""One of each kind of thing for a unit, so that every address of the walk leads somewhere."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from puas.models import (
    AnswerImport,
    ApiKey,
    ExtensionRequest,
    ForumGroup,
    HeldDocument,
    KeyScope,
    LinkKind,
    Report,
    ReportFile,
    Response,
    Role,
    Unit,
    UnitChange,
    UnitImport,
    WebhookEvent,
)
from puas.operations.api_keys import create_api_key
from puas.operations.collect_links import create_collect_link
from puas.operations.evidence import NewEvidence, attach_evidence
from puas.operations.extensions import ask_extension
from puas.operations.forums import Minutes, record_forum
from puas.operations.invitations import invite_person
from puas.operations.passwords import make_password_link
from puas.operations.period_results import start_period_results
from puas.operations.recap_imports import start_import
from puas.operations.reports import make_code
from puas.operations.results import compute_result
from puas.operations.services import create_service
from puas.operations.surveys import close_survey, open_survey
from puas.operations.unit_changes import rename_unit
from puas.operations.webhooks import create_webhook, ping_webhook
from puas.reports.kinds import ReportKind
from tests.factories import make_open_survey, make_responses, make_survey, make_user
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.paper_batches import make_batch
from tests.factories.plans import SCORES, make_item, report
from tests.factories.recaps import make_line
from tests.factories.results import release
from tests.operations.test_recap_imports import make_packet

MEASURED, OPEN = "2023-Q1", "2023-Q2"
MINUTES = Minutes(date(2023, 4, 5), {next(iter(ForumGroup)): 12}, "Dibahas bersama warga")
PROOF = NewEvidence("Foto papan tarif", link="https://contoh.go.id/foto")


def make_objects(unit: Unit) -> dict[str, Any]:
    """Make one of each at `unit`; return what stands in an address for it, by kind."""
    survey = make_open_survey(unit, OPEN)
    make_responses(survey, (4,) * 9)
    officer = make_user(f"warga-{unit.slug}", Role.OFFICER, unit)
    link, (slip, *_) = make_slips(unit)
    collect, token = create_collect_link(unit=unit, name="Budi", by=None)
    counter = make_form_link(unit, "Loket 2")
    kiosk = make_form_link(unit, "Kios", kind=LinkKind.KIOSK, pin="4321")
    invitation, invited = invite_person(name="Siti", email="", unit=unit, role=Role.OFFICER, by=None)
    result = _measure(unit)
    progress = report(make_item(unit, MEASURED))
    forum = record_forum(unit=unit, period=result.period, minutes=MINUTES, by=None)
    unit_import = UnitImport.objects.create(
        agency=unit.agency, name="unit.xlsx", digest="0" * 64, rows=[], created_at=timezone.now()
    )
    kept = keep_report(unit)
    return {
        "report": kept.pk,
        "report_file": kept.files.get().pk,
        "report_code": kept.printed_code,
        "report_kind": kept.kind,
        "extension": _ask_extension(survey).pk,
        "response": Response.objects.get(survey__unit=unit, survey__period=result.period).pk,
        "unit_import": unit_import.pk,
        "service": create_service(unit=unit, name="KTP", by=None).pk,
        "unit_change": _rename(unit),
        "unit": unit.pk,
        "agency": unit.agency.slug,
        "unit_slug": unit.slug,
        "period": MEASURED,
        "survey": survey.pk,
        "survey_token": survey.token,
        "result": result.pk,
        "plan_item": progress.item_id,
        "progress": progress.pk,
        "forum": forum.pk,
        "evidence": attach_evidence(to=forum, evidence=PROOF, by=None).pk,
        "job": start_period_results(unit=unit, period=result.period, by=None).pk,
        "held_document": _hold_document(survey, collect).pk,
        "user": officer.pk,
        "membership": officer.memberships.get().pk,
        "invitation": invitation.pk,
        "invitation_token": invited,
        "password_token": make_password_link(user=officer, by=None),
        "api_key": _make_key(unit).pk,
        **_make_webhook(unit),
        "collect_link": collect.pk,
        "collect_token": token,
        "form_link": counter.pk,
        "form_link_code": counter.code,
        "kiosk": kiosk.pk,
        "kiosk_code": kiosk.code,
        "visit_link": link.pk,
        "slip": slip,
        "paper": make_batch(survey).pk,
        "answer_import": _keep_import(survey).pk,
        "recap_import": start_import(
            agency=unit.agency, packet=make_packet(make_line(1, unit.name), digest=f"{unit.pk:064x}"), by=None
        )[0].pk,
    }


def _make_webhook(unit: Unit) -> dict[str, int]:
    """Return a webhook of the unit and a message that it waits for."""
    hook, _ = create_webhook(
        unit=unit, name="Dasbor", url="https://contoh.go.id/kabar", events=[WebhookEvent.OPENED], by=None
    )
    ping_webhook(webhook=hook, by=None)
    return {"webhook": hook.pk, "webhook_delivery": hook.deliveries.get().pk}


def _make_key(unit: Unit) -> ApiKey:
    day = timezone.localdate()
    return create_api_key(unit=unit, name="Antrean", scope=KeyScope.ANSWERS, expires_on=day, by=None)[0]


def _measure(unit: Unit, period: str = MEASURED) -> Any:
    survey = open_survey(survey=make_survey(unit, period), by=None)
    make_responses(survey, SCORES, comment="Petugas ramah")
    close_survey(survey=survey, by=None)
    return compute_result(unit=unit, period=survey.period, by=None)


def keep_report(unit: Unit) -> Report:
    """Keep a report of another period, with a row for a file that is not there."""
    publication = release(_measure(unit, "2022-Q4"))
    report = Report(
        kind=ReportKind.AGENCY.value if unit.is_root else ReportKind.UNIT.value,
        unit=unit,
        period=publication.period,
        publication=publication,
        number=1,
        code=make_code(ReportKind.UNIT, publication, 1),
        title="Laporan",
        unit_name=unit.name,
        frozen_at=timezone.now(),
    )
    report.save()
    digest, now = f"{unit.pk:064x}", timezone.now()
    ReportFile(
        report=report, version=1, format="pdf", name=digest[-32:], bytes=1, digest=digest, added_at=now
    ).save()
    return report


def _rename(unit: Unit) -> UUID:
    """Rename a unit and return the group of that change; an agency keeps its name."""
    if unit.is_root:
        return UUID(int=0)
    rename_unit(unit=unit, name=f"{unit.name} Baru", on=date(2024, 1, 1), reason="Perda baru", by=None)
    return UnitChange.objects.filter(unit=unit).latest("id").group


def _hold_document(survey: Any, link: Any) -> HeldDocument:
    return HeldDocument.objects.create(
        survey=survey,
        link=link,
        uuid=UUID(int=survey.pk),
        digest="0" * 64,
        form_id="x",
        content=b"<x/>",
        received_at=timezone.now(),
    )


def _ask_extension(survey: Any) -> ExtensionRequest:
    """Ask for more time on a day that lies ahead, whatever today is."""
    return ask_extension(survey=survey, reason="Banjir", wanted_on=timezone.localdate(), by=None)


def _keep_import(survey: Any) -> AnswerImport:
    """Keep an import as it is after its upload; the file itself is not there."""
    return AnswerImport.objects.create(
        survey=survey,
        name="jawaban.csv",
        digest="0" * 64,
        headings=["No"],
        targets=["ignore"],
        created_at=timezone.now(),
    )
