"""The details of a survey in the office: population and source, target, team, dates, working plan."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput, NotNow, PuasError
from puas.lifecycles import DETAIL_STATES
from puas.methodology.numbers import parse_count
from puas.methodology.sampling import required_sample
from puas.methodology.teams import MOST_MEMBERS, MOST_SECRETARIAT, build_team, read_team
from puas.methodology.windows import Phase, Window
from puas.models import Survey, User
from puas.operations.survey_details import change_dates, change_phases, change_population, change_team
from puas.permissions import Action, actions_at, require
from puas.queries.openings import window_of
from puas.queries.schedules import read_schedule
from puas.queries.surveys import find_survey
from puas.web.office.calendar_rules import PHASE_FIELDS
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.inputs import Input, parse_day, parse_days
from puas.web.pages import render_page


@dataclass
class Draft:
    """What was typed into the one form that was sent, and what is wrong with it, by field."""

    given: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One form of the page: who may send it and what it does."""

    action: Action
    save: Callable[[Survey, QueryDict, User], Any]
    field: str
    done: str


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show what a survey stands on; a POST changes one part (`bagian`) of it."""
    survey = find_survey(request.user, survey_id)
    if request.method != "POST":
        return _show(request, survey, Draft())
    part = PARTS.get(request.POST.get("bagian", ""))
    if part is None:
        raise BadInput("details_part", "Bagian itu tidak ada. Muat ulang halamannya, lalu simpan lagi.")
    require(request.user, part.action, survey.unit)
    try:
        part.save(survey, request.POST, request.user)
    except (BadInput, NotNow) as error:
        given = {name: value[:400] for name, value in request.POST.items() if isinstance(value, str)}
        draft = Draft(given, {FIELDS.get(error.code, part.field): _say(error)})
        return _show(request, survey, draft, status=422)
    messages.success(request, gettext(part.done))
    return HttpResponseRedirect(reverse("office:survey_details", args=[survey.pk]), status=303)


def _say(error: PuasError) -> str:
    return gettext(error.message).format(**error.data)


FIELDS = {
    "population_source": "sumber",
    "team_members": "anggota",
    "team_secretariat": "sekretariat",
    "survey_opened": "buka",
}
"""At which field a refusal is shown, where it is not the first of its form."""


def _save_population(survey: Survey, sent: QueryDict, by: User) -> None:
    given, day = sent.get("populasi", "").strip(), sent.get("tercatat", "").strip()
    change_population(
        survey=survey,
        population=parse_count(given) if given else None,
        source=sent.get("sumber", ""),
        taken_on=parse_day(day) if day else None,
        by=by,
    )


def _save_team(survey: Survey, sent: QueryDict, by: User) -> None:
    team = build_team(
        steering=sent.get("pengarah", ""),
        chair=sent.get("ketua", ""),
        members=sent.get("anggota", "").splitlines(),
        secretariat=sent.get("sekretariat", "").splitlines(),
    )
    change_team(survey=survey, team=team, by=by)


def _save_dates(survey: Survey, sent: QueryDict, by: User) -> None:
    days = [parse_day(sent.get(name, "")) for name in ("buka", "tutup", "tenggat")]
    change_dates(survey=survey, window=Window(*days), by=by)


def _save_phases(survey: Survey, sent: QueryDict, by: User) -> None:
    change_phases(survey=survey, days=[parse_days(sent.get(name, "")) for name in PHASE_FIELDS], by=by)


PARTS = {
    "populasi": Part(
        Action.SUBMIT,
        _save_population,
        "populasi",
        gettext_noop("Populasi disimpan; target sampelnya dihitung dari angka itu."),
    ),
    "tim": Part(
        Action.SUBMIT, _save_team, "pengarah", gettext_noop("Tim disimpan, dan dibawa ke survei berikutnya.")
    ),
    "tanggal": Part(
        Action.OPEN_SURVEY,
        _save_dates,
        "buka",
        gettext_noop("Tanggal disimpan; rencana kerja mengikutinya."),
    ),
    "rencana": Part(
        Action.OPEN_SURVEY,
        _save_phases,
        PHASE_FIELDS[0],
        gettext_noop("Rencana kerja disimpan, dan dibawa ke survei berikutnya."),
    ),
}


def _show(request: StaffRequest, survey: Survey, draft: Draft, status: int = 200) -> HttpResponse:
    may = actions_at(request.user, survey.unit)
    is_open = survey.stage in DETAIL_STATES
    schedule = read_schedule(survey.schedule)
    context: dict[str, Any] = {
        "survey": survey,
        "unit": survey.unit,
        "period": survey.period.pure,
        "team": read_team(survey.team),
        "window": window_of(survey),
        "stages": schedule.stages,
        "required": required_sample(survey.population) if survey.population else None,
        "can_fill": is_open and Action.SUBMIT in may,
        "can_date": is_open and Action.OPEN_SURVEY in may,
        "is_locked": not is_open,
        "errors": draft.errors,
        "parts": _inputs(survey, draft),
    }
    return render_page(request, "office/survey_details.html", context, status=status)


def _inputs(survey: Survey, draft: Draft) -> dict[str, list[Input]]:
    team, window = read_team(survey.team), window_of(survey)
    days = read_schedule(survey.schedule).days

    def make(name: str, label: str, value: Any, hint: str = "", kind: str = "text") -> Input:
        shown = draft.given.get(name, "" if value is None else str(value))
        return Input(name, label, shown, hint, draft.errors.get(name, ""), kind, limit=300)

    people = gettext("Satu nama setiap baris, paling banyak {n}.")
    return {
        "population": [
            make("populasi", gettext("Banyaknya penerima layanan"), survey.population, kind="number"),
            make(
                "sumber",
                gettext("Sumber angka"),
                survey.population_source,
                gettext("Misalnya buku tamu, sistem antrean, atau rekap layanan."),
            ),
            make("tercatat", gettext("Tanggal angka"), survey.population_on, kind="date"),
        ],
        "team": [
            make("pengarah", gettext("Pengarah"), team.steering),
            make("ketua", gettext("Ketua"), team.chair),
            make(
                "anggota",
                gettext("Anggota"),
                "\n".join(team.members),
                people.format(n=MOST_MEMBERS),
                "long",
            ),
            make(
                "sekretariat",
                gettext("Sekretariat"),
                "\n".join(team.secretariat),
                people.format(n=MOST_SECRETARIAT),
                "long",
            ),
        ],
        "dates": [
            make("buka", gettext("Buka"), window and window.opens_on, kind="date"),
            make("tutup", gettext("Tutup"), window and window.closes_on, kind="date"),
            make("tenggat", gettext("Tenggat pengajuan"), window and window.due_on, kind="date"),
        ],
        "phases": [
            make(name, gettext(phase.label), count, kind="number")
            for name, phase, count in zip(PHASE_FIELDS, Phase, days, strict=True)
        ],
    }
