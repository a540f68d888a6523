"""From the cells of one row to one answer, or to the reasons why it is none."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from puas.errors import BadInput
from puas.exchange.answer_imports_columns import (
    COMMENT,
    CONSENT,
    FILLED_AT,
    IGNORED,
    ITEM,
    NUMBER,
    PERSONAL,
    PROFILE,
    SERVICE,
)
from puas.exchange.answer_imports_facts import build_fact_readers, read_moment
from puas.exchange.answer_imports_words import WordReader
from puas.exchange.answer_sheets_headings import fold
from puas.exchange.answer_templates import EXAMPLE, example_cells
from puas.language import gettext_noop
from puas.methodology.answers import is_complete, parse_profile, parse_scores
from puas.methodology.instruments import Instrument

LONGEST_COMMENT = 4000
LONGEST_VALUE = 60
"""What is shown of a cell that could not be read."""

_REFUSED = frozenset({"tidak", "no", "n", "0", "false", "tidak setuju", "tidak bersedia", "menolak"})

PROFILES = 20_000
"""Profiles remembered at most, however many different ones a file holds."""

_EXAMPLE = fold(EXAMPLE)
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
"""Writes what an answer's name is made from; written otherwise, every imported answer gets another uuid."""

Reason = tuple[str, str, dict[str, Any]]
"""Heading of the column ("" for the row), sentence with {places}, their values."""


@dataclass(frozen=True)
class Plan:
    """How a file is read. `targets[c]` is what column c is for; `services` are folded names -> id.

    Rows dated outside `starts`..`ends` are refused unless one of them is None.
    """

    targets: tuple[str, ...]
    zone: str = "Asia/Jakarta"
    sheet: str = ""
    services: Mapping[str, int] = field(default_factory=dict)
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class GoodRow:
    """One answer. `key` names its content: equal rows of one file differ in the number at its end."""

    row: int
    key: str
    scores: tuple[int, ...]
    profile: dict[str, Any]
    comment: str
    answered_at: datetime | None
    service: int | None


@dataclass(frozen=True)
class BadRow:
    """A row that is no answer; `cells` hold only columns that would have been imported."""

    row: int
    reasons: tuple[Reason, ...]
    cells: tuple[str, ...]


def _write_content(
    scores: tuple[int, ...], profile: str, comment: str, moment: datetime | None, service: int | None
) -> str:
    """Return what _WRITER makes of the list of these, from a profile that it has written already."""
    at = f'"{moment.isoformat()}"' if moment else "null"
    number = "null" if service is None else service
    return f"[{list(scores)}, {profile}, {_WRITER.encode(comment)}, {at}, {number}]"


class RowReader:
    """Reads the rows of one file in order; `examples` counts untouched example rows of the template."""

    def __init__(self, instrument: Instrument, plan: Plan, headings: Sequence[str]) -> None:
        self.instrument, self.plan, self.headings = instrument, plan, headings
        self.examples = 0
        self._zone = ZoneInfo(plan.zone)
        self._place = {target: c for c, target in enumerate(plan.targets) if target}
        self._items = [(self._place.get(ITEM + item.key), WordReader(item)) for item in instrument.items]
        facts = build_fact_readers(instrument, self._zone)
        self._facts = [(self._place[PROFILE + k], r) for k, r in facts.items() if PROFILE + k in self._place]
        self._kept = [c for c, t in enumerate(plan.targets) if t not in (IGNORED, PERSONAL, NUMBER)]
        self._seen: Counter[bytes] = Counter()
        self._folded: dict[str, str] = {}
        self._fine: set[tuple[int, ...]] = set()
        self._profiles: dict[tuple[str, ...], tuple[dict[str, Any], str]] = {}
        self._example = example_cells(instrument)

    def read(self, row: int, cells: Sequence[str]) -> GoodRow | BadRow | None:
        """Return what the row is; None for a blank one and for the example of a template."""
        width = len(self.plan.targets)
        given = [cell.strip() for cell in cells[:width]] + [""] * (width - len(cells))
        if not any(given[place] for place in self._kept):
            return None
        if self._is_example(given):
            self.examples += 1
            return None
        reasons: list[Reason] = []
        if any(cell.strip() for cell in cells[width:]):
            reasons.append(("", gettext_noop("Baris ini punya lebih banyak sel daripada judul kolomnya"), {}))
        good = self._build(row, given, reasons)
        if good is not None and not reasons:
            return good
        return BadRow(row, tuple(reasons[:10]), tuple(given[place][:500] for place in self._kept))

    @property
    def kept_headings(self) -> tuple[str, ...]:
        """Return the headings of a BadRow's cells."""
        return tuple(self.headings[place] for place in self._kept)

    def _build(self, row: int, given: list[str], reasons: list[Reason]) -> GoodRow | None:
        self._check_marks(given, reasons)
        scores = self._read_scores(given, reasons)
        profile, written = self._read_profile(given, reasons)
        comment = self._read_comment(given, reasons)
        moment = self._read_moment(given, reasons)
        service = self._read_service(given, reasons)
        answered_at = moment or self._noon_of(profile)
        self._check_period(profile, answered_at, reasons)
        if reasons:
            return None
        key = self._name(_write_content(scores, written, comment, moment, service))
        return GoodRow(row, key, scores, profile, comment, answered_at, service)

    def _name(self, content: str) -> str:
        """Return the content's digest and how often it has stood in this file so far, this time included."""
        digest = hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).digest()
        self._seen[digest] += 1
        return f"{digest.hex()}:{self._seen[digest]}"

    def _cell(self, given: Sequence[str], target: str) -> str:
        place = self._place.get(target)
        return "" if place is None else given[place]

    def _not_read(self, place: int, given: Sequence[str]) -> Reason:
        value = given[place][:LONGEST_VALUE]
        return self.headings[place], gettext_noop("“{value}” tidak dimengerti"), {"value": value}

    def _is_marked(self, given: Sequence[str]) -> bool:
        number = self._cell(given, NUMBER)
        return not number.isdecimal() and fold(number) == _EXAMPLE

    def _fold(self, text: str) -> str:
        """Return the folded text; the few words of a column are folded once."""
        folded = self._folded.get(text)
        if folded is None:
            folded = fold(text)
            if len(self._folded) < 5000:  # hostile files have a new word in every row
                self._folded[text] = folded
        return folded

    def _is_example(self, given: Sequence[str]) -> bool:
        if not self._is_marked(given):
            return False
        return all(given[c].removesuffix(".0") == self._example.get(self.headings[c], "") for c in self._kept)

    def _check_marks(self, given: Sequence[str], reasons: list[Reason]) -> None:
        if self._is_marked(given):
            heading = self.headings[self._place[NUMBER]]
            sentence = gettext_noop("Baris ini masih bertanda contoh; ganti tanda itu dengan nomor urut")
            reasons.append((heading, sentence, {}))
        if self._fold(self._cell(given, CONSENT)) in _REFUSED:
            heading = self.headings[self._place[CONSENT]]
            reasons.append((heading, gettext_noop("Responden tidak menyetujui pengolahan jawabannya"), {}))

    def _read_scores(self, given: list[str], reasons: list[Reason]) -> tuple[int, ...]:
        scores = []
        for place, reader in self._items:
            score = 0 if place is None else reader.read(given[place])
            if score is None and place is not None:
                reasons.append(self._not_read(place, given))
            scores.append(score or 0)
        answers = tuple(scores)
        if not reasons and not is_complete(self.instrument, answers) and answers not in self._fine:
            self._judge(answers, reasons)
        return answers

    def _judge(self, answers: tuple[int, ...], reasons: list[Reason]) -> None:
        """Ask the method whether these scores are an answer, once for every combination."""
        keys = (item.key for item in self.instrument.items)
        try:
            parse_scores(self.instrument, dict(zip(keys, (score or None for score in answers), strict=True)))
        except BadInput as refusal:
            reasons.append(("", refusal.message, dict(refusal.data)))
            return
        if len(self._fine) < 100_000:
            self._fine.add(answers)

    def _read_profile(self, given: list[str], reasons: list[Reason]) -> tuple[dict[str, Any], str]:
        """Return the profile, and as it stands in the answer's name; equal cells are read once."""
        cells = tuple([given[place] for place, _ in self._facts])
        found = self._profiles.get(cells)
        if found is None:
            before = len(reasons)
            profile = self._parse_profile(given, reasons)
            found = profile, _WRITER.encode(profile)
            if len(reasons) == before and len(self._profiles) < PROFILES:
                self._profiles[cells] = found
        return found

    def _parse_profile(self, given: list[str], reasons: list[Reason]) -> dict[str, Any]:
        raw: dict[str, object] = {}
        for place, reader in self._facts:
            is_understood, value = reader.read(given[place])
            if not is_understood:
                reasons.append(self._not_read(place, given))
            elif value is not None:
                raw[reader.field.key] = value
        try:
            return parse_profile(self.instrument, raw)
        except BadInput as refusal:
            reasons.append(("", refusal.message, dict(refusal.data)))
            return {}

    def _read_comment(self, given: list[str], reasons: list[Reason]) -> str:
        comment = self._cell(given, COMMENT)
        if len(comment) > LONGEST_COMMENT:
            heading = self.headings[self._place[COMMENT]]
            data = {"longest": LONGEST_COMMENT, "length": len(comment)}
            sentence = gettext_noop("Saran paling panjang {longest} huruf; yang ini {length}.")
            reasons.append((heading, sentence, data))
        return "" if set(comment) <= set("-–—. ") else comment

    def _read_moment(self, given: list[str], reasons: list[Reason]) -> datetime | None:
        text = self._cell(given, FILLED_AT)
        if not text:
            return None
        moment, _ = read_moment(text, self._zone)
        if moment is None:
            reasons.append(self._not_read(self._place[FILLED_AT], given))
        return moment

    def _noon_of(self, profile: Mapping[str, Any]) -> datetime | None:
        day = profile.get("service_date")
        return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=self._zone) if day else None

    def _read_service(self, given: list[str], reasons: list[Reason]) -> int | None:
        text = self._cell(given, SERVICE)
        if not text:
            return None
        found = self.plan.services.get(self._fold(text))
        if found is None:
            data = {"value": text[:LONGEST_VALUE]}
            heading = self.headings[self._place[SERVICE]]
            reasons.append((heading, gettext_noop("“{value}” bukan layanan unit ini"), data))
        return found

    def _check_period(
        self, profile: Mapping[str, Any], answered_at: datetime | None, reasons: list[Reason]
    ) -> None:
        if self.plan.starts is None or self.plan.ends is None or answered_at is None:
            return
        served = profile.get("service_date")
        day = date.fromisoformat(served) if served else answered_at.astimezone(self._zone).date()
        if not self.plan.starts <= day <= self.plan.ends:
            sentence = gettext_noop("Tanggal {day} di luar periode survei ini")
            reasons.append(("", sentence, {"day": day.isoformat()}))
