"""What the parts of every report are written with: sentences filled from TOML, and running numbers."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from puas.methodology.grades import Grade, grade_of
from puas.methodology.numbers import Number, format_number
from puas.reports.wording import Wording


class SentenceWriter(ABC):
    """Fills sentences and hands out running numbers. A report's own writer says what all of them may name."""

    wording: Wording
    tables: Iterator[int]
    figures: Iterator[int]

    @property
    @abstractmethod
    def shared(self) -> Mapping[str, object]:
        """What every sentence may name, for example {agency} and {period}."""

    def say(self, key: str, /, **data: object) -> str:
        """Return the sentence at `key`."""
        return self.wording.say(key, **{**self.shared, **data})

    def say_all(self, key: str, /, **data: object) -> tuple[str, ...]:
        """Return the list of sentences at `key`."""
        return self.wording.say_all(key, **{**self.shared, **data})

    def title_table(self, number: int, title: str) -> str:
        """Return "Tabel 3. ..."."""
        return self.wording.say("words.table", number=number, title=title)

    def title_figure(self, number: int, title: str) -> str:
        """Return "Gambar 1. ..."."""
        return self.wording.say("words.figure", number=number, title=title)

    def join(self, words: Sequence[str]) -> str:
        """Return "a", "a dan b", or "a, b, dan c"."""
        conjunction = self.wording.say("words.and")
        if len(words) < 3:
            return f" {conjunction} ".join(words)
        return f"{', '.join(words[:-1])}, {conjunction} {words[-1]}"

    def print_grade(self, index: Number | None) -> str:
        """Return "A (Sangat baik)", or the sign for no figure."""
        grade = grade_exactly(index)
        if grade is None:
            return self.wording.say("words.no_figure")
        return self.wording.say("words.grade", letter=grade.letter, performance=grade.performance)


def grade_exactly(index: Number | None) -> Grade | None:
    """Return the grade of an exact index; None stays None."""
    return None if index is None else grade_of(Fraction(index))


def print_index(value: Number) -> str:
    """Return an index or element value with its two decimals."""
    return format_number(value, 2)


def count_text(value: int) -> str:
    """Return a whole number with dots between thousands."""
    return format_number(value, 0)
