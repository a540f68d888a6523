"""Every way to answer ends in the same tally: the same forty people by each channel, to the integer.

A new channel is one more function in CHANNELS.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from puas.exchange.xforms import form_id_of, form_version_of, render_xform
from puas.methodology.tallies import tally_responses
from puas.models import Channel, HeldResponse, Keying, LinkKind, Response, Survey, VisitCode
from puas.operations.answer_imports import receive_import, start_import
from puas.operations.answer_imports_runs import run_import
from puas.operations.collect_links import create_collect_link
from puas.operations.paper_batches import create_batch, finish_batch, type_sheet
from puas.queries.tallies import live_tally
from tests.api.openrosa.clients import BOUNDARY, Form, fill, multipart
from tests.factories import make_agency, make_instrument, make_open_survey, make_unit
from tests.factories.answer_files import ONLINE_HEADINGS, online_row, write_csv, write_online
from tests.factories.form_links import make_form_link, make_slips

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, ITEMS, LEFT_OPEN = 40, 16, 0.05
Scores = tuple[int, ...]
FIRST_ITEM = ONLINE_HEADINGS.index("Disabilitas") + 1


def draw_answers() -> list[Scores]:
    """Return the answers of forty different people; some leave a question open."""
    source = random.Random(1417)
    return [
        tuple(0 if source.random() < LEFT_OPEN else source.randint(1, 4) for _ in range(ITEMS))
        for _ in range(PEOPLE)
    ]


ANSWERS = draw_answers()


def filled(survey: Survey, scores: Scores) -> dict[str, int]:
    """Return what one person filled in, by item."""
    keys = (item.key for item in survey.instrument.parsed.items)
    return {key: score for key, score in zip(keys, scores, strict=True) if score}


def post(survey: Survey, addresses: Sequence[str]) -> None:
    """Send every answer as a browser without JavaScript does, each to its address."""
    for number, (address, scores) in enumerate(zip(addresses, ANSWERS, strict=True), 1):
        sent = filled(survey, scores) | {"uuid": str(UUID(int=survey.pk * 1000 + number))}
        response = Client().post(address, sent)
        assert (response.status_code, "susulan" in response["Location"]) == (303, False)


def by_form(survey: Survey, folder: Path) -> None:
    post(survey, [f"/s/{survey.token}/"] * PEOPLE)


def by_link(survey: Survey, folder: Path) -> None:
    post(survey, [f"/t/{make_form_link(survey.unit).code}/"] * PEOPLE)


def by_kiosk(survey: Survey, folder: Path) -> None:
    link = make_form_link(survey.unit, kind=LinkKind.KIOSK, pin="482913")
    post(survey, [f"/k/{link.code}/isi/"] * PEOPLE)
    assert Response.objects.filter(link=link, channel=Channel.KIOSK).count() == PEOPLE


def by_visit_code(survey: Survey, folder: Path) -> None:
    _, codes = make_slips(survey.unit, PEOPLE)
    post(survey, [f"/kunjungan/{code}/" for code in codes])
    assert VisitCode.objects.filter(used_on=None).count() == 0


def by_openrosa(survey: Survey, folder: Path) -> None:
    instrument = survey.instrument.parsed
    form = Form(form_id_of(instrument), form_version_of(instrument), "", render_xform(instrument))
    _, token = create_collect_link(unit=survey.unit, name="Budi", by=None)
    for scores in ANSWERS:
        given = {key: str(score) for key, score in filled(survey, scores).items()}
        body = multipart(fill(form, given | {"Survey": str(survey.pk)}), {})
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        assert Client().post(f"/odk/{token}/submission", body, content_type=kind).status_code == 201


def by_paper(survey: Survey, folder: Path) -> None:
    batch = create_batch(survey=survey, sheets=PEOPLE, by=None)
    for sheet, scores in enumerate(ANSWERS, batch.first_sheet):
        content = filled(survey, scores) | {"_date": "2023-05-02"}
        type_sheet(batch=batch, sheet=sheet, keying=Keying.FIRST, content=content, by=None)
    assert finish_batch(batch=batch, by=None) == PEOPLE


def by_csv(survey: Survey, folder: Path) -> None:
    keys = [item.key for item in survey.instrument.parsed.items]
    rows = [[score or "" for score in scores] for scores in ANSWERS]
    bring(survey, write_csv(folder / "jawaban.csv", keys, *rows))


def by_skm_online(survey: Survey, folder: Path) -> None:
    rows = []
    for number, scores in enumerate(ANSWERS, 1):
        row = online_row(number, scores)
        for place, score in enumerate(scores, FIRST_ITEM):
            row[place] = row[place] if score else ""
        rows.append(row)
    bring(survey, write_online(folder / "hasil.xlsx", *rows))


def bring(survey: Survey, path: Path) -> None:
    """Import a file of answers as the office does, its columns as they were recognised."""
    draft = receive_import(survey=survey, source=path, name=path.name, by=None)
    started = start_import(
        answer_import=draft,
        targets=draft.targets,
        channel=Channel.ONLINE,
        service=draft.service,
        continues=None,
        is_other=False,
        is_only_period=True,
        by=None,
    )
    done = run_import(answer_import=started, by=None)
    assert (done.new, done.known, done.bad) == (PEOPLE, 0, 0)


CHANNELS: dict[str, Callable[[Survey, Path], None]] = {
    "form": by_form,
    "link": by_link,
    "kiosk": by_kiosk,
    "visit code": by_visit_code,
    "openrosa": by_openrosa,
    "paper": by_paper,
    "csv": by_csv,
    "skm online": by_skm_online,
}


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_ends_in_the_same_tally(channel: str, tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    instrument = make_instrument("national-2024-online")
    survey = make_open_survey(make_unit(make_agency()), instrument=instrument)
    CHANNELS[channel](survey, tmp_path)
    expected = tally_responses(instrument.parsed, ANSWERS)
    assert (live_tally(survey), expected.respondents) == (expected, PEOPLE)
    assert sorted(row.scores for row in Response.objects.all()) == sorted(ANSWERS)
    assert HeldResponse.objects.count() == 0


def test_the_forty_differ_and_some_leave_questions_open() -> None:
    assert (len(set(ANSWERS)), any(0 in scores for scores in ANSWERS)) == (PEOPLE, True)
