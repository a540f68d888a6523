"""One fault for every rule, planted into a sound recap. Each planting says where the finding must be."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from puas.methodology.periods import Period, PeriodKind
from tests.exchange.recaps.sound_recaps import KEYS, Row, Sound, regrade

Where = tuple[str, str]
Plant = Callable[[Sound, random.Random], Where | None]


@dataclass(frozen=True)
class Planting:
    """`plant` changes the recap and returns (unit, period code), or None where the shape cannot hold the
    fault."""

    name: str
    rule: str
    plant: Plant


PLANTINGS: list[Planting] = []


def planting(rule: str, name: str = "") -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        PLANTINGS.append(Planting(name or plant.__name__, rule, plant))
        return plant

    return register


def _place(row: Row) -> Where:
    return (row.unit, row.period.code if row.period else "")


def _agency(sound: Sound, period: Period | None = None) -> Where:
    return (sound.name, period.code if period else "")


def _pair(sound: Sound, rng: random.Random) -> tuple[Row, Row] | None:
    units = [unit for unit in sound.listed if len(sound.surveys(unit)) > 1]
    if not units:
        return None
    rows = sound.surveys(rng.choice(units))
    at = rng.randrange(len(rows) - 1)
    return rows[at], rows[at + 1]


def _any(sound: Sound, rng: random.Random) -> Row:
    return rng.choice(sound.surveys())


@planting("index-elements")
def index_off(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.index += Decimal("1.73") if row.index < 95 else Decimal("-2.91")
    regrade(row)
    return _place(row)


@planting("index-elements")
def element_mistyped(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    at = rng.randrange(9)
    row.values[at] -= Decimal(32) / (25 if sound.shape.score else 1)
    return _place(row) if sound.shape.places else None


@planting("index-outside")
def index_impossible(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.index = min(row.values) * (25 if sound.shape.score else 1) - Decimal("3.5")
    row.index = row.index.quantize(Decimal("0.01"))
    regrade(row)
    return _place(row)


@planting("weight-rounded")
def rounded_weight(sound: Sound, rng: random.Random) -> Where | None:
    if sound.shape.weight != "exact" or sound.shape.grid or sound.shape.places < 2:
        return None
    row = _any(sound, rng)
    total = sum(row.values, Decimal(0)) * (25 if sound.shape.score else 1)
    row.index = (total * Decimal("0.11")).quantize(Decimal("0.01"))
    regrade(row)
    return _place(row)


@planting("value-range")
def element_too_high(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.values[rng.randrange(9)] = Decimal("4.75") if sound.shape.score else Decimal("108.5")
    return _place(row) if not sound.shape.score else None


@planting("cell-missing")
def element_blank(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.values[rng.randrange(9)] = None  # type: ignore[call-overload]
    return _place(row) if len(sound.surveys()) > 1 else None


@planting("vector-repeated")
def vector_copied(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[1].values = list(pair[0].values)
    return _place(pair[1])


@planting("row-repeated")
def row_copied(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    earlier, later = pair
    later.values, later.index, later.respondents = list(earlier.values), earlier.index, earlier.respondents
    regrade(later)
    return _place(later)


@planting("index-repeated")
def index_kept(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None or not sound.shape.places:
        return None
    step = abs(pair[0].index - pair[1].index)
    if step < Decimal("0.6") or Decimal("0.8") < step < Decimal("1.1"):
        return None  # too close to tell, or by chance what weight 0.11 would give
    pair[1].index = pair[0].index
    regrade(pair[1])
    return _place(pair[1])


@planting("index-jump")
def jump(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    step = Decimal("7.5")
    factor = 25 if sound.shape.score else 1
    pair[1].values = [(value * factor - step) / factor for value in pair[0].values]
    pair[1].index = pair[0].index - step
    regrade(pair[1])
    return _place(pair[1])


@planting("elements-swapped")
def swapped(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    factor = 25 if sound.shape.score else 1
    for row in pair:
        row.values[7], row.values[8] = Decimal(82) / factor, Decimal(97) / factor
    pair[1].values[7], pair[1].values[8] = pair[1].values[8], pair[1].values[7]
    return _place(pair[1])


@planting("grade-index")
def wrong_letter(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.grade, row.word = ("C", "Kurang baik")
    return _place(row)


@planting("grade-word")
def wrong_word(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.word = "Baik" if row.grade != "B" else "Sangat baik"
    return None if sound.shape.letters_only else _place(row)


@planting("priorities-not-lowest")
def wrong_priority(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    highest = max(range(9), key=lambda at: row.values[at])
    row.priorities[-1] = KEYS[highest]
    return _place(row)


@planting("priorities-lowest-missing")
def lowest_left_out(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    lowest = min(row.values)
    others = [at for at in range(9) if row.values[at] > lowest]
    row.priorities = [KEYS[at] for at in sorted(others, key=lambda at: row.values[at])[: len(row.priorities)]]
    return _place(row)


@planting("priorities-order")
def order_turned(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    values = {row.values[KEYS.index(key)] for key in row.priorities}
    row.priorities, row.plans = row.priorities[::-1], row.plans[::-1]
    return _place(row) if len(values) > 1 else None


@planting("priority-twice")
def named_twice(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.priorities[-1] = row.priorities[0]
    return _place(row)


@planting("priorities-all")
def all_named(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.priorities = list(KEYS)
    row.plans = [f"Kegiatan khusus nomor {n} di {row.unit}" for n in "abcdefghi"]
    return _place(row)


@planting("priorities-missing")
def none_named(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.priorities, row.plans = [], []
    return _place(row) if len(sound.surveys()) > 1 else None


@planting("plan-empty")
def dash_for_plan(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.plans[rng.randrange(len(row.plans))] = "-"
    return _place(row)


@planting("plan-empty", "plan left empty")
def blank_for_plan(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.plans[rng.randrange(len(row.plans))] = ""
    return _place(row)


@planting("plan-not-a-plan")
def date_for_plan(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.plans[0] = rng.choice(["Januari - Maret", "Tidak ada", "April, Mei, Juni", "Pada saat jam kantor"])
    return _place(row)


@planting("plan-copied-period")
def plan_copied(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[1].plans[0] = pair[0].plans[-1]
    return _place(pair[1])


@planting("plan-copied-unit")
def plan_of_other(sound: Sound, rng: random.Random) -> Where | None:
    if len(sound.listed) < 2:
        return None
    one, other = rng.sample(sound.listed, 2)
    row, source = rng.choice(sound.surveys(one)), rng.choice(sound.surveys(other))
    row.plans[-1] = source.plans[0]
    return _place(row)


@planting("plan-repeated")
def one_plan_for_all(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.plans[1] = row.plans[0]
    return _place(row)


@planting("realisation-fraction")
def odd_share(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[1].realisation = Decimal("45")
    return _place(pair[1])


@planting("realisation-without-plan")
def done_without_plan(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[0].plans = ["-" for _ in pair[0].plans]
    pair[1].realisation = Decimal(100)
    return _place(pair[1])


@planting("realisation-zero-again")
def nothing_twice(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[0].realisation = pair[1].realisation = Decimal(0)
    return _place(pair[1])


@planting("realisation-blank")
def no_realisation(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.realisation = None
    return _place(row) if len(sound.surveys()) > 1 else None


@planting("realisation-range")
def too_much_done(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.realisation = Decimal(130)
    return _place(row)


@planting("realisation-summary")
def miscounted(sound: Sound, rng: random.Random) -> Where | None:
    last = sound.surveys()[-1].period
    if not sound.realised or not sound.shape.sentences or not sound.agency or last is None:
        return None
    if last.kind is PeriodKind.YEAR:
        return None
    percent = rng.choice(sorted(sound.realised))
    sound.realised[percent] += 2
    return _agency(sound, last)


@planting("respondents-few")
def too_few(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.respondents = 19
    return _place(row)


@planting("respondents-minimum")
def just_enough(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.respondents = 30
    return _place(row)


@planting("respondents-equal")
def same_number(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None:
        return None
    pair[1].respondents = pair[0].respondents
    return _place(pair[1])


@planting("respondents-none")
def nobody(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    row.respondents = 0
    return _place(row)


@planting("respondents-sum")
def sum_short(sound: Sound, rng: random.Random) -> Where | None:
    rows = [row for row in sound.rows if row.kind == "average"]
    if not rows:
        return None
    row = rng.choice(rows)
    row.respondents = (row.respondents or 0) - 100
    return _place(row)


@planting("average-values")
def mean_off(sound: Sound, rng: random.Random) -> Where | None:
    rows = [row for row in sound.rows if row.kind == "average"]
    if not rows:
        return None
    row = rng.choice(rows)
    at = rng.randrange(9)
    row.values[at] += Decimal("1.125") if row.values[at] < 95 else Decimal("-1.125")
    return _place(row)


@planting("average-values", "average index off")
def mean_index_off(sound: Sound, rng: random.Random) -> Where | None:
    rows = [row for row in sound.rows if row.kind == "average"]
    if not rows:
        return None
    row = rng.choice(rows)
    row.index -= Decimal("0.31")
    regrade(row)
    return _place(row)


@planting("average-realisation")
def mean_realisation_off(sound: Sound, rng: random.Random) -> Where | None:
    rows = [row for row in sound.rows if row.kind == "average"]
    if not rows:
        return None
    row = rng.choice(rows)
    row.realisation = (row.realisation or Decimal(0)) - 11
    return _place(row)


@planting("average-methods")
def method_lost(sound: Sound, rng: random.Random) -> Where | None:
    rows = [row for row in sound.rows if row.kind == "average" and " dan " in row.methods]
    if not rows:
        return None
    row = rng.choice(rows)
    row.methods = row.methods.split(" dan ")[0]
    return _place(row)


@planting("parent-respondents")
def parent_too_small(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.groups:
        return None
    heads = [row for row in sound.surveys() if any(r.parent == row.unit for r in sound.rows)]
    row = rng.choice(heads)
    children = [r for r in sound.rows if r.parent == row.unit and r.period == row.period]
    row.respondents = sum(child.respondents or 0 for child in children) - 40
    return _place(row)


def _own_respondents(sound: Sound, parent: str, period: Period | None) -> int:
    rows = [row for row in sound.surveys() if row.period == period]
    children = sum(row.respondents or 0 for row in rows if row.parent == parent)
    return sum(row.respondents or 0 for row in rows if row.unit == parent) - children


@planting("group-misplaced")
def child_in_wrong_group(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.groups:
        return None
    heads = list(dict.fromkeys(row.unit for row in sound.rows if row.parent is None))
    at = rng.randrange(len(heads) - 1)
    moved = next(row.unit for row in sound.rows if row.parent == heads[at + 1])
    rows = [row for row in sound.rows if row.unit == moved]
    own = [_own_respondents(sound, heads[at], row.period) for row in rows]
    if all((row.respondents or 0) <= left for row, left in zip(rows, own, strict=True)):
        return None  # the parent's own survey is large enough to hide the stranger
    sound.rows = [row for row in sound.rows if row.unit != moved]
    place = next(n for n, row in enumerate(sound.rows) if row.unit == heads[at + 1])
    sound.rows[place:place] = rows
    return (moved, rows[0].period.code if rows[0].period else "")


@planting("parent-impossible")
def parent_index_too_high(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.groups:
        return None
    heads = [row for row in sound.surveys() if any(r.parent == row.unit for r in sound.rows)]
    row = rng.choice(heads)
    row.index = min(row.index + 12, Decimal("99.9"))
    regrade(row)
    return _place(row)


@planting("agency-elements")
def agency_element_off(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.agency:
        return None
    row = rng.choice(sound.agency)
    at = rng.randrange(9)
    row.values[at] -= Decimal("2.4") / (25 if sound.shape.score else 1)
    return _place(row)


@planting("agency-index")
def agency_index_off(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.agency:
        return None
    row = rng.choice(sound.agency)
    row.index += Decimal("5.6") if row.index < 94 else Decimal("-5.6")
    regrade(row)
    return _place(row)


@planting("agency-statement")
def other_conclusion(sound: Sound, rng: random.Random) -> Where | None:
    if (
        sound.concluded is None
        or not sound.shape.sentences
        or (len(sound.agency) > 1 and not sound.shape.averages)
    ):
        return None
    sound.concluded -= Decimal("0.61")
    return (sound.name, str(sound.shape.year))


@planting("agency-realisation")
def agency_realisation_off(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.agency:
        return None
    row = rng.choice(sound.agency)
    row.realisation = (row.realisation or Decimal(0)) + 3
    return _place(row) if row.realisation <= 100 else None


@planting("period-months")
def months_of_other_period(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    if row.period is None or row.period.kind is PeriodKind.YEAR:
        return None
    other = Period(row.period.kind, row.period.year, 1 if row.period.number > 1 else 2)
    row.label = f"{other.label.rsplit(' ', 1)[0]} ({row.period.months.replace('–', ' - ')})"
    return _place(row)


@planting("period-partial")
def month_missing(sound: Sound, rng: random.Random) -> Where | None:
    row = _any(sound, rng)
    if row.period is None or row.period.kind is not PeriodKind.QUARTER:
        return None
    months = ["Januari", "Februari", "April", "Mei", "Juli", "Agustus", "Oktober", "November"]
    at = 2 * (row.period.number - 1)
    row.label = f"{row.period.label.rsplit(' ', 1)[0]} ({months[at]} - {months[at + 1]})"
    return _place(row)


@planting("row-duplicate")
def second_row(sound: Sound, rng: random.Random) -> Where | None:
    pair = _pair(sound, rng)
    if pair is None or pair[1].period is None or len(sound.surveys(pair[1].unit)) > 2:
        return None
    pair[1].period = pair[0].period
    pair[1].label = ""
    return _place(pair[0])


@planting("units-count")
def wrong_count(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.sentences:
        return None
    sound.counted += 5
    return _agency(sound) if sound.agency else ("", "")


@planting("unit-unlisted")
def left_off_the_list(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.sentences or len(sound.listed) < 3:
        return None
    unit = rng.choice(sound.listed)
    sound.listed[sound.listed.index(unit)] = "Badan Pengelola Museum Laut"
    first = sound.surveys(unit)[0]
    return _place(first)


@planting("unit-spelling")
def other_spelling(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.sentences:
        return None
    at = rng.randrange(len(sound.listed))
    unit = sound.listed[at]
    sound.listed[at] = unit.replace("a", "aa", 1)
    return _place(sound.surveys(unit)[0]) if "a" in unit else None


@planting("trend-claim")
def falling_trend(sound: Sound, rng: random.Random) -> Where | None:
    if not sound.shape.sentences or not sound.trend:
        return None
    sound.trend[1] = (sound.trend[1][0], sound.trend[0][1] - Decimal("0.8"))
    return _agency(sound)
