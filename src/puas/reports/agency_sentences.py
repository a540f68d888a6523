"""Sentences that follow from numbers. A falling index is never called a rise; "consistent" needs every step.

All comparisons are made on the printed two decimals, so a sentence never contradicts the figures beside it.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from puas.methodology.numbers import Number, format_number, round_half_up
from puas.methodology.priorities import lowest_values
from puas.reports.agency_inputs import LineKind, RecapLine, UnitRecap
from puas.reports.agency_writers import Writer
from puas.reports.sentence_writers import count_text, grade_exactly, print_index
from puas.reports.trends import print_step


def write_value(writer: Writer) -> str:
    """Return what the agency's index is and what it means, or that it is missing."""
    line = writer.given.headline
    grade = grade_exactly(line.index) if line else None
    if line is None or line.index is None or grade is None:
        return writer.say("summary.no_value")
    return writer.say(
        "summary.value",
        index=print_index(line.index),
        letter=grade.letter,
        performance=grade.performance.lower(),
    )


def write_change(writer: Writer) -> str:
    """Return how the index moved against the period before; nothing when either is unknown."""
    given, line = writer.given, writer.given.headline
    before = next((step for step in given.trend if step.period == given.period.previous), None)
    if line is None or line.index is None or before is None or before.index is None:
        return ""
    change = round_half_up(line.index, 2) - round_half_up(before.index, 2)
    key = "change_up" if change > 0 else "change_down" if change < 0 else "change_none"
    return writer.say(f"summary.{key}", previous=print_step(before), points=format_number(abs(change), 2))


def find_lowest(line: RecapLine, keys: Sequence[str], count: int = 3) -> tuple[str, ...]:
    """Return the keys of the lowest elements of a line, lowest first."""
    return lowest_values([(key, _exact(value)) for key, value in zip(keys, line.values, strict=True)], count)


def name_elements(writer: Writer, line: RecapLine | None) -> tuple[str, str] | None:
    """Return the highest element and the three lowest, each with its value; None unless all are known."""
    if line is None or any(value is None for value in line.values):
        return None
    keys = [key for key, _ in writer.given.elements]
    negated = [(key, -Fraction(value or 0)) for key, value in zip(keys, line.values, strict=True)]
    shown = [
        writer.wording.say("words.element", key=key, name=name, value=print_index(value or 0))
        for (key, name), value in zip(writer.given.elements, line.values, strict=True)
    ]
    (highest,) = lowest_values(negated, 1)
    lowest = [shown[keys.index(key)] for key in find_lowest(line, keys)]
    return shown[keys.index(highest)], writer.join(lowest)


def write_elements(writer: Writer) -> str:
    """Return which of the agency's elements are the highest and the lowest."""
    named = name_elements(writer, writer.given.headline)
    if named is None:
        return writer.say("summary.elements_missing")
    return writer.say("summary.elements", highest=named[0], lowest=named[1])


def write_plans(writer: Writer) -> str:
    """Return how many of the reporting units have recorded a follow-up plan."""
    reported = writer.given.reported_units
    planned = sum(map(has_plan, reported))
    if not planned:
        return writer.say("conclusion.plans_none")
    if planned == len(reported):
        return writer.say("conclusion.plans_all")
    return writer.say(
        "conclusion.plans_some",
        reported=count_text(len(reported)),
        planned=count_text(planned),
        missing=count_text(len(reported) - planned),
    )


def has_plan(unit: UnitRecap) -> bool:
    """Say whether the unit wrote down at least one plan in one of its surveys."""
    surveys = [line for line in unit.lines if line.kind is LineKind.SURVEY]
    return any(plan.text.strip() for line in surveys for plan in line.plans)


def write_reported(writer: Writer) -> tuple[str, ...]:
    """Return how many units reported, and which did not."""
    given = writer.given
    reported, total = given.reported_units, len(given.units)
    if not reported:
        return (writer.say("collection.none_reported"),)
    missing = [unit.name for unit in given.units if unit not in reported]
    if not missing:
        return (writer.say("collection.all_reported", total=count_text(total)),)
    counted = writer.say(
        "collection.some_reported",
        total=count_text(total),
        reported=count_text(len(reported)),
        missing=count_text(len(missing)),
    )
    return counted, writer.say("collection.missing_units", names=writer.join(missing))


def print_weights(writer: Writer) -> str:
    """Return the weight of an element; where surveys differ, how many used which."""
    surveys = [line for line in writer.lines if line.kind is LineKind.SURVEY and line.index is not None]
    counts = Counter(line.weighting for line in surveys)
    if len(counts) < 2:
        return _print_weight(writer, next(iter(counts), "") or writer.given.weighting)
    listed = [
        writer.say(
            "method.weight_some" if weight else "method.weight_unclear",
            weight=weight,
            count=format_number(count, 0),
        )
        for weight, count in counts.most_common()
    ]
    return "; ".join(listed)


def _print_weight(writer: Writer, weight: str) -> str:
    if not weight:
        return writer.say("method.weight_unknown")
    return writer.say("method.weight_given" if ";" in weight else "method.weight_text", weight=weight)


def _exact(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)
