"""kill -9 in the middle of load: what was acknowledged is there, once, with the content that was sent."""

import signal
import subprocess
import sys
import time

import pytest

from puas.engines.database import tally_surveys
from puas.methodology.tallies import tally_responses
from puas.models import Response
from puas.operations.responses import Answer, record_response
from tests.commands.processes import ROOT
from tests.factories import make_agency, make_open_survey, make_unit
from tests.faults.writers import NOW
from tests.servers import build_server_environment, database_url

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 3


def start_writer(survey, seed, folder):
    environment = build_server_environment(folder, database_url())
    command = [sys.executable, "-m", "tests.faults.writers", str(survey.pk), str(seed)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def kill_under_load(survey, folder):
    """Let several processes write, kill them all at once, and return what they said was acknowledged."""
    writers = [start_writer(survey, seed, folder) for seed in range(WRITERS)]
    for writer in writers:
        assert writer.stdout.readline(), "the writer never started"
    time.sleep(0.7)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    lines = [line for writer in writers for line in writer.communicate()[0].splitlines()]
    return dict(line.split() for line in lines if len(line.split()) == 2 and len(line.split()[1]) == 9)


def test_acknowledged_answers_survive_kill_9(tmp_path):
    survey = make_open_survey(make_unit(make_agency()))
    acknowledged = kill_under_load(survey, tmp_path)
    stored = {
        str(row.uuid): "".join(map(str, row.scores)) for row in Response.objects.select_related("instrument")
    }
    assert len(acknowledged) > 20
    assert {uuid: stored.get(uuid) for uuid in acknowledged} == acknowledged
    # The first answer of each was read before the load; at most one more each was stored and not yet said.
    assert len(stored) - len(acknowledged) <= 2 * WRITERS
    instrument = survey.instrument.parsed
    every = [tuple(map(int, scores)) for scores in stored.values()]
    assert tally_surveys([survey.pk], instrument) == {None: tally_responses(instrument, every)}


def test_work_goes_on_and_a_resend_after_the_kill_is_one_row(tmp_path):
    survey = make_open_survey(make_unit(make_agency()))
    acknowledged = kill_under_load(survey, tmp_path)
    for uuid, scores in list(acknowledged.items())[-5:]:
        answer = Answer(uuid, tuple(map(int, scores)), NOW)
        row, created = record_response(survey=survey, answer=answer)
        assert (str(row.uuid), created) == (uuid, False)
    # PostgreSQL may still be finishing what the killed processes had sent, so only theirs are counted.
    assert Response.objects.filter(uuid__in=acknowledged).count() == len(acknowledged)
