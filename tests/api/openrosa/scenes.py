"""What the tests of this door start from."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from puas.exchange.xforms_settings import render_collect_settings
from puas.models import CollectLink, Service, Survey, Unit
from puas.operations.collect_links import create_collect_link
from puas.operations.services import create_service
from tests.api.openrosa.clients import Collect, Form, fill
from tests.factories import make_agency, make_open_survey, make_unit

ANSWERS = {f"Q{number}": "4" for number in range(1, 9)} | {"Q9": "3"}
SCORES = (4,) * 8 + (3,)
ENDED_AT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
"""The phone was three days without a network."""
TIMES = {"StartedAt": (ENDED_AT - timedelta(minutes=7)).isoformat(), "EndedAt": ENDED_AT.isoformat()}


@dataclass
class Field:
    """A unit with an open survey and one service, and a link to it."""

    unit: Unit
    survey: Survey
    service: Service
    link: CollectLink
    token: str

    def phone(self, address: str) -> Collect:
        """Return a phone that scanned the settings code of the link."""
        return Collect.scan(render_collect_settings(f"{address}/odk/{self.token}", "Dinas Satu"))

    def filled(self, form: Form, **given: str | None) -> bytes:
        """Return a form filled in for the survey; `instance` and `corrects` go to its number."""
        names = {key: given.pop(key) for key in ("instance", "corrects") if key in given}
        values = ANSWERS | TIMES | {"Survey": str(self.survey.pk)} | given
        return fill(form, {k: v for k, v in values.items() if v is not None}, **names)


def make_field() -> Field:
    """Make the unit, its survey, service and link."""
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    link, token = create_collect_link(unit=unit, name="Budi", by=None)
    return Field(unit, survey, create_service(unit=unit, name="KTP, baru", by=None), link, token)
