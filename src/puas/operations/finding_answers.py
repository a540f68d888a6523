"""Answering what the checks find in an agency's own figures, so that they can be published as they are."""

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound
from puas.models import Agency, FindingAnswer, Period, User
from puas.operations.audits import append_event
from puas.queries.own_findings import OwnFinding, own_findings
from puas.queries.units import root_of

LONGEST_REASON = 2000


@transaction.atomic
def answer_finding(
    *, agency: Agency, period: Period, digest: str, reason: str, by: User | None
) -> FindingAnswer:
    """Say why a figure stands although a check calls it wrong.

    NotFound `finding_gone` when the checks do not say that any more, Conflict `finding_answered` when
    somebody answered before, BadInput `finding_reason` without a reason.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise BadInput(
            "finding_reason",
            "Tulis alasan mengapa angka itu tetap benar (1 sampai {most} huruf).",
            field="alasan",
            most=LONGEST_REASON,
        )
    found = _find(agency, period, digest)
    if found.answer is not None:
        raise Conflict("finding_answered", "Temuan itu sudah dijawab. Muat ulang halamannya.")
    answer = FindingAnswer(
        agency=agency,
        period=period,
        unit=found.unit,
        rule=found.finding.rule,
        digest=digest,
        sentence=found.finding.sentence("id"),
        reason=reason,
        answered_at=timezone.now(),
        answered_by=by,
    )
    answer.save()
    data = {"period": period.code, "rule": answer.rule, "finding": answer.sentence, "reason": reason}
    unit = found.unit or root_of(agency)
    append_event(by=by, operation="answer_finding", subject=answer, unit=unit, data=data)
    return answer


def _find(agency: Agency, period: Period, digest: str) -> OwnFinding:
    found = next((one for one in own_findings(agency, period) if one.digest == digest), None)
    if found is None:
        raise NotFound("finding_gone", "Temuan itu tidak ada lagi: angkanya berubah. Muat ulang halamannya.")
    return found
