"""Single answers drawn so that their sums come out exactly as asked; the same seed draws the same answers.

A respondent has one disposition that shifts all nine scores together, and a taste for each element, so the
answers within one form resemble each other and most are 3 or 4. Nothing here was ever answered by anyone.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from puas.demonstration.sums import HIGHEST, LOWEST, Fit
from puas.methodology.instruments import Instrument, ProfileField

SPREAD = 0.65  # standard deviation of a score before it is cut to 1..4
DISPOSITION = 0.7  # how much of it the respondent's disposition explains; the rest is the element's
JAKARTA = ZoneInfo("Asia/Jakarta")


# How often an option of a profile field is drawn; an option not named counts 1. Plausible, not measured.
LIKELY: Mapping[str, Mapping[str, int]] = {
    "sex": {"L": 46, "P": 54},
    "education": {"SD": 9, "SMP": 16, "SMA": 43, "D1-D3": 9, "S1": 20, "S2": 3},
    "occupation": {"PNS": 9, "SWASTA": 34, "WIRAUSAHA": 22, "LAINNYA": 33},
}
# Public holidays and joint leave of April to June 2023, when counters were closed.
CLOSED_DAYS = frozenset(
    date(2023, month, day)
    for month, days in {4: (7, 19, 20, 21, 24, 25), 5: (1, 18), 6: (1, 2, 28, 29, 30)}.items()
    for day in days
)
HOURS = ((8, 18), (9, 26), (10, 24), (11, 16), (13, 22), (14, 18), (15, 8))


@dataclass(frozen=True)
class DrawnAnswer:
    """One drawn response: a score per element, a profile under the instrument's keys, and when."""

    scores: tuple[int, ...]
    profile: Mapping[str, str | int]
    answered_at: datetime


def draw_answers(
    fit: Fit, *, instrument: Instrument, starts: date, ends: date, seed: str
) -> list[DrawnAnswer]:
    """Return one answer per respondent of the fit's own survey, in order of time, sums exactly `fit.sums`."""
    source = random.Random(f"{seed}/{fit.unit}")  # noqa: S311  (repeatable on purpose, nothing secret)
    scores = draw_scores(fit.sums, fit.respondents, source)
    times = sorted(draw_time(source, starts, ends) for _ in scores)
    return [
        DrawnAnswer(vector, draw_profile(instrument.profile, at, source), at)
        for vector, at in zip(scores, times, strict=True)
    ]


def item_scores(instrument: Instrument, scores: Sequence[int]) -> tuple[int, ...]:
    """Return the answers in the order of the instrument's items; an item that feeds no element stays 0."""
    by_element = dict(zip((element.key for element in instrument.elements), scores, strict=True))
    return tuple(by_element.get(item.element or "", 0) for item in instrument.items)


def draw_scores(sums: Sequence[int], respondents: int, source: random.Random) -> list[tuple[int, ...]]:
    """Return `respondents` vectors of scores 1..4 whose sums per element are exactly `sums`.

    Raises ValueError for a sum that no scores 1..4 can give.
    """
    leanings = [source.gauss(0, 1) for _ in range(respondents)]
    columns = [_draw_column(total, leanings, source) for total in sums]
    return list(zip(*columns, strict=True))


def _draw_column(total: int, leanings: Sequence[float], source: random.Random) -> list[int]:
    """Return one element's scores: everyone starts at 1, then the likeliest steps upwards are taken."""
    respondents = len(leanings)
    if not LOWEST * respondents <= total <= HIGHEST * respondents:
        raise ValueError(f"no {respondents} scores of 1..4 sum to {total}")
    noise = (1 - DISPOSITION**2) ** 0.5
    opinions = [SPREAD * (DISPOSITION * leaning + noise * source.gauss(0, 1)) for leaning in leanings]
    steps = [
        (step - opinion, person) for person, opinion in enumerate(opinions) for step in range(HIGHEST - 1)
    ]
    scores = [LOWEST] * respondents
    for _, person in sorted(steps)[: total - respondents]:
        scores[person] += 1
    return scores


def draw_time(source: random.Random, starts: date, ends: date) -> datetime:
    """Return an aware time in office hours on a working day of the period (both ends included)."""
    day = starts + timedelta(days=source.randrange((ends - starts).days + 1))
    while day.weekday() >= 5 or day in CLOSED_DAYS:
        day = starts + timedelta(days=source.randrange((ends - starts).days + 1))
    hours, weights = zip(*HOURS, strict=True)
    (hour,) = source.choices(hours, weights)
    moment = time(hour, source.randrange(60), source.randrange(60), tzinfo=JAKARTA)
    return datetime.combine(day, moment)


def draw_profile(fields: Sequence[ProfileField], at: datetime, source: random.Random) -> dict[str, str | int]:
    """Return a drawn value for every choice and integer (an age) of a profile; the hour follows `at`."""
    profile: dict[str, str | int] = {}
    for field in fields:
        keys = [option.key for option in field.options]
        if field.key == "hour":
            profile[field.key] = keys[0] if at.hour < 12 else keys[-1]
        elif field.kind == "choice":
            weights = [LIKELY.get(field.key, {}).get(key, 1) for key in keys]
            (profile[field.key],) = source.choices(keys, weights)
        elif field.kind == "integer":
            profile[field.key] = min(max(round(source.gauss(38, 13)), 17), 75)
    return profile
