"""Links of a unit: made, revoked, and replaced by one with another code."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.lifecycles import SurveyState
from puas.models import FormLink, LinkKind, Service, Survey, Unit, User
from puas.models.form_links import new_code
from puas.operations.audits import append_event

LONGEST_NAME = 80
SHORTEST_PIN, LONGEST_PIN = 4, 8
_PLANNED_OR_OPEN = {SurveyState.PLANNED.value, SurveyState.OPEN.value}


@transaction.atomic
def create_form_link(
    *,
    unit: Unit,
    name: str,
    by: User | None,
    kind: LinkKind = LinkKind.OPEN,
    survey: Survey | None = None,
    service: Service | None = None,
    pin: str = "",
) -> FormLink:
    """Make a link to `survey`, or to whatever survey the unit has open. `pin` leaves a kiosk, and only that.

    BadInput `form_link_name`, `form_link_survey`, `form_link_service` and `form_link_pin`, with the `field`;
    NotNow `form_link_survey_over` when the survey takes no answers any more.
    """
    link = build_form_link(unit=unit, name=name, by=by, kind=kind, survey=survey, service=service)
    link.pin_hash = hash_pin(pin) if kind is LinkKind.KIOSK else ""
    link.save()
    append_event(by=by, operation="create_form_link", subject=link, unit=unit, data=describe_link(link))
    return link


def build_form_link(
    *,
    unit: Unit,
    name: str,
    by: User | None,
    kind: LinkKind,
    survey: Survey | None,
    service: Service | None,
) -> FormLink:
    """Return an unsaved link with a code that is free, every part checked; errors as `create_form_link`."""
    return FormLink(
        unit=unit,
        survey=_check_survey(unit, survey),
        service=_check_service(unit, service),
        kind=kind.value,
        name=_check_name(name),
        code=_free_code(),
        created_at=timezone.now(),
        created_by=by,
    )


@transaction.atomic
def revoke_form_link(*, link: FormLink, by: User | None) -> FormLink:
    """Close a link for good; what still arrives by it goes to the tray. NotNow `form_link_revoked`."""
    stored = hold_form_link(link)
    _revoke(stored, by)
    append_event(
        by=by, operation="revoke_form_link", subject=stored, unit=stored.unit, data=describe_link(stored)
    )
    return stored


@transaction.atomic
def replace_form_link(*, link: FormLink, by: User | None) -> FormLink:
    """Close a link and return the one in its place: all the same but its code. NotNow `form_link_revoked`.

    Whoever scans the old code is told and led on. NotNow `form_link_visits` for a batch of one-time codes:
    its slips are with people already, and nobody knows with whom.
    """
    stored = hold_form_link(link)
    if stored.kind == LinkKind.VISIT:
        raise NotNow(
            "form_link_visits",
            "Slip kunjungan tidak dapat diganti kodenya. Cabut {name}, lalu buat slip yang baru.",
            name=stored.name,
        )
    new = FormLink(
        unit=stored.unit,
        survey=stored.survey,
        service=stored.service,
        kind=stored.kind,
        name=stored.name,
        code=_free_code(),
        pin_hash=stored.pin_hash,
        created_at=timezone.now(),
        created_by=by,
    )
    new.save()
    _revoke(stored, by, new)
    data = {"new": new.pk, "new_code": new.code, "code": stored.code}
    append_event(by=by, operation="replace_form_link", subject=stored, unit=stored.unit, data=data)
    return new


def hold_form_link(link: FormLink) -> FormLink:
    """Return the stored link, locked, when it is in force. NotNow `form_link_revoked`."""
    stored = (
        FormLink.objects.select_for_update(of=("self",))
        .select_related("unit", "survey", "service")
        .get(pk=link.pk)
    )
    if stored.is_revoked:
        raise NotNow("form_link_revoked", "Tautan {name} sudah dicabut.", name=stored.name)
    return stored


def _revoke(link: FormLink, by: User | None, replaced_by: FormLink | None = None) -> None:
    link.revoked_at, link.revoked_by, link.replaced_by = timezone.now(), by, replaced_by
    link.save(update_fields=["revoked_at", "revoked_by", "replaced_by"])


def describe_link(link: FormLink) -> dict[str, str | int | None]:
    """Return what the audit chain keeps of a link."""
    return {"kind": link.kind, "code": link.code, "survey": link.survey_id, "service": link.service_id}


def _free_code() -> str:
    """Return a code that no link has; the database, too, refuses one that is taken."""
    while FormLink.objects.filter(code=(code := new_code())).exists():
        pass
    return code


def _check_name(text: str) -> str:
    name = " ".join(text.replace("\x00", "").split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "form_link_name",
            "Tulis di mana tautan ini dipasang (1 sampai {longest} huruf), misalnya Loket 3.",
            field="nama",
            longest=LONGEST_NAME,
        )
    return name


def _check_survey(unit: Unit, survey: Survey | None) -> Survey | None:
    if survey is None:
        return None
    if survey.unit_id != unit.pk:
        raise BadInput("form_link_survey", "Survei itu bukan survei unit ini.", field="survei")
    if survey.state not in _PLANNED_OR_OPEN:
        raise NotNow(
            "form_link_survey_over",
            "Survei {period} tidak lagi menerima jawaban. "
            "Buat tautan tetap, yang mengikuti survei berikutnya.",
            period=survey.period.pure.label,
        )
    return survey


def _check_service(unit: Unit, service: Service | None) -> Service | None:
    if service is not None and service.unit_id != unit.pk:
        raise BadInput("form_link_service", "Layanan itu bukan layanan unit ini.", field="layanan")
    return service


def hash_pin(pin: str) -> str:
    """Return what is kept of a kiosk's PIN. BadInput `form_link_pin` for what is no PIN."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise BadInput(
            "form_link_pin",
            "PIN kios terdiri dari {shortest} sampai {longest} angka.",
            field="pin",
            shortest=SHORTEST_PIN,
            longest=LONGEST_PIN,
        )
    return make_password(pin)
