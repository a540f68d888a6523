"""Which unit a row of a table is, and which one stands above it: by name, by number, or by "Above > Name"."""

from collections.abc import Iterable, Sequence

from puas.exchange.unit_rows import Reason, UnitFacts
from puas.language import gettext_noop
from puas.methodology.units import normalise_name
from puas.models import Unit

Node = tuple[str, int]
"""("unit", id) of a unit that is there, or ("row", line) of one that the table adds."""


class Tree:
    """The units of an agency as they would be with the rows of a table."""

    def __init__(self, units: Sequence[Unit], facts: Sequence[UnitFacts]) -> None:
        """`units`: the root and all that have not ended."""
        self._units = {unit.pk: unit for unit in units}
        self._root = next(unit for unit in units if unit.is_root)
        self._facts = {fact.line: fact for fact in facts}
        self._reasons: dict[int, list[Reason]] = {}
        self._found: dict[int, Unit | None] = {}
        self._match()
        self._names: dict[Node, str] = {("unit", unit.pk): unit.name for unit in units}
        self._numbers: dict[Node, int | None] = {("unit", unit.pk): unit.number for unit in units}
        self._above: dict[Node, Node | None] = {self._key(unit): self.parent_now(unit) for unit in units}
        self._read_rows()
        self._resolve()
        self._refuse_new()
        self._refuse_what_hangs()

    def unit_of(self, facts: UnitFacts) -> Unit | None:
        """Return the unit that a row is; None for a new one."""
        return self._found.get(facts.line)

    def parent_of(self, facts: UnitFacts) -> Node | None:
        """Return what stands above a row's unit afterwards; None when that cannot be said."""
        return self._above.get(self._node(facts))

    def parent_now(self, unit: Unit) -> Node | None:
        """Return what stands above a unit today."""
        return ("unit", unit.parent_id) if unit.parent_id else None

    def reasons_of(self, facts: UnitFacts) -> tuple[Reason, ...]:
        """Return why a row cannot be placed."""
        return tuple(self._reasons.get(facts.line, ()))

    def name_of(self, node: Node | None) -> str:
        """Return the name of a unit or row; "" for none."""
        return self._names.get(node, "") if node else ""

    def _refuse_new(self) -> None:
        """Refuse new units of no kind, and those with the number of a sibling that no row is about."""
        about = {unit.pk for unit in self._found.values() if unit}
        for fact in self._facts.values():
            if self._is_bad(fact) or self.unit_of(fact):
                continue
            if not fact.kind:
                self._refuse(fact, gettext_noop("Unit baru: isi jenisnya."))
            elif twin := self._unit_with_number(fact.number, self.parent_of(fact), about):
                sentence = gettext_noop(
                    "Nomor {number} dipakai {unit}, yang tidak ada di berkas ini. Bila {unit} berganti nama, "
                    "catat di halamannya (Ganti nama); bila ini unit lain, beri nomor lain."
                )
                self._refuse(fact, sentence, number=fact.number, unit=twin.name)

    def _unit_with_number(self, number: int | None, parent: Node | None, about: set[int]) -> Unit | None:
        return next(
            (
                unit
                for unit in self._units.values()
                if number
                and unit.number == number
                and self.parent_now(unit) == parent
                and unit.pk not in about
            ),
            None,
        )

    def _key(self, unit: Unit) -> Node:
        return ("unit", unit.pk)

    def _node(self, facts: UnitFacts) -> Node:
        unit = self._found.get(facts.line)
        return self._key(unit) if unit else ("row", facts.line)

    def _refuse(self, facts: UnitFacts, sentence: str, **data: object) -> None:
        self._reasons.setdefault(facts.line, []).append((sentence, data))

    def _is_bad(self, facts: UnitFacts) -> bool:
        return bool(facts.reasons or self._reasons.get(facts.line))

    def _match(self) -> None:
        """Find the unit of each row by its name, and by its parent where a name repeats."""
        by_name: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            by_name.setdefault(normalise_name(unit.name), []).append(unit)
        rows: dict[str, list[UnitFacts]] = {}
        for fact in self._facts.values():
            rows.setdefault(normalise_name(fact.name), []).append(fact)
        for name, facts in rows.items():
            self._match_name(facts, by_name.get(name, []))

    def _match_name(self, facts: list[UnitFacts], there: list[Unit]) -> None:
        seen: dict[object, int] = {}
        for fact in facts:
            fits = there
            if len(there) > 1 or len(facts) > 1:
                fits = [unit for unit in there if not unit.is_root and self._stands_under(unit, fact.parent)]
            if self._root in fits:
                self._refuse(fact, gettext_noop("Ini instansinya sendiri; cukup tulis unit di bawahnya."))
            elif len(fits) > 1 or (len(there) > 1 and not fact.parent):
                sentence = gettext_noop(
                    "Ada {count} unit bernama ini. Tulis induknya supaya jelas yang mana."
                )
                self._refuse(fact, sentence, count=len(there))
            self._found[fact.line] = fits[0] if len(fits) == 1 else None
            same = fits[0].pk if len(fits) == 1 else normalise_name(fact.parent)
            if same in seen:
                self._refuse(fact, gettext_noop("Unit ini sudah tertulis di baris {line}."), line=seen[same])
            seen.setdefault(same, fact.line)

    def _stands_under(self, unit: Unit, text: str) -> bool:
        """Say whether `text` names what stands above `unit` today; an empty text, the agency."""
        above = self._units.get(unit.parent_id or 0)
        if above is None:
            return False
        if not text:
            return above.is_root
        *path, last = _segments(text)
        if text.isdigit():
            return above.number == int(text)
        if normalise_name(text) == normalise_name(above.name):
            return True
        return normalise_name(above.name) == last and (
            not path or self._stands_under(above, " > ".join(path))
        )

    def _read_rows(self) -> None:
        for fact in self._facts.values():
            node = self._node(fact)
            if node[0] == "row":
                self._names[node] = fact.name
            if fact.number:
                self._numbers[node] = fact.number

    def _resolve(self) -> None:
        """Find what stands above each row; a path needs what is above it first, so look more than once."""
        by_name: dict[str, list[Node]] = {}
        for node, name in self._names.items():
            by_name.setdefault(normalise_name(name), []).append(node)
        by_number: dict[int, list[Node]] = {}
        for node, number in self._numbers.items():
            if number:
                by_number.setdefault(number, []).append(node)
        waiting = list(self._facts.values())
        for _ in range(6):
            left = [fact for fact in waiting if not self._place(fact, by_name, by_number)]
            if not left or len(left) == len(waiting):
                break
            waiting = left
        for fact in left:
            count = len(self._candidates(fact.parent, by_name, by_number))
            sentence = (
                gettext_noop("Induk “{parent}” ada beberapa. Tulis nomornya, atau seperti Induk > Unit.")
                if count
                else gettext_noop("Induk “{parent}” tidak ada di berkas ini atau di instansi.")
            )
            self._refuse(fact, sentence, parent=fact.parent)

    def _place(
        self, fact: UnitFacts, by_name: dict[str, list[Node]], by_number: dict[int, list[Node]]
    ) -> bool:
        node, unit = self._node(fact), self.unit_of(fact)
        if not fact.parent:
            self._above[node] = self.parent_now(unit) if unit else self._key(self._root)
            return True
        found = self._candidates(fact.parent, by_name, by_number)
        if len(found) == 1:
            self._above[node] = found[0]
        return len(found) == 1

    def _candidates(
        self, text: str, by_name: dict[str, list[Node]], by_number: dict[int, list[Node]]
    ) -> list[Node]:
        if text.isascii() and text.isdigit() and len(text) < 10:
            return by_number.get(int(text), [])
        whole = by_name.get(normalise_name(text), [])
        *path, last = _segments(text)
        if whole or not path:
            return whole
        return [node for node in by_name.get(last, []) if self._ends_with(node, path)]

    def _ends_with(self, node: Node, path: Sequence[str]) -> bool:
        """Say whether the names above `node`, nearest first, are those of `path` from its end."""
        above: Node | None = node
        for name in reversed(path):
            above = self._above.get(above) if above else None
            if above is None or normalise_name(self._names[above]) != name:
                return False
        return True

    def _refuse_what_hangs(self) -> None:
        """Refuse rows that would stand below themselves, then those below a new row that is refused."""
        for fact in self._facts.values():
            if self._goes_round(self._node(fact)):
                self._refuse(
                    fact, gettext_noop("Unit ini akan berada di bawah dirinya sendiri. Periksa induknya.")
                )
        waiting = [fact for fact in self._facts.values() if not self._is_bad(fact)]
        while True:
            hanging = [fact for fact in waiting if self._hangs(fact)]
            if not hanging:
                return
            for fact in hanging:
                above = self._above[self._node(fact)]
                assert above is not None
                sentence = gettext_noop("Induknya di baris {line} belum dapat diterima; perbaiki dahulu.")
                self._refuse(fact, sentence, line=above[1])
            waiting = [fact for fact in waiting if not self._is_bad(fact)]

    def _hangs(self, fact: UnitFacts) -> bool:
        above = self._above.get(self._node(fact))
        return above is not None and above[0] == "row" and self._is_bad(self._facts[above[1]])

    def _goes_round(self, node: Node) -> bool:
        seen: set[Node] = set()
        above: Node | None = node
        while above is not None and above not in seen:
            seen.add(above)
            above = self._above.get(above)
        return above is not None


def _segments(text: str) -> Iterable[str]:
    return [normalise_name(part) for part in text.split(">")]
