"""The narrow waist: the integers from which every figure of the method is computed. Tallies add, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from puas.errors import BadInput
from puas.methodology.answers import element_scores
from puas.methodology.instruments import Instrument

Counts = tuple[int, int, int, int]


def count_pairs(elements: int) -> int:
    """Return the number of pairs i <= j of `elements` elements."""
    return elements * (elements + 1) // 2


@dataclass(frozen=True)
class Tally:
    """Counts and sums over one group of responses to one instrument version; integers only.

    E elements, x = scaled element score (0 when unanswered). item_counts[k] = how many answered item k with
    1, 2, 3, 4; answered[i] = respondents with element i; sums[i] = sum of x_i; pairs and cross = respondents
    with both i and j, and the sum of x_i * x_j, for i <= j in the order (0,0), (0,1) .. (E-1,E-1);
    sums_given[i * E + j] = sum of x_i over those who answered element j.
    """

    instrument: str
    scales: tuple[int, ...]
    respondents: int
    item_counts: tuple[Counts, ...]
    answered: tuple[int, ...]
    sums: tuple[int, ...]
    pairs: tuple[int, ...]
    cross: tuple[int, ...]
    sums_given: tuple[int, ...]

    @classmethod
    def empty(cls, instrument: Instrument) -> "Tally":
        """Return the tally of no responses."""
        size = len(instrument.elements)
        zeros, pair_zeros = (0,) * size, (0,) * count_pairs(size)
        item_counts = ((0, 0, 0, 0),) * len(instrument.items)
        return cls(
            instrument.id,
            instrument.scales,
            0,
            item_counts,
            zeros,
            zeros,
            pair_zeros,
            pair_zeros,
            (0,) * size**2,
        )

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both groups; BadInput `tally_mixed` when their instruments differ."""
        return self._combine(other, 1)

    def __sub__(self, other: "Tally") -> "Tally":
        """Return the tally of this group without `other`, a part of it; BadInput `tally_mixed` as for a sum.

        What is no part of the group gives negative counts, which `from_dict` refuses.
        """
        return self._combine(other, -1)

    def _combine(self, other: "Tally", sign: int) -> "Tally":
        if (self.instrument, self.scales) != (other.instrument, other.scales):
            raise BadInput(
                "tally_mixed",
                "Jawaban dari kuesioner {a} dan {b} tidak dapat dijumlahkan. "
                "Hitung masing-masing, lalu rata-ratakan.",
                a=self.instrument,
                b=other.instrument,
            )
        return Tally(
            self.instrument,
            self.scales,
            self.respondents + sign * other.respondents,
            tuple(_add_counts(a, b, sign) for a, b in zip(self.item_counts, other.item_counts, strict=True)),
            _add(self.answered, other.answered, sign),
            _add(self.sums, other.sums, sign),
            _add(self.pairs, other.pairs, sign),
            _add(self.cross, other.cross, sign),
            _add(self.sums_given, other.sums_given, sign),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the tally as JSON values: integers, lists, and the instrument's name."""
        plain: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()} | {
            "item_counts": [list(counts) for counts in self.item_counts]
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Tally":
        """Return the tally kept by `to_dict`; BadInput `tally_broken` when lengths or types do not fit."""
        try:
            tally = cls(
                instrument=data["instrument"],
                respondents=data["respondents"],
                item_counts=tuple((a, b, c, d) for a, b, c, d in data["item_counts"]),
                **{name: tuple(data[name]) for name in _LISTS},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _broken() from error
        if not _is_whole(tally):
            raise _broken()
        return tally


_LISTS = ("scales", "answered", "sums", "pairs", "cross", "sums_given")


def _is_whole(tally: Tally) -> bool:
    size = len(tally.scales)
    lengths = tuple(len(getattr(tally, name)) for name in _LISTS)
    numbers = [tally.respondents, *(n for name in _LISTS for n in getattr(tally, name))]
    numbers += [n for counts in tally.item_counts for n in counts]
    expected = (size, size, size, count_pairs(size), count_pairs(size), size**2)
    return (
        type(tally.instrument) is str
        and lengths == expected
        and all(type(number) is int and number >= 0 for number in numbers)
    )


def _broken() -> BadInput:
    return BadInput(
        "tally_broken", "Rekaman hitungan rusak: isinya tidak lengkap. Hitung ulang dari jawabannya."
    )


def _add(a: Sequence[int], b: Sequence[int], sign: int) -> tuple[int, ...]:
    return tuple(x + sign * y for x, y in zip(a, b, strict=True))


def _add_counts(a: Counts, b: Counts, sign: int) -> Counts:
    return a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2], a[3] + sign * b[3]


def tally_responses(instrument: Instrument, responses: Iterable[Sequence[int]]) -> Tally:
    """Return the tally of `responses` (scores per item, 0 = unanswered): the reference for every engine."""
    counter = _Counter(instrument)
    for scores in responses:
        counter.count(scores)
    return counter.result()


class _Counter:
    """Counts responses in place; written for plainness, not for speed."""

    def __init__(self, instrument: Instrument) -> None:
        size = len(instrument.elements)
        self.instrument = instrument
        self.respondents = 0
        self.item_counts = [[0, 0, 0, 0] for _ in instrument.items]
        self.answered = [0] * size
        self.sums = [0] * size
        self.pairs = [0] * count_pairs(size)
        self.cross = [0] * count_pairs(size)
        self.sums_given = [0] * size**2

    def count(self, scores: Sequence[int]) -> None:
        self.respondents += 1
        for place, score in enumerate(scores):
            if score:
                self.item_counts[place][score - 1] += 1
        values = element_scores(self.instrument, scores)
        self._count_elements(values)
        self._count_pairs(values)

    def _count_elements(self, values: Sequence[int]) -> None:
        for i, x in enumerate(values):
            self.answered[i] += x > 0
            self.sums[i] += x
            for j, y in enumerate(values):
                self.sums_given[i * len(values) + j] += x if y else 0

    def _count_pairs(self, values: Sequence[int]) -> None:
        places = ((i, j) for i in range(len(values)) for j in range(i, len(values)))
        for place, (i, j) in enumerate(places):
            self.pairs[place] += values[i] > 0 and values[j] > 0
            self.cross[place] += values[i] * values[j]

    def result(self) -> Tally:
        return Tally(
            self.instrument.id,
            self.instrument.scales,
            self.respondents,
            tuple((a, b, c, d) for a, b, c, d in self.item_counts),
            tuple(self.answered),
            tuple(self.sums),
            tuple(self.pairs),
            tuple(self.cross),
            tuple(self.sums_given),
        )
