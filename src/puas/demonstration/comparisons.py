"""Printed against computed: the table the demonstration prints, one line per unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from puas.demonstration.sums import Miss, MissReason
from puas.language import say
from puas.methodology.numbers import format_number

# Nine means cut to two decimals, times 25: the index of a whole answer can lie this far from a printed one.
TOLERANCE = Decimal("0.13")

REASONS = {
    MissReason.ABOVE: "di atas nilai sempurna 4,00: {parts}",
    MissReason.BELOW: "di bawah nilai terendah 1,00: {parts}",
    MissReason.BETWEEN: "tidak dihasilkan jumlah bulat mana pun: {parts}",
}


@dataclass(frozen=True)
class Comparison:
    """One unit: the printed index, the one computed from single answers (None: not yet), why they part."""

    group: int
    unit: str
    is_child: bool
    respondents: int
    printed: Decimal
    computed: Decimal | None
    misses: tuple[Miss, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Return computed minus printed, in points of the index."""
        return None if self.computed is None else self.computed - self.printed

    @property
    def is_within(self) -> bool:
        """Say whether the computed index lies within TOLERANCE of the printed one."""
        return self.difference is not None and abs(self.difference) <= TOLERANCE


def count_within(comparisons: Sequence[Comparison]) -> int:
    """Return how many units lie within the tolerance."""
    return sum(line.is_within for line in comparisons)


def comparison_lines(comparisons: Sequence[Comparison], width: int = 48) -> Iterator[str]:
    """Yield the table as lines of text; a unit whose figure cannot be met is followed by the reason."""
    head = (say("No"), say("Unit"), say("Responden"), say("Tercetak"), say("Dihitung"), say("Selisih"))
    yield f"{head[0]:>3}  {head[1]:<{width}} {head[2]:>9} {head[3]:>8} {head[4]:>8} {head[5]:>7}"
    for line in comparisons:
        yield _line(line, width)
        if line.misses:
            yield f"{'':7}{explain_misses(line.misses)}"


def explain_misses(misses: Sequence[Miss]) -> str:
    """Return a sentence that names the elements no own survey could give, and what it would have needed."""
    reasons = []
    for reason, sentence in REASONS.items():
        parts = [f"{m.element} {format_number(m.needed, 2)}" for m in misses if m.reason is reason]
        if parts:
            reasons.append(say(sentence, parts=", ".join(parts)))
    return say(
        "Survei sendiri mana pun tidak dapat memberi angka tercetak; rata-rata yang diperlukan "
        "{reasons}. Dipakai nilai terdekat yang mungkin.",
        reasons="; ".join(reasons),
    )


def _line(line: Comparison, width: int) -> str:
    number = "" if line.is_child else str(line.group)
    name = _shorten(("  " if line.is_child else "") + line.unit, width)
    computed = "–" if line.computed is None else format_number(line.computed, 2)
    difference = "–" if line.difference is None else signed(line.difference)
    mark = "" if line.is_within else "  *"
    return (
        f"{number:>3}  {name:<{width}} {format_number(line.respondents, 0):>9} "
        f"{format_number(line.printed, 2):>8} {computed:>8} {difference:>7}{mark}"
    )


def signed(value: Decimal) -> str:
    """Return a difference of two indices with its sign and two decimals ("+0,04", "0,00", "-0,25")."""
    return ("+" if value > 0 else "") + format_number(value, 2)


def _shorten(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 1] + "…"
