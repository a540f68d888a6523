"""What a measurement does in its database: python -m ... make | link | fill ROWS | tally."""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

PERIOD = "2026-Q4"


def make() -> str:
    """Make the database, one unit and an open survey with the classic questionnaire; return its token."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from puas.exchange.instrument_files import read_instrument
    from puas.operations.agencies import create_agency
    from puas.operations.instruments import store_instrument
    from puas.operations.periods import ensure_period
    from puas.operations.surveys import open_survey, plan_survey
    from puas.operations.units import create_unit

    unit = create_unit(agency=create_agency(name="Kota Ukur", by=None), name="Loket", by=None)
    instrument = store_instrument(content=read_instrument("classic-2017"), by=None)
    survey = plan_survey(unit=unit, period=ensure_period(PERIOD), instrument=instrument, by=None)
    return str(open_survey(survey=survey, by=None).token)


def link() -> str:
    """Make a link for ODK Collect at the unit; return its secret."""
    from puas.models import Unit
    from puas.operations.collect_links import create_collect_link

    return create_collect_link(unit=Unit.objects.get(slug="loket"), name="Ukur", by=None)[1]


def fill(rows: str) -> str:
    """Insert `rows` random answers by the database itself: nine items, scores uneven as people give them."""
    from django.db import connection, transaction

    from puas.models import Survey

    survey = Survey.objects.get()
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        statement = _insert_on_sqlite() if is_sqlite else _insert_on_postgresql()
        cursor.execute(statement, [int(rows), survey.pk, survey.instrument_id])
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return rows


def _word(score: str) -> str:
    return " + ".join(f"({score} << {3 * k})" for k in range(9))


_COLUMNS = (
    "survey_id, instrument_id, uuid, channel, word_a, word_b, profile, comment, answered_at, "
    "received_at, flags"
)


_UNEVEN = "1233333444"


def _insert_on_sqlite() -> str:
    score = f"cast(substr('{_UNEVEN}', 1 + abs(random() %% 10), 1) as integer)"
    return (
        "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < %s) "  # noqa: S608
        f"insert into puas_response ({_COLUMNS}) "
        f"select %s, %s, lower(hex(randomblob(16))), 'online', {_word(score)}, 0, '{{}}', '', "
        "'2026-11-20 08:00:00', '2026-11-20 08:00:00', '[]' from numbers"
    )


def _insert_on_postgresql() -> str:
    score = f"substr('{_UNEVEN}', 1 + floor(random() * 10)::int, 1)::bigint"
    return (
        "with numbers as (select generate_series(1, %s)) "  # noqa: S608
        f"insert into puas_response ({_COLUMNS}) "
        f"select %s, %s, gen_random_uuid(), 'online', {_word(score)}, 0, '{{}}', '', "
        "'2026-11-20 08:00:00+07', '2026-11-20 08:00:00+07', '[]' from numbers"
    )


def tally() -> str:
    """Return JSON: seconds of the fastest of three tallies and readings, and the respondents counted."""
    from django.db import connection

    from puas.engines.database import tally_surveys
    from puas.models import Survey

    survey = Survey.objects.get()
    instrument = survey.instrument.parsed

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select sum(word_a & 7) from puas_response where survey_id = %s", [survey.pk])
            cursor.fetchall()

    tallies, seconds = time_best(lambda: tally_surveys([survey.pk], instrument))
    return json.dumps(
        {"seconds": seconds, "reading": time_best(read)[1], "respondents": tallies[None].respondents}
    )


def time_best(work: Callable[[], Any], turns: int = 3) -> tuple[Any, float]:
    """Return the last result and the seconds of the fastest turn."""
    fastest = float("inf")
    result = None
    for _ in range(turns):
        started = time.perf_counter()
        result = work()
        fastest = min(fastest, time.perf_counter() - started)
    return result, fastest


def main(arguments: list[str]) -> None:
    """Do one piece of work and print its result."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puas.settings")
    import django

    django.setup()
    work: dict[str, Callable[..., str]] = {
        "make": make,
        "link": link,
        "fill": fill,
        "tally": tally,
    }
    print(work[arguments[0]](*arguments[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
