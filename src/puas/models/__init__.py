"""What is kept: fields, constraints, one-line properties, and a privacy class for every field."""

from puas.models.agencies import Agency
from puas.models.answer_imports import AnswerImport, AnswerMapping, ImportStage
from puas.models.api_keys import ApiKey, KeyScope
from puas.models.audits import AuditEvent
from puas.models.calendars import CalendarRule, Holiday, PeriodWindow
from puas.models.collect_links import CollectLink
from puas.models.comment_labels import CommentCorrection, CommentLabel, CommentMark
from puas.models.evidence import Evidence
from puas.models.exclusions import Exclusion, ExclusionKind
from puas.models.extensions import ExtensionRequest
from puas.models.finding_answers import FindingAnswer
from puas.models.form_links import FormLink, LinkKind
from puas.models.forums import Forum, ForumGroup
from puas.models.held_decisions import HeldDecision
from puas.models.held_documents import HeldDocument
from puas.models.held_responses import HeldReason, HeldResponse
from puas.models.instruments import InstrumentVersion
from puas.models.invitations import Invitation, InvitationState
from puas.models.jobs import Job, JobKind, JobState, ScheduledRun
from puas.models.lexicon_edits import LexiconEdit
from puas.models.monitors import StoredMonitor
from puas.models.narratives import Narrative
from puas.models.origin_salts import OriginSalt
from puas.models.paper_batches import Keying, PaperBatch, PaperEntry
from puas.models.periods import Period
from puas.models.plans import Plan, PlanItem
from puas.models.publications import Publication
from puas.models.realisations import Confirmation, Progress
from puas.models.recap_imports import RecapImport
from puas.models.recaps import Decision, RecapKind, RecapRow
from puas.models.reminders import MailState, Reminder, ReminderKind
from puas.models.reports import FileOrigin, Report, ReportFile
from puas.models.response_flags import FlagMark, ResponseFlag
from puas.models.responses import Channel, Response
from puas.models.result_groups import ResultGroups
from puas.models.results import Basis, Result
from puas.models.retentions import Forgetting
from puas.models.services import Service
from puas.models.surveys import Survey
from puas.models.tallies import StoredTally
from puas.models.unit_changes import ChangeKind, UnitChange
from puas.models.unit_imports import UnitImport
from puas.models.units import Unit, UnitKind
from puas.models.users import Membership, Role, User
from puas.models.visit_codes import VisitCode
from puas.models.webhooks import DeliveryState, Webhook, WebhookDelivery, WebhookEvent, WebhookTry

__all__ = [
    "Agency",
    "AnswerImport",
    "AnswerMapping",
    "ApiKey",
    "AuditEvent",
    "Basis",
    "CalendarRule",
    "ChangeKind",
    "Channel",
    "CollectLink",
    "CommentCorrection",
    "CommentLabel",
    "CommentMark",
    "Confirmation",
    "Decision",
    "DeliveryState",
    "Evidence",
    "Exclusion",
    "ExclusionKind",
    "ExtensionRequest",
    "FileOrigin",
    "FindingAnswer",
    "FlagMark",
    "Forgetting",
    "FormLink",
    "Forum",
    "ForumGroup",
    "HeldDecision",
    "HeldDocument",
    "HeldReason",
    "HeldResponse",
    "Holiday",
    "ImportStage",
    "InstrumentVersion",
    "Invitation",
    "InvitationState",
    "Job",
    "JobKind",
    "JobState",
    "KeyScope",
    "Keying",
    "LexiconEdit",
    "LinkKind",
    "MailState",
    "Membership",
    "Narrative",
    "OriginSalt",
    "PaperBatch",
    "PaperEntry",
    "Period",
    "PeriodWindow",
    "Plan",
    "PlanItem",
    "Progress",
    "Publication",
    "RecapImport",
    "RecapKind",
    "RecapRow",
    "Reminder",
    "ReminderKind",
    "Report",
    "ReportFile",
    "Response",
    "ResponseFlag",
    "Result",
    "ResultGroups",
    "Role",
    "ScheduledRun",
    "Service",
    "StoredMonitor",
    "StoredTally",
    "Survey",
    "Unit",
    "UnitChange",
    "UnitImport",
    "UnitKind",
    "User",
    "VisitCode",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookTry",
]
