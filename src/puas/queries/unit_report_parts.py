"""The parts of a unit's report that are read by themselves: who answered, how it was collected, the plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from puas.lifecycles import ITEM_LABELS
from puas.methodology import periods
from puas.methodology.breakdowns import GroupIndex
from puas.methodology.instruments import Instrument
from puas.methodology.profile_groups import AGE_BANDS, UNKNOWN
from puas.methodology.sampling import required_sample
from puas.methodology.teams import read_team
from puas.models import Evidence, Period, Plan, RecapKind, RecapRow, Result, Survey, Unit
from puas.queries.breakdowns import CHANNEL, SERVICE, Breakdown, find_breakdown, questions_of
from puas.queries.document_groups import find_withheld, lists_only_hidden
from puas.queries.histories import find_survey_of
from puas.queries.plans import find_plan, find_plan_before
from puas.queries.realisations import ItemStatus, count_done, plan_statuses
from puas.queries.result_changes import find_instruments
from puas.queries.result_parents import find_parent_view
from puas.queries.schedules import read_schedule
from puas.queries.unit_realisations import list_follow_ups
from puas.reports.follow_ups import FollowUp
from puas.reports.unit_inputs import (
    Collection,
    DoneItem,
    LastPlan,
    PartLine,
    ProfileLine,
    ProfileQuestion,
    ProfileTable,
    Question,
    Questionnaire,
)

WAITING = "Dilaporkan selesai, belum dipastikan"
CHANNELS = {"online": "Daring", "kiosk": "Kios", "interview": "Wawancara", "paper": "Kertas"}
TITLES = {CHANNEL: "cara pengisian", SERVICE: "jenis layanan"}


@dataclass(frozen=True)
class Planned:
    """The plan of a period; `items` None when there is none. Priorities are names of elements.

    `is_printed`: an imported table says so, without dates and people.
    """

    items: tuple[FollowUp, ...] | None = None
    priorities: tuple[str, ...] = ()
    reason: str = ""
    is_printed: bool = False


def find_collection(unit: Unit, period: Period) -> Collection:
    """Return how the unit's own survey of a period was planned; an empty one without a survey. One query."""
    survey = Survey.objects.filter(unit=unit, period=period).first()
    if survey is None:
        return Collection(address=unit.address)
    opens, closes = (
        timezone.localtime(at).date() if at else None for at in (survey.opens_at, survey.closes_at)
    )
    return Collection(
        stages=read_schedule(survey.schedule).stages,
        team=read_team(survey.team),
        opens_on=opens,
        closes_on=closes,
        population=survey.population or None,
        population_source=survey.population_source,
        population_on=survey.population_on,
        required=required_sample(survey.population) if survey.population else None,
        address=unit.address,
    )


def find_profiles(result: Result) -> tuple[tuple[ProfileTable, ...], bool]:
    """Return who answered a counted result, a table a question, and whether any is withheld
    (`document_groups`); questions that nobody answered are left out.

    At most three queries a question, and one for each survey of a pooled result.
    """
    (instrument,) = find_instruments([result]).values()
    withheld = find_withheld(result, instrument)
    keys = [key for key, _ in questions_of(instrument)]
    ordered = [*(key for key in keys if key not in TITLES), SERVICE, CHANNEL]
    seen = [find_breakdown(result, instrument, key) for key in ordered if key not in withheld]
    shown = [one for one in seen if not lists_only_hidden(one)]
    tables = tuple(_build_profile(one) for one in shown if _is_answered(one))
    return tables, bool(withheld) or len(shown) < len(seen)


def _is_answered(seen: Breakdown) -> bool:
    return any(group.key != UNKNOWN and (group.is_hidden or group.respondents) for group in seen.groups)


def _build_profile(seen: Breakdown) -> ProfileTable:
    label = seen.field.label["id"].partition(" (")[0] if seen.field else TITLES[seen.by]
    shown = [group for group in seen.groups if seen.by != CHANNEL or group.is_hidden or group.respondents]
    return ProfileTable(
        key=seen.by,
        title=label[:1].lower() + label[1:],
        lines=tuple(_build_line(seen, group) for group in shown),
        minimum=seen.minimum,
        allows_several=seen.field is not None and seen.field.kind == "multiple",
    )


def _build_line(seen: Breakdown, group: GroupIndex) -> ProfileLine:
    return ProfileLine(_name(seen, group.key), group.respondents, group.share, group.index, group.is_hidden)


def _name(seen: Breakdown, key: str) -> str:
    if key == UNKNOWN:
        return "Layanan tidak disebut" if seen.by == SERVICE else "Tidak diisi"
    if seen.by == CHANNEL:
        return CHANNELS[key]
    if seen.field is None:
        return seen.names[key]
    labels = {option.key: option.label["id"] for option in seen.field.options}
    ages = {f"{low}-{high}": name for low, high, name, _ in AGE_BANDS}
    return labels.get(key) or ages.get(key) or key


def find_pooled_parts(result: Result) -> tuple[PartLine, ...]:
    """Return what a pooled result consists of, the unit's own survey first (its name ""); () for others."""
    view = find_parent_view(result, find_survey_of(result))
    if view is None:
        return ()
    own = [PartLine("", view.own.index, view.own.respondents)] if view.own else []
    below = (
        PartLine(unit.name, one.exact_index if one else None, one.respondents if one else None)
        for unit, one in view.children
    )
    return (*own, *below)


def find_average_parts(
    standing: Mapping[periods.Period, Result], period: periods.Period
) -> tuple[PartLine, ...]:
    """Return the surveys inside `period`, the oldest first."""
    return tuple(
        PartLine(inner.label, result.exact_index, result.respondents)
        for inner, result in standing.items()
        if period.contains(inner)
    )


def print_questionnaire(instruments: Mapping[str, Instrument]) -> Questionnaire | None:
    """Return the questionnaire as it is printed; None when there is none."""
    instrument = next(iter(instruments.values()), None)
    if instrument is None:
        return None
    names = {element.key: element.key for element in instrument.elements}
    return Questionnaire(
        title=instrument.title["id"],
        name=instrument.id,
        questions=tuple(
            Question(item.text["id"], names.get(item.element or "", ""), tuple(item.labels["id"]))
            for item in instrument.items
        ),
        profile=tuple(
            ProfileQuestion(field.label["id"], tuple(option.label["id"] for option in field.options))
            for field in instrument.profile
        ),
    )


def find_planned(unit: Unit, period: Period, names: Mapping[str, str]) -> Planned:
    """Return our own plan of a period, else the one that an imported table prints. Three queries at most."""
    plan = find_plan(unit, period)
    rows = RecapRow.objects.filter(unit=unit, period=period, kind=RecapKind.SURVEY).order_by("position")
    return read_planned(unit, plan, None if plan else rows.first(), names)


def read_planned(unit: Unit, plan: Plan | None, row: RecapRow | None, names: Mapping[str, str]) -> Planned:
    """Return `plan`, else what an imported `row` prints; nothing is made up where neither says anything."""
    if plan is not None:
        priorities = tuple(names.get(key, key) for key in plan.priorities)
        return Planned(list_follow_ups(unit, plan, names), priorities, plan.reason)
    if row is None or not row.printed["priorities"]:
        return Planned()
    printed = tuple(names.get(key, key) for key in row.printed["priorities"])
    texts = [*row.printed["plans"], *[""] * len(printed)]
    items = tuple(FollowUp(name, text, unit=unit.name) for name, text in zip(printed, texts, strict=False))
    return Planned(items if any(one.text.strip() for one in items) else None, printed, is_printed=True)


def find_last_plan(
    unit: Unit, period: Period, percent: Fraction | None, names: Mapping[str, str]
) -> LastPlan:
    """Return the plan before `period` as far as it is now; without one only the printed `percent`."""
    plan = find_plan_before(unit, period)
    if plan is None:
        return LastPlan(percent=percent)
    statuses = plan_statuses(plan)
    counted = count_done(statuses)
    evidence = _evidence_of(plan)
    return LastPlan(
        period=plan.period.pure,
        percent=counted.percent,
        done=counted.done,
        planned=counted.planned,
        items=tuple(_build_done(status, names, evidence.get(status.item.pk, ())) for status in statuses),
    )


def _build_done(status: ItemStatus, names: Mapping[str, str], evidence: tuple[str, ...]) -> DoneItem:
    item = status.item
    return DoneItem(
        element=names.get(item.element, item.element),
        text=item.text,
        person=item.person,
        state=WAITING if status.is_waiting else ITEM_LABELS[status.state],
        note=status.report.note if status.report else "",
        evidence=evidence,
    )


def _evidence_of(plan: Plan) -> dict[int, tuple[str, ...]]:
    """Return what shows the activities of a plan: title, and its address or the first digits of its hash."""
    found: dict[int, tuple[str, ...]] = {}
    pieces = Evidence.objects.filter(progress__item__plan=plan, withdrawn_at=None).select_related("progress")
    for piece in pieces.order_by("id"):
        assert piece.progress is not None
        where = piece.link or f"SHA-256 {piece.digest[:16]}"
        item = piece.progress.item_id
        found[item] = (*found.get(item, ()), f"{piece.title} ({where})")
    return found
