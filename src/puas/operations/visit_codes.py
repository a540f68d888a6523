"""Making one-time visit codes, a batch at a time; revoking one is revoking its link."""

import datetime

from django.conf import settings
from django.db import transaction

from puas.errors import BadInput
from puas.models import FormLink, LinkKind, Service, Survey, Unit, User, VisitCode
from puas.models.visit_codes import derive_code, digest_code
from puas.operations.audits import append_event
from puas.operations.form_links import build_form_link, describe_link

MOST_CODES = 5_000


@transaction.atomic
def create_visit_codes(
    *,
    unit: Unit,
    name: str,
    count: int,
    by: User | None,
    survey: Survey | None = None,
    service: Service | None = None,
    visited_on: datetime.date | None = None,
) -> FormLink:
    """Make a batch of `count` one-time codes, numbered from 1; return its link.

    BadInput `visit_count` with the `field`, and the errors of `create_form_link`. Only the digests are kept.
    """
    if not 1 <= count <= MOST_CODES:
        raise BadInput(
            "visit_count",
            "Banyaknya slip 1 sampai {most}. Bagi dalam beberapa bundel bila perlu lebih.",
            field="banyak",
            most=MOST_CODES,
        )
    link = build_form_link(unit=unit, name=name, by=by, kind=LinkKind.VISIT, survey=survey, service=service)
    link.visited_on = visited_on
    link.save()
    VisitCode.objects.bulk_create(
        [
            VisitCode(
                link=link,
                number=number,
                digest=digest_code(derive_code(settings.SECRET_KEY, link.code, number)),
            )
            for number in range(1, count + 1)
        ],
        batch_size=500,
    )
    data = describe_link(link) | {"count": count}
    append_event(by=by, operation="create_visit_codes", subject=link, unit=unit, data=data)
    return link
