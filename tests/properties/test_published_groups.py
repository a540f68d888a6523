"""Nobody can work out a hidden group from what is public: for each hidden count there is another city in
which that count is different and every public figure is the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st

from puas.methodology.breakdowns import find_hidden
from puas.methodology.disclosure import DEFAULT_MINIMUM
from tests.factories.public_worlds import Person, World, show_world

pytestmark = pytest.mark.django_db

people = st.builds(Person, st.sampled_from("LLLLLP"), st.sampled_from((0, 0, 0, 0, 1, 2)), st.integers(3, 4))
answers = st.lists(people, min_size=3, max_size=14).map(tuple)
worlds = st.builds(
    World,
    st.lists(answers, min_size=2, max_size=3).map(tuple),
    st.sampled_from(["", "weights", "threshold", "people"]),
)
FIELDS = {"sex": ("L", "P"), "service": (0, 1, 2)}
Unit = tuple[Person, ...]


def see(world: World) -> list[object]:
    """Return what is public of a world, and forget the world."""
    with transaction.atomic():
        seen = show_world(world)
        transaction.set_rollback(True)
    return seen


def count(unit: Unit, field: str) -> Counter[object]:
    return Counter(getattr(person, field) for person in unit)


def table(unit: Unit, field: str) -> dict[object, int | None] | None:
    """Return the counts that are shown of a unit, None for hidden ones; None when nothing is."""
    found = count(unit, field)
    asked = {key: found[key] for key in FIELDS[field] if found[key] or field == "sex"}
    hidden = find_hidden(asked, len(unit), DEFAULT_MINIMUM)
    return None if len(hidden) == len(asked) else {k: None if k in hidden else n for k, n in asked.items()}


def others(unit: Unit, field: str) -> Iterator[Unit]:
    """Yield the unit with its hidden people told apart differently, everybody else as they are."""
    seen = table(unit, field)
    hidden = [key for key in FIELDS[field] if seen is None or (key in seen and seen[key] is None)]
    inside = [place for place, person in enumerate(unit) if getattr(person, field) in hidden]
    for sizes in splits(len(inside), len(hidden)):
        values = [key for key, size in zip(hidden, sizes, strict=True) for _ in range(size)]
        changed = list(unit)
        for place, value in zip(inside, values, strict=True):
            changed[place] = replace(unit[place], **{field: value})
        if table(tuple(changed), field) == seen:
            yield tuple(changed)


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts < 2:
        yield (total,) * parts
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(total - first, parts - 1))


def hidden_cells(world: World) -> Iterator[tuple[int, str, object]]:
    """Yield (unit, question, group) of every hidden count of a unit that shows its groups."""
    for place, unit in enumerate(world.units[1:], start=1):
        for field, keys in FIELDS.items():
            seen = table(unit, field)
            yield from ((place, field, key) for key in keys if seen is None or seen.get(key, 0) is None)


@settings(max_examples=60)
@given(answers, st.sampled_from(sorted(FIELDS)))
def test_every_hidden_count_of_a_table_could_be_another_one(unit, field):
    seen = table(unit, field)
    for key in FIELDS[field]:
        if seen is None or (key in seen and seen[key] is None):
            assert {count(other, field)[key] for other in others(unit, field)} - {count(unit, field)[key]}


@settings(max_examples=3, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(worlds, st.data())
def test_and_nothing_else_that_is_public_tells_it(world, data):
    """Parents and their children, services beside sexes, versions, means and margins: all as before."""
    cells = list(hidden_cells(world))
    assume(cells)
    place, field, key = data.draw(st.sampled_from(cells))
    unit = world.units[place]
    found = [other for other in others(unit, field) if count(other, field)[key] != count(unit, field)[key]]
    other = data.draw(st.sampled_from(found))
    assert see(replace(world, units=(*world.units[:place], other, *world.units[place + 1 :]))) == see(world)
