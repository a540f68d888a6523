"""Strict reading of TOML that can say on which line something is wrong (tomllib itself keeps no lines)."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NoReturn

from puas.errors import BadInput

Path = tuple[str | int, ...]

_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_NAMES = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_PIECES = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[{\]}]')
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in _NAMES.findall(dotted)]


class _Depth:
    """Knows whether a line starts inside a value that began on an earlier line."""

    def __init__(self) -> None:
        self.brackets = 0
        self.quotes = ""

    @property
    def inside(self) -> bool:
        return bool(self.brackets or self.quotes)

    def feed(self, line: str) -> None:
        """Follow brackets and triple quotes through `line`; quotes and comments hide brackets."""
        rest = line
        while rest:
            if self.quotes:
                _, found, rest = rest.partition(self.quotes)
                self.quotes = "" if found else self.quotes
                continue
            piece = _PIECES.search(rest)
            if piece is None:
                return
            rest = rest[piece.end() :]
            self._take(piece.group())

    def _take(self, piece: str) -> None:
        if piece in ('"""', "'''"):
            self.quotes = piece
        elif piece in "[{":
            self.brackets += 1
        elif piece in "]}":
            self.brackets -= 1


def find_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table and key of a valid TOML text, by path ("items", 0, "key")."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    depth = _Depth()
    for number, line in enumerate(text.splitlines(), start=1):
        if depth.inside:
            depth.feed(line)
        elif header := _HEADER.match(line):
            table = _open_table(_names(header.group(2)), header.group(1) == "[[", counts)
            _note(lines, (), table, number)
        elif key := _KEY.match(line):
            _note(lines, table, tuple(_names(key.group(1))), number)
            depth.feed(line[key.end() :])
    return lines


def _open_table(names: list[str], is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    for name in names[:-1]:
        path += (name,)
        if path in counts:
            path += (counts[path],)
    path += (names[-1],)
    if not is_array:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _note(lines: dict[Path, int], table: Path, names: Path, number: int) -> None:
    """Keep the first line of `names` in `table`, and of every table around it."""
    for end in range(1, len(names) + 1):
        lines.setdefault((*table, *names[:end]), number)


class Table:
    """One TOML table and its place. Every read checks the type; `close` refuses what was not read."""

    def __init__(self, data: Mapping[str, Any], path: Path, lines: Mapping[Path, int]) -> None:
        self.data = data
        self.path = path
        self._lines = lines
        self._known: set[str] = set()

    def line(self, key: str = "") -> int:
        """Return the line of `key`, or of the nearest table around it."""
        path: Path = (*self.path, key) if key else self.path
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def refuse(self, code: str, sentence: str, key: str = "", **data: Any) -> NoReturn:
        """Raise BadInput with `sentence` after the number of the line that is wrong."""
        raise BadInput(code, "Baris {line}: " + sentence, line=self.line(key), key=key, **data)

    def has(self, key: str) -> bool:
        """Say whether the optional `key` is there."""
        self._known.add(key)
        return key in self.data

    def names(self) -> tuple[str, ...]:
        """Return every key of the table, in order."""
        return tuple(self.data)

    def _value(self, key: str, kind: type, called: str) -> Any:
        self._known.add(key)
        if key not in self.data:
            self.refuse("toml_missing", "“{key}” belum ada; tambahkan {called}.", key, called=called)
        value = self.data[key]
        if type(value) is not kind:
            self.refuse("toml_type", "“{key}” harus berupa {called}.", key, called=called)
        return value

    def text(self, key: str) -> str:
        """Return the string at `key`; an empty one is refused."""
        value: str = self._value(key, str, "teks dalam tanda kutip")
        if not value.strip():
            self.refuse("toml_empty", "“{key}” tidak boleh kosong.", key)
        return value

    def integer(self, key: str, low: int, high: int) -> int:
        """Return the whole number at `key`, within `low` and `high`."""
        value: int = self._value(key, int, "bilangan bulat")
        if not low <= value <= high:
            self.refuse("toml_range", "“{key}” harus antara {low} dan {high}.", key, low=low, high=high)
        return value

    def flag(self, key: str) -> bool:
        """Return the true or false at `key`."""
        value: bool = self._value(key, bool, "true atau false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of strings at `key`."""
        values = self._value(key, list, "daftar teks")
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            self.refuse("toml_texts", "“{key}” harus berupa daftar teks yang tidak kosong.", key)
        return tuple(values)

    def table(self, key: str) -> "Table":
        """Return the table at `key`."""
        return Table(self._value(key, dict, "tabel"), (*self.path, key), self._lines)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the list of tables at `key`; an absent key is an empty list."""
        if not self.has(key):
            return ()
        values = self._value(key, list, f"daftar tabel [[{key}]]")
        if not all(isinstance(value, dict) for value in values):
            self.refuse("toml_type", "“{key}” harus berupa {called}.", key, called=f"daftar tabel [[{key}]]")
        return tuple(
            Table(value, (*self.path, key, place), self._lines) for place, value in enumerate(values)
        )

    def close(self) -> None:
        """Refuse the first key that nothing has read."""
        for key in self.data:
            if key not in self._known:
                known = ", ".join(sorted(self._known))
                self.refuse(
                    "toml_unknown", "“{key}” tidak dikenal di sini. Yang dikenal: {known}.", key, known=known
                )


def parse_toml(text: str) -> Table:
    """Return the root table of `text`; a syntax error is BadInput `toml_syntax` with its line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = int(place.group(1)) if place else len(text.splitlines()) or 1
        reason = _AT_LINE.sub("", str(error)).strip()
        raise BadInput(
            "toml_syntax",
            "Baris {line}: penulisan TOML tidak dapat dibaca ({reason}). "
            "Periksa tanda kutip, kurung, dan tanda sama dengan.",
            line=line,
            reason=reason,
        ) from error
    return Table(data, (), find_lines(text))
