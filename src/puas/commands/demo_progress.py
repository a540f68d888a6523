"""Progress on standard error: a bar that moves on a terminal, one finished line per step elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TextIO, TypeVar

from puas.methodology.numbers import format_number

Item = TypeVar("Item")
WIDTH = 20
LABEL_WIDTH = 33  # a whole line fits 80 columns, or \r could not go back to its start
REDRAW_SECONDS = 0.1


class Progress:
    """One step of a long command. `advance` moves it; leaving the `with` block writes its last line."""

    def __init__(self, label: str, total: int, stream: TextIO) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self.stream = stream
        self._moves = stream.isatty()
        self._started = time.monotonic()
        self._drawn = 0.0

    def advance(self, steps: int = 1) -> None:
        """Count `steps` more; on a terminal the bar is drawn again, at most ten times a second."""
        self.done += steps
        now = time.monotonic()
        if self._moves and now - self._drawn >= REDRAW_SECONDS:
            self._drawn = now
            self._write(f"\r{self._text()}")

    def finish(self) -> None:
        """Write the step's last line, with the seconds it took."""
        seconds = format_number(Decimal(time.monotonic() - self._started), 1)
        start = "\r" if self._moves else ""
        self._write(f"{start}{self._text()}  {seconds} s\n")

    def _text(self) -> str:
        filled = WIDTH if self.total == 0 else min(WIDTH, WIDTH * self.done // self.total)
        bar = f"[{'█' * filled}{'·' * (WIDTH - filled)}]" if self._moves else ""
        counted = f"{format_number(self.done, 0)}/{format_number(self.total, 0)}" if self.total > 1 else ""
        return f"{self.label:<{LABEL_WIDTH}} {bar} {counted:>13}"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


@contextmanager
def step(label: str, total: int = 1, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show one step of `total` parts; one part needs no `advance`. An error leaves the line unwritten."""
    progress = Progress(label, total, stream or sys.stderr)
    yield progress
    progress.done = progress.done if total > 1 else 1
    progress.finish()


def each(label: str, items: Iterable[Item], stream: TextIO | None = None) -> Iterator[Item]:
    """Yield `items` while the step shows how many are done."""
    known = list(items)
    with step(label, len(known), stream) as progress:
        for item in known:
            yield item
            progress.advance()
