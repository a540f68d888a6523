"""Who may open which address: one row for every route of the resolver, by its name.

This is data, held to the code from both sides: `tests/web/test_walk.py` walks every route as every role at
its own unit, a sibling, the parent and another agency, and `docs/reference/access.md` prints it. A new route
without a row fails the walk. What a role may do where is in `puas.permissions`; here stands what a door asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from puas.models import Role
from puas.permissions import ROLE_ACTIONS, Action
from puas.queries.published_tables import TABLES


class Audience(StrEnum):
    """Those whom a door lets in without asking for a role."""

    EVERYONE = "everyone"
    SECRET = "secret"  # noqa: S105 - whoever holds the secret that stands in the address
    STAFF = "staff"  # anybody who is signed in; the page shows what is theirs


class Place(StrEnum):
    """Where the role must be held."""

    UNIT = "unit"  # at the unit that the address is about, or above it
    ABOVE = "above"  # above the unit: it concerns what stands under its parent
    ROOT = "root"  # at the agency itself
    AGENCY = "agency"  # at any unit of the agency: the page shows only what lies there
    ANYWHERE = "anywhere"  # at any unit: the page shows only what lies there
    OWN = "own"  # the account's own things


@dataclass(frozen=True)
class AnyOf:
    """Actions of which one is enough."""

    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Both:
    """Actions that are all needed."""

    actions: tuple[Action, ...]


Gate = Action | AnyOf | Both | Audience | None
"""What a method asks; None: the method is not answered (405)."""


def admits(gate: Action | AnyOf | Both, role: Role) -> bool:
    """Say whether a role is enough for what a method asks."""
    may = ROLE_ACTIONS[role]
    if isinstance(gate, AnyOf):
        return not may.isdisjoint(gate.actions)
    return may.issuperset(gate.actions if isinstance(gate, Both) else (gate,))


@dataclass(frozen=True)
class Access:
    """What GET and POST ask, and where."""

    get: Gate
    post: Gate
    place: Place = Place.UNIT


EVERYONE, SECRET, STAFF = Audience.EVERYONE, Audience.SECRET, Audience.STAFF
_SEEN_BY_ALL = Access(EVERYONE, None, Place.ANYWHERE)
_OWN = Access(STAFF, STAFF, Place.OWN)

PUBLIC: Mapping[str, Access] = {
    "public:home": _SEEN_BY_ALL,
    "public:accessibility": _SEEN_BY_ALL,
    "public:data": _SEEN_BY_ALL,
    "public:worker": _SEEN_BY_ALL,
    "public:gallery": _SEEN_BY_ALL,
    "public:sitemap": _SEEN_BY_ALL,
    "public:robots": _SEEN_BY_ALL,
    "public:feed": _SEEN_BY_ALL,
    "public:agency": _SEEN_BY_ALL,
    "public:agency_period": _SEEN_BY_ALL,
    "public:unit": _SEEN_BY_ALL,
    "public:missing_units": _SEEN_BY_ALL,
    "public:heat_map": _SEEN_BY_ALL,
    "public:compare": _SEEN_BY_ALL,
    "public:badge": _SEEN_BY_ALL,
    "public:card": _SEEN_BY_ALL,
    "public:embed": _SEEN_BY_ALL,
    "public:newest": _SEEN_BY_ALL,
    "public:picture": _SEEN_BY_ALL,
    "public:method": _SEEN_BY_ALL,
    "public:search": _SEEN_BY_ALL,
    "public:check": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "public:check_template": _SEEN_BY_ALL,
    "public:check_result": Access(SECRET, None),
    "public:check_state": Access(SECRET, None),
    "public:check_forget": Access(None, SECRET),
    "public:check_download": Access(SECRET, None),
    "public:verify_home": _SEEN_BY_ALL,
    "public:verify": Access(SECRET, SECRET),
    "public:form": Access(SECRET, SECRET),
    "public:preview": Access(SECRET, SECRET),
    "public:thanks": Access(SECRET, None),
    "public:link": Access(SECRET, SECRET),
    "public:visit": Access(SECRET, SECRET),
    "public:kiosk": Access(SECRET, None),
    "public:kiosk_form": Access(SECRET, SECRET),
    "public:kiosk_thanks": Access(SECRET, None),
    "public:kiosk_exit": Access(SECRET, SECRET),
    "public:kiosk_staff": Access(SECRET, None),
    "openrosa:form_list": Access(SECRET, None),
    "openrosa:form": Access(SECRET, None),
    "openrosa:manifest": Access(SECRET, None),
    "openrosa:media": Access(SECRET, None),
    "openrosa:submission": Access(None, SECRET),
    "openrosa:unknown": Access(SECRET, SECRET),
    "openrosa:base": Access(SECRET, SECRET),
    "health": _SEEN_BY_ALL,
    "language": Access(None, EVERYONE, Place.ANYWHERE),
}

API: Mapping[str, Access] = {
    "api:openapi-json": _SEEN_BY_ALL,
    "api:index": _SEEN_BY_ALL,
    "api:dictionary": _SEEN_BY_ALL,
    "api:surveys": Access(SECRET, None, Place.ANYWHERE),
    "api:answers": Access(None, SECRET, Place.ANYWHERE),
    "api:catalog": _SEEN_BY_ALL,
    "api:metadata": _SEEN_BY_ALL,
    "api:metadata_xlsx": _SEEN_BY_ALL,
    "api:instrument_text": _SEEN_BY_ALL,
    **{f"api:{table}{kind}": _SEEN_BY_ALL for table in TABLES for kind in ("", "_csv", "_parquet")},
}

SIGN_IN: Mapping[str, Access] = {
    "office:sign_in": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "office:sign_out": Access(None, EVERYONE, Place.ANYWHERE),
    "office:manual": _SEEN_BY_ALL,
    "office:manual_page": _SEEN_BY_ALL,
    "account_login": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "account_logout": Access(None, EVERYONE, Place.ANYWHERE),
    "mfa_authenticate": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "openid_connect_login": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "openid_connect_callback": Access(EVERYONE, EVERYONE, Place.ANYWHERE),
    "socialaccount_login_cancelled": Access(EVERYONE, None, Place.ANYWHERE),
    "socialaccount_login_error": Access(EVERYONE, None, Place.ANYWHERE),
    "office:invitation": Access(SECRET, SECRET),
    "office:new_password": Access(SECRET, SECRET),
    "office:account": _OWN,
    "office:password": _OWN,
    "socialaccount_connections": _OWN,
    "account_reauthenticate": _OWN,
    "mfa_reauthenticate": _OWN,
    "mfa_reauthenticate_webauthn": _OWN,
    "usersessions_list": _OWN,
    "mfa_index": Access(STAFF, None, Place.OWN),
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": Access(STAFF, None, Place.OWN),
    "mfa_generate_recovery_codes": _OWN,
    "mfa_list_webauthn": Access(STAFF, None, Place.OWN),
    "mfa_add_webauthn": _OWN,
    "mfa_edit_webauthn": _OWN,
    "mfa_remove_webauthn": _OWN,
}

PEOPLE: Mapping[str, Access] = {
    "office:people": Access(Action.MANAGE_USERS, None, Place.ANYWHERE),
    "office:invite": Access(Action.MANAGE_USERS, Action.MANAGE_USERS, Place.ANYWHERE),
    "office:invitation_withdraw": Access(None, Action.MANAGE_USERS),
    "office:invitation_renew": Access(None, Action.MANAGE_USERS),
    "office:person": Access(Action.MANAGE_USERS, None),
    "office:person_deactivate": Access(None, Action.MANAGE_USERS),
    "office:person_reactivate": Access(None, Action.MANAGE_USERS),
    "office:person_password": Access(None, Action.MANAGE_USERS),
    "office:person_second_factor": Access(None, Action.MANAGE_USERS),
    "office:role_grant": Access(None, Action.MANAGE_USERS),
    "office:role_revoke": Access(None, Action.MANAGE_USERS),
    "office:hand_over": Access(Action.MANAGE_USERS, Action.MANAGE_USERS),
    "office:trail": Access(Action.VIEW_AUDIT, None, Place.ANYWHERE),
    "office:trail_csv": Access(Action.VIEW_AUDIT, None, Place.ANYWHERE),
    "office:trail_xlsx": Access(Action.VIEW_AUDIT, None, Place.ANYWHERE),
    "office:security": Access(Action.MANAGE_AGENCY, Action.MANAGE_AGENCY, Place.ROOT),
    "office:policies": Access(Action.MANAGE_AGENCY, Action.MANAGE_AGENCY, Place.ROOT),
}

SURVEYS: Mapping[str, Access] = {
    "office:home": Access(STAFF, None, Place.ANYWHERE),
    "office:unit": Access(Action.VIEW, Action.OPEN_SURVEY),
    "office:api_keys": Access(Action.OPEN_SURVEY, Action.OPEN_SURVEY),
    "office:api_key_revoke": Access(None, Action.OPEN_SURVEY),
    "office:webhooks": Access(Action.OPEN_SURVEY, Action.OPEN_SURVEY),
    "office:webhook": Access(Action.OPEN_SURVEY, None),
    "office:webhook_secret": Access(None, Action.OPEN_SURVEY),
    "office:webhook_step": Access(None, Action.OPEN_SURVEY),
    "office:webhook_resend": Access(None, Action.OPEN_SURVEY),
    "office:collect_links": Access(Action.OPEN_SURVEY, Action.OPEN_SURVEY),
    "office:collect_revoke": Access(None, Action.OPEN_SURVEY),
    "office:form_links": Access(Action.VIEW, Action.OPEN_SURVEY),
    "office:form_link": Access(Action.VIEW, None),
    "office:form_link_poster": Access(Action.VIEW, None),
    "office:kiosk_pin": Access(None, Action.OPEN_SURVEY),
    "office:form_link_revoke": Access(None, Action.OPEN_SURVEY),
    "office:form_link_replace": Access(None, Action.OPEN_SURVEY),
    "office:visit_batches": Access(Action.VIEW, Action.OPEN_SURVEY),
    "office:visit_batch": Access(Action.VIEW, None),
    "office:visit_slips": Access(Action.ENTER_RESPONSES, None),
    "office:visit_revoke": Access(None, Action.OPEN_SURVEY),
    "office:survey": Access(Action.VIEW, None),
    "office:monitor": Access(Action.VIEW, None),
    "office:tray": Access(AnyOf((Action.VIEW_AUDIT, Action.DECIDE_TRAY)), None),
    "office:tray_decide": Access(Action.DECIDE_TRAY, Action.DECIDE_TRAY),
    "office:held_document": Access(Action.EXCLUDE, None),
    "office:move": Access(None, Action.CLOSE_SURVEY),
    "office:extension_ask": Access(None, Action.SUBMIT),
    "office:extension_decide": Access(None, Action.OPEN_SURVEY),
    "office:compute": Access(None, Action.COMPUTE),
    "office:quality": Access(Action.VIEW, None),
    "office:exclude": Access(Action.EXCLUDE, Action.EXCLUDE),
    "office:count_again": Access(Action.EXCLUDE, Action.EXCLUDE),
    "office:posters": Access(Action.VIEW, None),
    "office:poster": Access(Action.VIEW, None),
    "office:papers": Access(Action.ENTER_RESPONSES, Action.ENTER_RESPONSES),
    "office:paper": Access(Action.ENTER_RESPONSES, None),
    "office:paper_sheets": Access(Action.ENTER_RESPONSES, None),
    "office:paper_typing": Access(Action.ENTER_RESPONSES, Action.ENTER_RESPONSES),
    "office:paper_readings": Access(Action.ENTER_RESPONSES, Action.ENTER_RESPONSES),
    "office:paper_finish": Access(None, Action.ENTER_RESPONSES),
    "office:answer_imports": Access(Action.ENTER_RESPONSES, Action.ENTER_RESPONSES),
    "office:answer_template": Access(Action.ENTER_RESPONSES, None),
    "office:answer_import": Access(Action.ENTER_RESPONSES, Action.ENTER_RESPONSES),
    "office:answer_import_cancel": Access(None, Action.ENTER_RESPONSES),
    "office:answer_import_repeat": Access(None, Action.ENTER_RESPONSES),
    "office:answer_import_rejected": Access(Action.ENTER_RESPONSES, None),
}

RESULTS: Mapping[str, Access] = {
    "office:result": Access(Action.VIEW, None),
    "office:result_respondents": Access(Action.VIEW, None),
    "office:result_relations": Access(Action.VIEW, None),
    "office:result_comments": Access(AnyOf((Action.PLAN, Action.VIEW_AUDIT, Action.WRITE_REPORT)), None),
    "office:comment": Access(Action.PLAN, Action.PLAN),
    "office:lexicon": Access(Action.EDIT_LEXICON, Action.EDIT_LEXICON, Place.ROOT),
    "office:publish": Access(Action.PUBLISH, Action.PUBLISH),
    "office:agency_compute": Access(None, Action.COMPUTE, Place.ROOT),
    "office:agency_publish": Access(Action.PUBLISH, Action.PUBLISH, Place.ROOT),
    "office:agency_values": Access(Action.VIEW, None, Place.ROOT),
    "office:own_findings": Access(Action.PUBLISH, Action.PUBLISH, Place.ROOT),
    "office:compute_period": Access(None, Action.COMPUTE),
    "office:jobs": Access(STAFF, None, Place.ANYWHERE),
    "office:job": Access(Action.MANAGE_AGENCY, None),
    "office:job_cancel": Access(None, Action.MANAGE_AGENCY),
    "office:job_repeat": Access(None, Both((Action.MANAGE_AGENCY, Action.COMPUTE))),
    "office:imports": Access(Action.IMPORT_RECAPS, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import_read": Access(Action.IMPORT_RECAPS, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import": Access(Action.IMPORT_RECAPS, None, Place.ROOT),
    "office:import_choose": Access(None, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import_store": Access(None, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import_decide": Access(None, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import_adopt": Access(None, Action.IMPORT_RECAPS, Place.ROOT),
    "office:import_undo": Access(Action.IMPORT_RECAPS, Action.IMPORT_RECAPS, Place.ROOT),
}

PLANS: Mapping[str, Access] = {
    "office:plan": Access(Action.VIEW, None),
    "office:plan_priorities": Access(Action.PLAN, Action.PLAN),
    "office:plan_item_add": Access(Action.PLAN, Action.PLAN),
    "office:plan_workbook": Access(Action.VIEW, None),
    "office:plan_item": Access(Action.VIEW, None),
    "office:plan_item_change": Access(Action.PLAN, Action.PLAN),
    "office:plan_item_remove": Access(Action.PLAN, Action.PLAN),
    "office:plan_item_move": Access(None, Action.PLAN),
    "office:plan_item_report": Access(Action.PLAN, Action.PLAN),
    "office:progress_decide": Access(Action.CONFIRM, Action.CONFIRM),
    "office:progress_evidence": Access(None, Action.PLAN),
    "office:evidence": Access(Action.VIEW, None),
    "office:evidence_withdraw": Access(Action.PLAN, Action.PLAN),
    "office:forums": Access(Action.VIEW, Action.PLAN),
    "office:forum": Access(Action.VIEW, Action.PLAN),
    "office:forum_evidence": Access(None, Action.PLAN),
    "office:unit_realisations": Access(Action.VIEW, None, Place.AGENCY),
    "office:realisation_workbook": Access(Action.VIEW, None, Place.AGENCY),
    "office:due_items": Access(Action.VIEW, None, Place.AGENCY),
}

REPORTS: Mapping[str, Access] = {
    "office:reports": Access(Action.VIEW, None),
    "office:report_draft": Access(Action.VIEW, None),
    "office:report_freeze": Access(Action.WRITE_REPORT, Action.WRITE_REPORT),
    "office:report_file": Access(Action.VIEW, None),
    "office:narrative": Access(Action.VIEW, Action.WRITE_REPORT),
    "office:narrative_restore": Access(None, Action.WRITE_REPORT),
    "office:reports_batch": Access(None, Action.WRITE_REPORT),
    "office:reports_zip": Access(Action.MANAGE_AGENCY, None),
    "office:report_identity": Access(Action.MANAGE_AGENCY, Action.MANAGE_AGENCY, Place.ROOT),
    "office:report_template": Access(None, Action.MANAGE_AGENCY, Place.ROOT),
    "office:report_filled": Access(Action.VIEW, None),
    "office:report_logo": Access(None, Action.MANAGE_AGENCY, Place.ROOT),
    "office:report_wording": Access(Action.MANAGE_AGENCY, Action.MANAGE_AGENCY, Place.ROOT),
    "office:unit_signatory": Access(Action.WRITE_REPORT, Action.WRITE_REPORT),
    "office:report_sign": Access(Action.SIGN_REPORT, Action.SIGN_REPORT),
    "office:report_signed": Access(None, Action.SIGN_REPORT),
}

UNITS: Mapping[str, Access] = {
    "office:unit_tree": Access(Action.VIEW, None, Place.AGENCY),
    "office:unit_export": Access(Action.MANAGE_UNITS, None, Place.AGENCY),
    "office:unit_template": Access(Action.MANAGE_UNITS, None, Place.ROOT),
    "office:unit_imports": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS, Place.ROOT),
    "office:unit_import": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS, Place.ROOT),
    "office:unit_import_refused": Access(Action.MANAGE_UNITS, None, Place.ROOT),
    "office:unit_details": Access(Action.VIEW, None),
    "office:unit_edit": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
    "office:unit_add": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
    "office:unit_delete": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS, Place.ABOVE),
    "office:service_add": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
    "office:service": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
    "office:unit_change": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
    "office:unit_change_undo": Access(Action.MANAGE_UNITS, Action.MANAGE_UNITS),
}

PERIODS: Mapping[str, Access] = {
    "office:notices": Access(STAFF, STAFF, Place.ANYWHERE),
    "office:reminder_log": Access(Action.OPEN_SURVEY, Action.OPEN_SURVEY, Place.ROOT),
    "office:survey_details": Access(Action.VIEW, Action.SUBMIT),
    "office:overview_sheet": Access(Action.VIEW, None, Place.AGENCY),
    "office:calendar": Access(Action.MANAGE_AGENCY, None, Place.ROOT),
    "office:calendar_holidays": Access(None, Action.MANAGE_AGENCY, Place.ROOT),
    "office:calendar_weekend": Access(None, Action.MANAGE_AGENCY, Place.ROOT),
    "office:due": Access(None, Action.OPEN_SURVEY, Place.ROOT),
    "office:opening": Access(Action.OPEN_SURVEY, Action.OPEN_SURVEY, Place.ROOT),
    "office:calendar_rule": Access(Action.MANAGE_AGENCY, Action.MANAGE_AGENCY),
    "office:calendar_dates": Access(None, Action.MANAGE_AGENCY),
}

GROUPS: Mapping[str, Mapping[str, Access]] = {
    "Public pages, links, kiosks, ODK": PUBLIC,
    "Open data and integrations": API,
    "Signing in, one's own account": SIGN_IN,
    "People and traces": PEOPLE,
    "Surveys and answers": SURVEYS,
    "Results and history": RESULTS,
    "Plans and what came of them": PLANS,
    "Reports": REPORTS,
    "Units and services": UNITS,
    "Periods, calendar, reminders": PERIODS,
}

ACCESS: Mapping[str, Access] = {name: access for group in GROUPS.values() for name, access in group.items()}
