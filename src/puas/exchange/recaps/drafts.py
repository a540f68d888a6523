"""A row while it is being understood: the pieces of a block, and what each step found in them."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from puas.exchange.recaps.blocks import Block
from puas.exchange.recaps.cells import (
    EMPTY,
    GARBLED,
    JOINED,
    Reading,
    is_blank,
    parse_count,
    parse_letter,
    parse_methods,
    parse_percent,
    parse_share,
    parse_value,
    parse_word,
)
from puas.exchange.recaps.labels import Label, parse_label
from puas.exchange.recaps.lines import flatten
from puas.methodology.findings.recaps import Plan, Priority, Repair, RowKind
from puas.methodology.grades import GRADES
from puas.methodology.periods import Period

NO_NUMBER = "Teks ini bukan angka."
TAIL = "Angka terakhirnya tercetak pada baris di bawahnya."
LETTER_LOST = "Huruf mutu tidak terbaca; kata mutunya yang tersisa hanya dipakai untuk huruf ini."
METHOD_CUT = "Sel terpotong setelah kata sambung; hanya ada dua metode, jadi yang hilang adalah yang satunya."
_LETTERS = {grade.performance: grade.letter for grade in GRADES}


@dataclass
class Draft:
    """One row of the table, not yet frozen. `values` is by element key; an absent key was not printed."""

    block: Block
    unit_text: str = ""
    number_text: str = ""
    parent_text: str = ""
    label: Label = field(default_factory=Label)
    label_text: str = ""
    kind: RowKind = RowKind.SURVEY
    unit: str = ""
    no: int | None = None
    parent: str | None = None
    period: Period | None = None
    values: dict[str, Decimal] = field(default_factory=dict)
    respondents: int | None = None
    population: int | None = None
    grade: str | None = None
    grade_word: str | None = None
    methods: tuple[str, ...] = ()
    realisation: Decimal | None = None
    done: int | None = None
    planned: int | None = None
    priorities: list[Priority] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)

    def mend(self, name: str, printed: str, value: object, reason: str, **data: object) -> None:
        """Write down that `name` is not as printed, from what and why."""
        self.repairs.append(Repair(name, flatten(printed), str(value), reason, data))


def build_draft(block: Block, elements: tuple[str, ...]) -> Draft:
    """Return the draft of `block` with every cell read that can be understood without its neighbours."""
    draft = Draft(
        block,
        unit_text=flatten(block.text("unit")),
        number_text=flatten(block.pieces.get("no", [""])[0]),
        parent_text=flatten(block.text("parent")),
        label_text=flatten(block.text("period")),
    )
    draft.label = _label(block, draft.label_text)
    for name in (*elements, "index"):
        _read_value(draft, name)
    _read_counts(draft)
    _read_words(draft)
    return draft


def _label(block: Block, text: str) -> Label:
    label = parse_label(text)
    if block.columns.at("period") is None:
        label = parse_label(block.heading)
    printed = block.text("printed_period")
    spelled = parse_label(printed)
    year = block.text("year")
    if spelled.months or spelled.average:
        label = Label(
            label.kind,
            label.number,
            label.year,
            spelled.months or label.months,
            label.average or spelled.average,
        )
    if year[:4].isdigit() and label.year is None:
        label = Label(label.kind, label.number, int(year[:4]), label.months, label.average, label.several)
    return label


def _read_value(draft: Draft, name: str) -> None:
    printed, tail = draft.block.text(name), draft.block.tails.get(name, "")
    reading = parse_value(printed)
    if tail and reading.value is not None and "." in str(reading.value):
        reading = Reading(Decimal(f"{reading.value}{tail}"), reason=TAIL)
        printed = f"{printed} {tail}"
    _take(draft, name, printed, reading)
    if reading.value is not None:
        draft.values[name] = reading.value


def _take(draft: Draft, name: str, printed: str, reading: Reading) -> None:
    if reading.unreadable:
        draft.unreadable.add(name)
        draft.mend(name, printed, "unreadable", NO_NUMBER)
    elif reading is EMPTY or reading.value is None:
        if draft.block.columns.at(name) is not None:
            draft.blank.add(name)
    elif reading.reason in (JOINED, TAIL, GARBLED):
        draft.mend(name, printed, reading.value, reading.reason)


def _read_counts(draft: Draft) -> None:
    for name in ("respondents", "population"):
        reading = _whole(parse_count(draft.block.text(name)), draft, name)
        _take(draft, name, draft.block.text(name), reading)
        setattr(draft, name, int(reading.value) if reading.value is not None else None)
    reading = parse_percent(draft.block.text("realisation"))
    _take(draft, "realisation", draft.block.text("realisation"), reading)
    draft.realisation = reading.value
    if share := parse_share(draft.block.text("realisation")):
        draft.done, draft.planned = share


def _whole(reading: Reading, draft: Draft, name: str) -> Reading:
    """A spreadsheet that holds 4.087 as a number meant 4087: thousands dots typed where dots are
    decimal."""
    if reading.unreadable and name in draft.block.typed:
        value = parse_value(draft.block.text(name)).value
        if value is not None and value * 1000 == int(value * 1000):
            return Reading(value * 1000, reason=JOINED)
    return reading


def _read_words(draft: Draft) -> None:
    grade, word = draft.block.text("grade"), draft.block.text("grade_word")
    draft.grade = parse_letter(grade) or (parse_letter(word) if word else None)
    draft.grade_word = parse_word(word) or parse_word(grade)
    if draft.grade is None and "(" in grade and draft.grade_word:
        draft.grade = _LETTERS[draft.grade_word]
        draft.mend("grade", grade, draft.grade, LETTER_LOST)
    methods = draft.block.text("methods")
    draft.methods = parse_methods(methods)
    if len(draft.methods) == 1 and re.search(r"(?i)\b(dan|&)\s*(SKM)?\s*$", methods):
        draft.methods = (*draft.methods, "online" if draft.methods == ("offline",) else "offline")
        draft.mend("methods", methods, "+".join(draft.methods), METHOD_CUT)
    if not draft.methods and draft.block.columns.at("methods") is not None:
        (draft.blank if is_blank(methods) else draft.unreadable).add("methods")
