"""Who answered, by what people said about themselves, and which groups nobody of was heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from puas.methodology.instruments import Instrument, ProfileField

UNKNOWN = ""
"""The key of those who left a field open."""
ENOUGH = 30
"""With fewer answers, a group that is missing says nothing."""
AGE = "age"
AGE_BANDS: Sequence[tuple[int, int, str, str]] = (
    (0, 16, "Di bawah 17 tahun", "Under 17"),
    (17, 25, "17–25 tahun", "17–25"),
    (26, 34, "26–34 tahun", "26–34"),
    (35, 44, "35–44 tahun", "35–44"),
    (45, 54, "45–54 tahun", "45–54"),
    (55, 65, "55–65 tahun", "55–65"),
    (66, 999, "Di atas 65 tahun", "Over 65"),
)
"""The age groups of the national form, also for questionnaires that ask for years."""


@dataclass(frozen=True)
class GroupPart:
    """One choice and how many chose it."""

    key: str
    label: Mapping[str, str]
    count: int


@dataclass(frozen=True)
class ProfileGroup:
    """One profile field: its choices in the instrument's order, and how many left it open.

    With `allows_several` the counts may add up to more than the answers, and leaving it open means none.
    """

    key: str
    label: Mapping[str, str]
    parts: tuple[GroupPart, ...]
    unanswered: int
    allows_several: bool

    @property
    def missing(self) -> tuple[GroupPart, ...]:
        """The choices of which nobody was heard; none while fewer than ENOUGH people said theirs."""
        said = sum(part.count for part in self.parts)
        asked = said + (self.unanswered if self.allows_several else 0)
        return tuple(part for part in self.parts if not part.count) if asked >= ENOUGH else ()


def is_grouped(field: ProfileField) -> bool:
    """Say whether a field parts people into groups: choices do, and the age in years."""
    return field.kind in ("choice", "multiple") or (field.kind == "integer" and field.key == AGE)


def group_profiles(
    instrument: Instrument, counts: Mapping[str, Mapping[str, int]]
) -> tuple[ProfileGroup, ...]:
    """Return the profile groups of answers; `counts`: by field, how often each value was given.

    Values are option keys, for an age the years in digits, and UNKNOWN for an open field.
    """
    return tuple(
        ProfileGroup(
            key=field.key,
            label=field.label,
            parts=_parts(field, counts.get(field.key, {})),
            unanswered=counts.get(field.key, {}).get(UNKNOWN, 0),
            allows_several=field.kind == "multiple",
        )
        for field in instrument.profile
        if is_grouped(field)
    )


def _parts(field: ProfileField, given: Mapping[str, int]) -> tuple[GroupPart, ...]:
    if field.kind != "integer":
        return tuple(GroupPart(one.key, one.label, given.get(one.key, 0)) for one in field.options)
    years = {int(text): count for text, count in given.items() if text != UNKNOWN}
    return tuple(
        GroupPart(f"{low}-{high}", {"id": name, "en": name_en}, _between(years, low, high))
        for low, high, name, name_en in AGE_BANDS
        if high >= field.low and low <= field.high
    )


def _between(years: Mapping[int, int], low: int, high: int) -> int:
    return sum(count for age, count in years.items() if low <= age <= high)
