"""The English catalogue: a .po file that people edit and the .mo file that is made from it."""

import ast
import re
import struct
from dataclasses import dataclass, replace
from pathlib import Path

from puas.commands.docs_messages import Message
from puas.commands.docs_sources import PACKAGE

CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = (
    "Project-Id-Version: puas\nLanguage: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
_PLACE = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)s")
_FIELD = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[[01]\])?)?\s*(".*")$')


@dataclass(frozen=True)
class Entry:
    """A message and its translation: one text, or two when the message counts something."""

    message: Message
    translations: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return all(self.translations)

    @property
    def has_other_places(self) -> bool:
        """A translation that names a {place} the sentence does not have would break, or leaves one out."""
        wanted = set(_PLACE.findall(self.message.text + self.message.plural))
        return any(text and set(_PLACE.findall(text)) - wanted for text in self.translations) or (
            self.is_complete and set(_PLACE.findall("".join(self.translations))) != wanted
        )


def read_catalogue(path: Path = CATALOGUE) -> dict[str, Entry]:
    """Return the entries by message text; none when the file does not exist."""
    if not path.exists():
        return {}
    entries: dict[str, Entry] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = _read_fields(block)
        if text := fields.get("msgid"):
            plural = fields.get("msgid_plural", "")
            names = ("msgstr[0]", "msgstr[1]") if plural else ("msgstr",)
            entries[text] = Entry(Message(text, plural), tuple(fields.get(name, "") for name in names))
    return entries


def _read_fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if found := _FIELD.match(line):
            name = found[1] or name
            fields[name] = fields.get(name, "") + ast.literal_eval(found[2])
    return fields


def update_entries(messages: list[Message], known: dict[str, Entry]) -> list[Entry]:
    """Return one entry a message; translations that exist are kept, sentences nobody says are dropped."""
    entries = []
    for message in messages:
        count = 2 if message.plural else 1
        old = known.get(message.text, Entry(message, ()))
        kept = old.translations if len(old.translations) == count else ("",) * count
        entries.append(replace(old, message=message, translations=kept))
    return entries


def render_po(entries: list[Entry]) -> str:
    """Return the .po text, in the order given."""
    head = 'msgid ""\nmsgstr ""\n' + "\n".join(_quote(line + "\n") for line in HEADER.splitlines())
    return "\n\n".join([head, *map(_render_entry, entries)]) + "\n"


def _render_entry(entry: Entry) -> str:
    message, lines = entry.message, [f"#: {place}" for place in entry.message.places]
    lines.append(f"msgid {_quote(message.text)}")
    if message.plural:
        lines.append(f"msgid_plural {_quote(message.plural)}")
        lines += [f"msgstr[{k}] {_quote(text)}" for k, text in enumerate(entry.translations)]
    else:
        lines.append(f"msgstr {_quote(entry.translations[0])}")
    return "\n".join(lines)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def render_mo(entries: list[Entry]) -> bytes:
    """Return the binary catalogue (GNU MO, little endian): what Python's gettext and Django read."""
    pairs = {"": HEADER}
    for entry in filter(lambda entry: entry.is_complete, entries):
        key = entry.message.text + (f"\0{entry.message.plural}" if entry.message.plural else "")
        pairs[key] = "\0".join(entry.translations)
    ordered = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    start = 7 * 4 + 16 * len(ordered)
    keys = b"".join(key + b"\0" for key, _ in ordered)
    values = b"".join(value + b"\0" for _, value in ordered)
    tables = _offsets([key for key, _ in ordered], start) + _offsets(
        [v for _, v in ordered], start + len(keys)
    )
    head = struct.pack("<7I", 0x950412DE, 0, len(ordered), 28, 28 + 8 * len(ordered), 0, start)
    return head + tables + keys + values


def _offsets(texts: list[bytes], start: int) -> bytes:
    packed = b""
    for text in texts:
        packed += struct.pack("<2I", len(text), start)
        start += len(text) + 1
    return packed


def write_catalogue() -> list[Path]:
    """Bring both files up to the source; return the ones that changed."""
    from puas.commands.docs_messages import find_messages

    entries = update_entries(find_messages(), read_catalogue())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    changed = []
    for path, content in build_files(entries).items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed


def build_files(entries: list[Entry]) -> dict[Path, bytes]:
    """Return the .po and the .mo as they must be."""
    return {CATALOGUE: render_po(entries).encode(), CATALOGUE.with_suffix(".mo"): render_mo(entries)}
