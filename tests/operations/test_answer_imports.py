"""Files of answers into a survey: once, completely, and never twice."""

from pathlib import Path

import pytest

from puas.engines.database import tally_surveys
from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.exchange.guards import read_workbook
from puas.methodology.tallies import tally_responses
from puas.models import AnswerImport, AnswerMapping, AuditEvent, Channel, Response, Service, Survey
from puas.operations.answer_imports import (
    cancel_import,
    choose_sheet,
    folder_of,
    read_look,
    receive_import,
    rejected_of,
    repeat_import,
    start_import,
    sweep_imports,
)
from puas.operations.answer_imports_runs import run_import
from puas.operations.surveys import close_survey, open_survey
from puas.queries.answer_imports import list_batches
from tests.factories import make_agency, make_instrument, make_open_survey, make_responses, make_unit
from tests.factories.answer_files import online_row, write_csv, write_online, write_xlsx
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = ("No", *(f"U{n}" for n in range(1, 10)), "Jenis kelamin", "Saran")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def survey() -> Survey:
    return make_open_survey(make_unit(make_agency()))


def row(scores: str, sex: str = "L", comment: str = "") -> list[str]:
    return ["", *scores, sex, comment]


def receive(survey: Survey, path: Path) -> AnswerImport:
    return receive_import(survey=survey, source=path, name=path.name, by=None)


def start(draft: AnswerImport, **changed) -> AnswerImport:
    chosen = {
        "targets": draft.targets,
        "channel": Channel.PAPER,
        "service": draft.service,
        "continues": None,
        "is_other": False,
        "is_only_period": True,
    }
    return start_import(answer_import=draft, by=None, **{**chosen, **changed})


def bring(survey: Survey, path: Path, **changed) -> tuple[int, int, int]:
    """Import a file and return (new, known, bad)."""
    done = run_import(answer_import=start(receive(survey, path), **changed), by=None)
    assert (done.stage, done.refusal) == ("done", {})
    return done.new, done.known, done.bad


def test_a_file_ends_in_the_same_tally_as_the_form(survey: Survey, tmp_path: Path) -> None:
    answers = [(4,) * 9, (1, 2, 3, 4, 3, 2, 1, 2, 3), (4,) * 9, (3, 3, 3, 3, 3, 0, 0, 0, 0)]
    rows = [row("".join(map(str, scores)).replace("0", " ")) for scores in answers]
    assert bring(survey, write_csv(tmp_path / "a.csv", HEADINGS, *rows)) == (4, 0, 0)
    form = make_open_survey(make_unit(survey.unit.agency, "Dinas Dua"))
    make_responses(form, *answers)
    instrument = survey.instrument.parsed
    imported = tally_surveys([survey.pk], instrument)[None]
    # U8 is asked by Q9 and U9 by Q8: a column headed U8 fills Q9
    crossed = [(*scores[:7], scores[8], scores[7]) for scores in answers]
    assert imported == tally_responses(instrument, crossed)
    assert tally_surveys([form.pk], instrument)[None].respondents == imported.respondents == 4
    stored = Response.objects.filter(survey=survey).first()
    assert stored is not None
    assert (stored.channel, stored.profile) == ("paper", {"sex": "L"})


def test_an_export_of_skm_online_ends_in_the_same_tally_as_the_form(tmp_path: Path) -> None:
    online = make_instrument("national-2024-online")
    unit = make_unit(make_agency())
    survey = make_open_survey(unit, instrument=online)
    service = Service.objects.create(unit=unit, name="KTP elektronik")
    answers = [(4,) * 16, tuple(1 + n % 4 for n in range(16))]
    path = write_online(tmp_path / "x.xlsx", *(online_row(n, one) for n, one in enumerate(answers, 1)))
    assert bring(survey, path) == (2, 0, 0)
    form = make_open_survey(make_unit(unit.agency, "Dinas Dua"), instrument=online)
    make_responses(form, *answers)
    tallies = [tally_surveys([one.pk], online.parsed)[None] for one in (survey, form)]
    assert tallies[0] == tallies[1]
    assert set(Response.objects.filter(survey=survey).values_list("service", flat=True)) == {service.pk}
    kept = str([*Response.objects.values(), *AnswerImport.objects.values(), *AuditEvent.objects.values()])
    assert [secret for secret in ("Siti", "contoh.id", "08123") if secret in kept] == []


def test_the_same_file_twice_adds_nothing_and_one_that_grew_adds_what_is_new(
    survey: Survey, tmp_path: Path
) -> None:
    rows = [row("444444444"), row("444444444"), row("333333333")]
    path = write_csv(tmp_path / "a.csv", HEADINGS, *rows)
    assert bring(survey, path) == (3, 0, 0)
    assert bring(survey, path) == (0, 3, 0)
    grown = write_csv(tmp_path / "b.csv", HEADINGS, row("444444444"), *rows, row("222222222"))
    (first,) = list_batches(draft := receive(survey, grown))
    done = run_import(answer_import=start(draft, continues=first), by=None)
    assert (done.new, done.known) == (2, 3)
    assert Response.objects.count() == 5


def test_another_batch_of_equal_answers_is_not_lost(survey: Survey, tmp_path: Path) -> None:
    """Two days of paper forms, all fours: without times only a person knows that they are other people."""
    monday = write_csv(tmp_path / "a.csv", HEADINGS, *[row("444444444")] * 3)
    tuesday = write_csv(tmp_path / "b.csv", HEADINGS, *[row("444444444")] * 2)
    assert bring(survey, monday) == (3, 0, 0)
    with refused(BadInput, "import_which"):
        start(receive(survey, tuesday))
    assert bring(survey, tuesday, is_other=True) == (2, 0, 0)
    assert bring(survey, tuesday) == (0, 2, 0)
    assert Response.objects.count() == 5


def test_rows_with_a_time_need_no_question(survey: Survey, tmp_path: Path) -> None:
    headings = ("Waktu pengisian", *HEADINGS)
    one = ["2023-05-02 08:30", *row("444444444")]
    other = ["2023-05-02 08:31", *row("444444444")]
    assert bring(survey, write_csv(tmp_path / "a.csv", headings, one)) == (1, 0, 0)
    assert bring(survey, write_csv(tmp_path / "b.csv", headings, other, one)) == (1, 1, 0)


def test_the_same_file_read_differently_is_refused(survey: Survey, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADINGS, row("444444444"))
    bring(survey, path)
    draft = receive(survey, path)
    with refused(Conflict, "import_other_reading"):
        start(draft, targets=[*draft.targets[:-1], ""])


def test_bad_rows_come_back_and_can_be_mended_and_imported(survey: Survey, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", (*HEADINGS, "Nama"), [*row("444444449"), "Siti"], row("333333333"))
    done = run_import(answer_import=start(receive(survey, path)), by=None)
    assert (done.new, done.bad) == (1, 1)
    rejected = rejected_of(done)
    assert rejected is not None
    (table,) = read_workbook(rejected).values()
    assert table[1][:2] == ["2", "U9: “9” tidak dimengerti"]
    assert "Siti" not in str(table)
    mended = write_xlsx(tmp_path / "m.xlsx", {"x": [table[0], [c if c != "9" else "3" for c in table[1]]]})
    assert bring(survey, mended, is_other=True) == (1, 0, 0)
    assert not (folder_of(done) / "file").exists()


def test_columns_are_remembered_for_the_agency(survey: Survey, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", (*HEADINGS, "Unek-unek"), [*row("444444444"), "cepat"])
    draft = receive(survey, path)
    assert draft.targets[-2:] == ["comment", ""]
    run_import(answer_import=start(draft, targets=[*draft.targets[:-2], "", "comment"]), by=None)
    assert AnswerMapping.objects.get().columns == {"saran": "", "unek-unek": "comment"}
    assert Response.objects.get().comment == "cepat"
    assert receive(survey, path).targets[-2:] == ["", "comment"]


def test_a_personal_column_cannot_be_forced_in(survey: Survey, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", (*HEADINGS[:-1], "Nama"), row("444444444", comment="Siti"))
    draft = receive(survey, path)
    with refused(BadInput, "import_personal"):
        start(draft, targets=[*draft.targets[:-1], "comment"])


def test_a_closed_survey_stops_an_import_and_repeating_finishes_it(survey: Survey, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADINGS, row("444444444"))
    started = start(receive(survey, path))
    close_survey(survey=survey, by=None)
    done = run_import(answer_import=started, by=None)
    assert (done.stage, done.refusal["code"], Response.objects.count()) == (
        "failed",
        "survey_takes_no_answers",
        0,
    )
    open_survey(survey=Survey.objects.get(pk=survey.pk), by=None)
    again = run_import(answer_import=repeat_import(answer_import=done, by=None), by=None)
    assert (again.stage, again.new) == ("done", 1)


def test_a_cancelled_import_keeps_what_is_stored_and_can_be_finished(
    survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puas.operations.answer_imports_runs.BATCH", 2)
    path = write_csv(tmp_path / "a.csv", HEADINGS, *(row(f"{n}44444444") for n in (1, 2, 3, 4)), row("3" * 9))
    started = start(receive(survey, path))

    def stop(now: AnswerImport) -> None:
        if now.cancel_at is None:
            cancel_import(answer_import=now, by=None)

    done = run_import(answer_import=started, by=None, report=stop)
    assert (done.stage, done.new, Response.objects.count()) == ("cancelled", 4, 4)
    again = run_import(answer_import=repeat_import(answer_import=done, by=None), by=None)
    assert (again.stage, again.new, again.known, Response.objects.count()) == ("done", 5, 0, 5)
    with refused(NotNow, "import_over"):
        cancel_import(answer_import=again, by=None)


def test_a_draft_that_is_cancelled_leaves_no_file(survey: Survey, tmp_path: Path) -> None:
    draft = receive(survey, write_csv(tmp_path / "a.csv", HEADINGS, row("444444444")))
    cancel_import(answer_import=draft, by=None)
    assert not folder_of(draft).exists()
    with refused(NotFound, "import_file_gone"):
        read_look(draft)


def test_a_file_that_cannot_be_read_leaves_nothing(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7")
    with refused(BadInput, "file_pdf"):
        receive(survey, path)
    assert AnswerImport.objects.count() == 0
    assert list((tmp_path / "data" / "imports").iterdir()) == []


def test_another_sheet_can_be_chosen(survey: Survey, tmp_path: Path) -> None:
    sheets = {"A": [HEADINGS, row("444444444")], "B": [HEADINGS, row("333333333"), row("333333333")]}
    draft = receive(survey, write_xlsx(tmp_path / "a.xlsx", sheets))
    assert draft.sheet == "A"
    done = run_import(answer_import=start(choose_sheet(answer_import=draft, sheet="B")), by=None)
    assert (done.sheet, done.new) == ("B", 2)


def test_old_drafts_are_swept(survey: Survey, tmp_path: Path) -> None:
    draft = receive(survey, write_csv(tmp_path / "a.csv", HEADINGS, row("444444444")))
    AnswerImport.objects.update(created_at="2020-01-01T00:00:00Z")
    sweep_imports()
    assert not folder_of(draft).exists()
    assert AnswerImport.objects.get().stage == "cancelled"


def test_every_import_is_in_the_audit_trail(survey: Survey, tmp_path: Path) -> None:
    bring(survey, write_csv(tmp_path / "a.csv", HEADINGS, row("444444444"), row("9")))
    events = list(AuditEvent.objects.order_by("-sequence")[:2])
    assert [event.operation for event in events] == ["import_answers", "start_import"]
    assert events[0].data == {
        "import": AnswerImport.objects.get().pk,
        "stage": "done",
        "new": 1,
        "known": 0,
        "bad": 1,
    }
