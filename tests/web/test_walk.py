"""Every route of the resolver as every role: own unit, sibling, parent, another agency; GET and POST.

Each role that is enough goes by itself. All that are not enough go as one person who holds them all, and so
does whoever stands at the wrong unit: roles only add up (tests/test_permissions.py), so what somebody with
many roles is refused, each of these roles is refused. Each step is undone before the next.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client

from puas.commands.docs_access import find_routes
from puas.models import Role, Unit
from puas.operations.users import grant_role
from puas.permissions import Action
from puas.web.access import ACCESS, Access, AnyOf, Audience, Both, Gate, Place, admits
from tests.factories import make_agency, make_unit, make_user
from tests.web.scenes import signed_in
from tests.web.walk_objects import MEASURED, make_objects

SIGN_IN = "/kantor/masuk/"
ALL = frozenset(Role)
PASSES, REFUSED, ASKED, NO_METHOD = "passes", "is refused", "is asked to sign in", "has no such method"

# What stands for <name> in an address: by the name alone, or for one route in particular
KINDS = {
    "unit_id": "unit",
    "survey_id": "survey",
    "result_id": "result",
    "response_id": "response",
    "request_id": "extension",
    "user_id": "user",
    "membership_id": "membership",
    "invitation_id": "invitation",
    "batch_id": "paper",
    "agency": "agency",
    "period": "period",
    "public:unit/unit": "unit_slug",
    "public:badge/unit": "unit_slug",
    "public:card/unit": "unit_slug",
    "public:embed/unit": "unit_slug",
    "public:newest/unit": "unit_slug",
    "public:picture/unit": "unit_slug",
    "office:collect_revoke/link_id": "collect_link",
    "office:form_link/link_id": "form_link",
    "office:form_link_poster/link_id": "form_link",
    "office:form_link_revoke/link_id": "form_link",
    "office:form_link_replace/link_id": "form_link",
    "office:kiosk_pin/link_id": "kiosk",
    "office:visit_batch/link_id": "visit_link",
    "office:visit_slips/link_id": "visit_link",
    "office:visit_revoke/link_id": "visit_link",
    "office:answer_import/import_id": "answer_import",
    "office:answer_import_cancel/import_id": "answer_import",
    "office:answer_import_repeat/import_id": "answer_import",
    "office:answer_import_rejected/import_id": "answer_import",
    "office:unit_import/import_id": "unit_import",
    "office:unit_import_refused/import_id": "unit_import",
    "import_id": "recap_import",
    "service_id": "service",
    "key_id": "api_key",
    "webhook_id": "webhook",
    "delivery_id": "webhook_delivery",
    "group": "unit_change",
    "document_id": "held_document",
    "job_id": "job",
    "item_id": "plan_item",
    "progress_id": "progress",
    "evidence_id": "evidence",
    "forum_id": "forum",
    "report_id": "report",
    "file_id": "report_file",
    "public:verify/code": "report_code",
    "office:report_draft/kind": "report_kind",
    "office:report_freeze/kind": "report_kind",
    "office:invitation/token": "invitation_token",
    "office:new_password/token": "password_token",
    "public:form/token": "survey_token",
    "public:preview/token": "survey_token",
    "public:thanks/token": "survey_token",
    "public:link/code": "form_link_code",
    "public:visit/code": "slip",
    "public:kiosk/code": "kiosk_code",
    "public:kiosk_form/code": "kiosk_code",
    "public:kiosk_thanks/code": "kiosk_code",
    "public:kiosk_exit/code": "kiosk_code",
    "public:kiosk_staff/code": "kiosk_code",
    "openrosa/token": "collect_token",
}
FIXED = {
    "page": "petugas-unit",
    "key": "tidak-ada",
    "version": "1",
    "size": "a4",
    "first": "1",
    "keying": "1",
    "form_id": "x",
    "ending": "pdf",
    "section": "problems",
    "report": "unit",
    "name": "x",
    "rest": "x",
    "pk": "1",
}
FIXED |= {"step": "uji"}
FIXED |= {"kind": "ganti-nama", "office:import_read/token": "x" * 32}
BODIES = {
    "office:move": {"ke": "closed"},
    "office:role_grant": {"peran": "enumerator"},
    "office:forums": {"periode": MEASURED},
    "office:survey_details": {"bagian": "populasi"},
    "office:progress_decide": {"putusan": "kembalikan"},
}
UNIT_IN_BODY = {"office:role_grant"}
TOLD_BY = {
    "office:import_read": "check_gone",
    "office:answer_import": "import_file_gone",
    "office:answer_import_rejected": "import_rejected_gone",
    "office:unit_import_refused": "unit_import_nothing_refused",
    "office:report_file": "report_file_gone",
    "office:narrative_restore": "narrative_version",
    "office:report_filled": "report_template_none",
    "office:reports_zip": "report_batch_gone",
    "office:evidence": "evidence_gone",  # what was handed in is an address, no file
}
"""Where who may pass meets 404, and the code that tells it from a refusal."""
EMPTY = {
    *("api:instrument_text", "api:metadata", "api:metadata_xlsx"),
    *("public:agency_period", "public:unit"),  # nothing is published of this period
    *("public:missing_units", "public:heat_map", "public:compare", "public:method"),
    *("public:badge", "public:card", "public:embed", "public:newest", "public:picture"),
    *("openrosa:form", "openrosa:manifest", "openrosa:media", "openrosa:unknown", "openrosa:base"),
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),  # a key is made by a browser
}
"""Where everybody meets 404, because there is nothing: not there is not refused (which is 403)."""
ONLY_BELOW_ROOT = {"office:unit_change_undo"}
"""Things that an agency's root never has."""
ELSEWHERE = {
    "api:surveys": "its secret stands in a header: tests/api/v1/test_surveys.py",
    "api:answers": "as above",
    "openid_connect_login": "asks the agency's sign-in service",
    "openid_connect_callback": "asks the agency's sign-in service",
    "public:check_result": "its secret belongs to a process: tests/web/public/test_checks.py",
    "public:check_state": "as above",
    "public:check_forget": "as above",
    "public:check_download": "as above",
}
"""Routes that are not walked, and why."""


@dataclass(frozen=True)
class Walker:
    """A person of the walk: a name to say, and the session of the browser."""

    name: str
    session: str = ""


class Town:
    """The people and things of the walk."""

    def __init__(self) -> None:
        agency = make_agency()
        own, sibling = make_unit(agency, "Dinas Sendiri"), make_unit(agency, "Dinas Lain")
        root = Unit.objects.get(agency=agency, parent=None)
        other = make_unit(make_agency("Kota Lain"), "Dinas Jauh")
        places = {"own": own, "sibling": sibling, "parent": root, "other": other}
        self.things = {name: make_objects(unit) for name, unit in places.items()}
        self.at_own, self.at_root = Holders(own), Holders(root)
        self.stranger = self.at_own[frozenset()]
        self.nobody = Walker("nobody")
        self.browser = Client(raise_request_exception=False)
        self.routes = dict(find_routes())

    def step(self, who: Walker, name: str, method: str, place: str = "own", secret: bool = True) -> str:
        """Send one request, undo what it did, and say how it ended."""
        address = self.address(name, place, secret)
        body = BODIES.get(name, {}) | ({"unit": self.things[place]["unit"]} if name in UNIT_IN_BODY else {})
        self.browser.cookies.clear()
        if who.session:
            self.browser.cookies["sessionid"] = who.session
        with transaction.atomic():
            ask = self.browser.get if method == "get" else self.browser.post
            response = ask(address, body if method == "post" else None, HTTP_ACCEPT="application/json")
            for _ in response.streaming_content if response.streaming else ():
                pass  # read to its end, which closes its file
            transaction.set_rollback(True)
        return _outcome(name, response)

    def address(self, name: str, place: str, secret: bool) -> str:
        """Return a route's address about the things of a place; without `secret` with a wrong one."""

        def fill(found: re.Match[str]) -> str:
            key, space = found[1], name.partition(":")[0]
            if not secret and key in ("token", "code"):
                return "x" * 32
            for known in (f"{name}/{key}", f"{space}/{key}", key):
                if known in KINDS:
                    return str(self.things[place][KINDS[known]])
                if known in FIXED:
                    return FIXED[known]
            raise AssertionError(f"say in KINDS or FIXED what stands for <{key}> in {name}")

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, self.routes[name])


class Holders(dict[frozenset[Role], Walker]):
    """People by the roles that they hold at a unit, each made when it is asked for the first time."""

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self.unit = unit

    def __missing__(self, roles: frozenset[Role]) -> Walker:
        """Make the person, with an app and recovery codes as second factors, and sign in."""
        name = f"{'+'.join(sorted(roles)) or 'nobody'} of {self.unit.slug}".replace(" ", "-")
        user = make_user(name[:150])
        for role in roles:
            grant_role(user=user, unit=self.unit, role=role, by=None)
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
        self[roles] = Walker(name, signed_in(user).cookies["sessionid"].value)
        return self[roles]


def _outcome(name: str, response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith(f"{SIGN_IN}?next="):
        return ASKED
    if response.status_code == 405:
        return NO_METHOD
    if response.status_code == 404 and (name in EMPTY or _code(response) == TOLD_BY.get(name, "?")):
        return PASSES
    if response.status_code in (403, 404):
        return REFUSED
    return PASSES if response.status_code < 500 else f"fails with {response.status_code}"


def _code(response: Any) -> str:
    is_json = response["Content-Type"].startswith("application/json")
    return str(json.loads(response.content)["code"]) if is_json else ""


Step = tuple[Walker, str, bool, str]  # who, where, with the right secret, how it must end


def expect(town: Town, name: str, access: Access, gate: Gate) -> Iterator[Step]:
    """Yield every step of a route and a method, and how the table says that it ends."""
    if gate is None:
        yield town.at_root[ALL], "own", True, NO_METHOD
    elif gate is Audience.EVERYONE:
        yield from ((who, "own", True, PASSES) for who in (town.nobody, town.stranger))
    elif gate is Audience.SECRET:
        yield from ((town.nobody, place, True, PASSES) for place in ("own", "other"))
        yield town.nobody, "own", False, REFUSED
    elif gate is Audience.STAFF:
        yield town.nobody, "own", True, ASKED
        yield from ((who, "own", True, PASSES) for who in (town.stranger, town.at_own[ALL]))
    else:
        yield town.nobody, "own", True, ASKED
        yield from _expect_roles(town, name, access, gate)


def _expect_roles(town: Town, name: str, access: Access, gate: Action | AnyOf | Both) -> Iterator[Step]:
    enough = [role for role in Role if admits(gate, role)]
    others = frozenset(Role) - frozenset(enough)
    is_higher = access.place in (Place.ROOT, Place.ABOVE)
    holders = town.at_root if is_higher else town.at_own
    for roles in [frozenset({role}) for role in others] if isinstance(gate, Both) else [others]:
        yield holders[roles], "own", True, REFUSED
    if is_higher:
        yield town.at_own[ALL], "own", True, REFUSED
    is_drawn = town.routes[name].endswith((".pdf", ".xlsx"))  # slow, and the door is the same for each role
    for roles in [ALL] if is_drawn else [frozenset({role}) for role in enough]:
        yield holders[roles], "own", True, PASSES
    if "<" not in town.routes[name] or name == "office:import_read":
        return
    for place in ("other",) if access.place is Place.AGENCY else ("sibling", "parent", "other"):
        yield town.at_own[ALL], place, True, REFUSED
    yield town.at_root[ALL], "other", True, REFUSED
    if not is_drawn and name not in ONLY_BELOW_ROOT:
        yield town.at_root[ALL], "parent", True, PASSES


def test_every_route_has_its_row():
    assert sorted(ACCESS) == sorted(name for name, _ in find_routes())


@pytest.mark.django_db
def test_every_route_lets_in_whom_the_table_names_and_nobody_else():
    town, wrong = Town(), []
    for name, access in ACCESS.items():
        for method, gate in (("get", access.get), ("post", access.post)):
            if name in ELSEWHERE:
                continue
            for who, place, secret, expected in expect(town, name, access, gate):
                seen = town.step(who, name, method, place, secret)
                if seen != expected:
                    with_secret = "" if secret else ", with a wrong secret"
                    wrong.append(
                        f"{who.name} {method} {name} at {place}{with_secret}: {seen}, not {expected}"
                    )
    if wrong:
        pytest.fail("\n".join(wrong))
