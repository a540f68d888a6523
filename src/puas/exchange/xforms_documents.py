"""What a client of OpenRosa sends: one XML document, read as hostile until shown otherwise.

A document type is refused before anything of it is used, so there are no entities to expand and nothing
to fetch; size, depth and number of elements are bounded. Names are matched without their namespace: the
specification writes `orx:meta`, the forms that pyxform makes send `meta`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.parsers import expat

from puas.errors import BadInput

MOST_BYTES = 256 * 1024
"""Forty answers and a comment of 4,000 letters are 20 kB."""
DEEPEST = 8
MOST_ELEMENTS = 500
LONGEST_ID = 249  # what the specification asks a server to take
LONGEST_NAME = 120

_UUID = re.compile(r"(?:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


@dataclass(frozen=True)
class XFormDocument:
    """A filled form before it meets its questionnaire.

    `values`: path below the root without `meta` ("Answers/Q1") -> text; `corrects` is the uuid of the answer
    that this one replaces.
    """

    form_id: str
    version: str
    uuid: UUID
    corrects: UUID | None
    values: Mapping[str, str]


def parse_document(content: bytes) -> XFormDocument:
    """Return the document in `content`.

    Raises BadInput: `xform_too_large`, `xform_unreadable` (no XML, a document type, too deep, an element
    twice), `xform_no_form`, `xform_no_instance`.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(
            "xform_too_large",
            "Isian ini {size} kB; paling besar {most} kB. Hubungi koordinator: formulirnya bukan dari puas.",
            size=len(content) // 1024,
            most=MOST_BYTES // 1024,
        )
    reader = _Reader()
    reader.read(content)
    meta = {path.removeprefix("meta/"): text for path, text in reader.texts.items() if _is_meta(path)}
    values = {path: text for path, text in reader.texts.items() if not _is_meta(path)}
    deprecated = meta.get("deprecatedID", "")
    return XFormDocument(
        form_id=_check_form(reader.form_id),
        version=reader.version[:LONGEST_NAME],
        uuid=parse_instance_id(meta.get("instanceID", "")),
        corrects=parse_instance_id(deprecated) if deprecated else None,
        values=values,
    )


def parse_instance_id(text: str) -> UUID:
    """Return the uuid of an instanceID: the one it names, or one made of it when it names none.

    Clients of ours send `uuid:…`; any other scheme gives the same uuid every time. BadInput
    `xform_no_instance` when it is missing or longer than 249 letters.
    """
    if not 1 <= len(text) <= LONGEST_ID:
        raise BadInput(
            "xform_no_instance",
            "Isian ini tidak punya nomor (instanceID) yang sah, jadi tidak dapat disimpan tepat satu kali. "
            "Unduh ulang formulirnya, lalu isi kembali.",
        )
    found = _UUID.fullmatch(text)
    return UUID(found[1]) if found else uuid5(NAMESPACE_URL, text)


def _is_meta(path: str) -> bool:
    return path == "meta" or path.startswith("meta/")


def _check_form(form_id: str) -> str:
    if not 1 <= len(form_id) <= LONGEST_NAME:
        raise BadInput(
            "xform_no_form", "Isian ini tidak menyebut formulirnya. Unduh ulang formulir, lalu isi kembali."
        )
    return form_id


@dataclass
class _Reader:
    """Collects the text of every element that has no elements in it, by path."""

    form_id: str = ""
    version: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    elements: int = 0
    is_leaf: bool = True

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self.pieces.append
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise _unreadable(str(error)) from error

    def _refuse_doctype(self, *_: object) -> None:
        raise _unreadable("DOCTYPE")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.path) >= DEEPEST:
            raise _unreadable("terlalu banyak elemen")
        if self.elements == 1:
            self.form_id = attributes.get("id") or name.partition(" ")[0] * (" " in name)
            self.version = attributes.get("version", "")
        self._refuse_loose_text()
        self.path.append(local)
        self.pieces.clear()
        self.is_leaf = True

    def _end(self, name: str) -> None:
        if self.is_leaf:
            path = "/".join(self.path[1:])
            if path in self.texts:
                raise _unreadable(f"{path} ada dua kali")
            self.texts[path] = "".join(self.pieces).strip()
        else:
            self._refuse_loose_text()
        self.pieces.clear()
        self.path.pop()
        self.is_leaf = False

    def _refuse_loose_text(self) -> None:
        if "".join(self.pieces).strip():
            raise _unreadable("ada teks di luar isian")


def _unreadable(reason: str) -> BadInput:
    return BadInput(
        "xform_unreadable",
        "Isian ini tidak dapat dibaca ({reason}). Isian tetap ada di ponsel; laporkan kepada koordinator.",
        reason=reason,
    )
