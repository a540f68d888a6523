"""The rows that were not imported, as a workbook to mend and import again: text only, reasons beside them."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from puas.exchange.answer_imports_rows import BadRow
from puas.language import say

SHEET = "Baris ditolak"
MOST = 100_000
ROW, REASON = "Baris", "Alasan ditolak"


class RejectionBook:
    """Takes bad rows one by one and writes the file when it is left; without a row there is no file."""

    def __init__(self, path: Path, language: str = "id") -> None:
        self.path, self.language, self.count = path, language, 0
        self._book: Any = None
        self._sheet: Any = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._book is not None:
            self._book.close()

    def add(self, bad: BadRow, headings: Sequence[str]) -> None:
        """Write one row; beyond MOST they are only counted."""
        if self._book is None:
            self._open(headings)
        self.count += 1
        if self.count > MOST:
            return
        for column, cell in enumerate((str(bad.row), self._explain(bad), *bad.cells)):
            self._sheet.write_string(self.count, column, cell[:32_000])

    def _open(self, headings: Sequence[str]) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self.path), options)
        self._sheet = self._book.add_worksheet(SHEET)
        bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._sheet.set_column(0, 0, 8)
        self._sheet.set_column(1, 1, 60)
        self._sheet.set_column(2, 2 + len(headings), 18)
        self._sheet.freeze_panes(1, 2)
        for column, heading in enumerate((ROW, REASON, *headings)):
            self._sheet.write_string(0, column, heading, bold)

    def _explain(self, bad: BadRow) -> str:
        return "; ".join(
            f"{heading[:80]}: {say(sentence, self.language, **data)}"
            if heading
            else say(sentence, self.language, **data)
            for heading, sentence, data in bad.reasons
        )
