"""One of each kind of thing for a unit, so that every address of the walk leads somewhere."""

from typing import Any

from django.utils import timezone

from puas.models import AnswerImport, LinkKind, Role, Unit
from puas.operations.collect_links import create_collect_link
from puas.operations.invitations import invite_person
from puas.operations.passwords import make_password_link
from puas.operations.recap_imports import start_import
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey
from tests.factories import make_open_survey, make_responses, make_survey, make_user
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.paper_batches import make_batch
from tests.factories.recaps import make_line
from tests.operations.test_recap_imports import make_packet

MEASURED, OPEN = "2023-Q1", "2023-Q2"


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
    return {
        "unit": unit.pk,
        "agency": unit.agency.slug,
        "unit_slug": unit.slug,
        "period": MEASURED,
        "survey": survey.pk,
        "survey_token": survey.token,
        "result": _measure(unit).pk,
        "user": officer.pk,
        "membership": officer.memberships.get().pk,
        "invitation": invitation.pk,
        "invitation_token": invited,
        "password_token": make_password_link(user=officer, by=None),
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


def _measure(unit: Unit) -> Any:
    survey = open_survey(survey=make_survey(unit, MEASURED), by=None)
    make_responses(survey, (4,) * 9)
    close_survey(survey=survey, by=None)
    return compute_result(unit=unit, period=survey.period, by=None)


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
