"""What a heading of an answer table claims to be: an item by its key, by its name, or by a word in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from puas.errors import BadInput
from puas.methodology.elements import ELEMENTS, find_element
from puas.methodology.instruments import Instrument


class Tier(IntEnum):
    """How surely a heading names its item; a surer one wins."""

    WORD = 1
    NAME = 2
    KEY = 3


@dataclass(frozen=True)
class Claim:
    """A heading names this item (`place`, from 0), or an element with several items (`place` None)."""

    tier: Tier
    place: int | None
    element: str | None = None


# Words that give an element away inside a whole question; only where one item feeds the element.
ELEMENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "U1": ("persyaratan", "requirement", "requirements"),
    "U2": ("prosedur", "mekanisme", "procedure"),
    "U3": ("waktu", "kecepatan", "speed"),
    "U4": ("biaya", "tarif", "cost", "fee"),
    "U5": ("produk", "product"),
    "U6": ("kompetensi", "kemampuan", "competence"),
    "U7": ("perilaku", "prilaku", "kesopanan", "keramahan", "courtesy", "politeness"),
    "U8": ("pengaduan", "complaint", "complaints"),
    "U9": ("sarana", "prasarana", "fasilitas", "facilities"),
}
# A heading with one of these asks for something else ("Waktu pengisian", "Cap waktu", "Kritik dan saran").
OTHER_WORDS = frozenset(
    {"pengisian", "isi", "survei", "survey", "tanggal", "tgl", "jam", "pukul", "cap", "stempel", "timestamp"}
    | {"kritik", "komentar", "keterangan", "alasan", "catatan"}
    | {"nama", "usia", "umur", "pekerjaan", "pendidikan"}
)
KEY = re.compile(r"(?<![a-z0-9])(unsur|u|pertanyaan|butir|soal|q|p)[ ._-]?0*(\d{1,2})([a-z]?)(?![a-z0-9])")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def fold(text: str) -> str:
    """Return `text` without case, BOM, odd spaces: what two headings are compared by."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(plain.casefold().split())


def column_letter(column: int) -> str:
    """Return A for 0, AA for 26: how a spreadsheet calls it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = LETTERS[rest] + letters
    return letters


class Reader:
    """Knows the headings of one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self._seen: dict[str, Claim | None] = {}

    @cached_property
    def _keys(self) -> Mapping[str, int]:
        """Item keys; of Q and P each may stand for the other: P8 of a classic table is Q8."""
        places = {item.key.casefold(): place for place, item in enumerate(self.instrument.items)}
        for key, place in tuple(places.items()):
            if key[0] in "qp":
                places.setdefault(("p" if key[0] == "q" else "q") + key[1:], place)
        return places

    @cached_property
    def _names(self) -> Mapping[str, int]:
        return {
            fold(name): place
            for place, item in enumerate(self.instrument.items)
            for name in (item.key, item.subject, *item.text.values())
        }

    @cached_property
    def _words(self) -> Sequence[tuple[re.Pattern[str], int]]:
        found = []
        for place, item in enumerate(self.instrument.items):
            words = item.keywords or self._element_words(item.element)
            found += [(re.compile(rf"\b{re.escape(fold(word))}\b"), place) for word in words]
        return found

    def _element_words(self, key: str | None) -> Sequence[str]:
        """Return the words of a standard element fed by one item; a replaced U4 is about something else."""
        known = {element.key for element in self.instrument.elements if element in ELEMENTS}
        return ELEMENT_WORDS[key] if key in known and len(self.instrument.items_of(key)) == 1 else ()

    def read(self, heading: str) -> Claim | None:
        """Return what `heading` claims to be, None when it is some other column."""
        if heading not in self._seen:
            self._seen[heading] = self._read(heading[:500])
        return self._seen[heading]

    def _read(self, heading: str) -> Claim | None:
        text = fold(heading)
        if not any(letter.isalpha() for letter in text):
            return None
        keyed = self._by_key(heading, text)
        if keyed is None:
            return self._by_text(text)
        self._require_agreement(heading, text, keyed)
        return keyed

    def _by_key(self, heading: str, text: str) -> Claim | None:
        """Return the claim of the key that `text` begins with; a second key must mean the same item."""
        found = list(KEY.finditer(text))
        if not found or text[: found[0].start()].strip(" ([{*#\"'"):
            return None
        claims = {claim for match in found if (claim := self._claim(match))}
        if len(claims) > 1:
            raise BadInput(
                "column_two_keys",
                "Kolom “{column}” menyebut dua butir yang berbeda. Beri judul satu kunci saja, misalnya U8.",
                column=heading,
            )
        return claims.pop() if claims else None

    def _claim(self, match: re.Match[str]) -> Claim | None:
        prefix, number, suffix = match.groups()
        if prefix in ("u", "unsur"):
            known = {element.key for element in self.instrument.elements}
            return self._element(f"U{number}", Tier.KEY) if f"U{number}" in known and not suffix else None
        place = self._keys.get((prefix if prefix == "p" else "q") + number + suffix)
        return None if place is None else Claim(Tier.KEY, place)

    def _element(self, key: str, tier: Tier) -> Claim:
        places = self.instrument.items_of(key)
        return Claim(tier, places[0]) if len(places) == 1 else Claim(tier, None, key)

    def _by_text(self, text: str) -> Claim | None:
        if text in self._names:
            return Claim(Tier.NAME, self._names[text])
        if element := find_element(text, self.instrument.elements):
            return self._element(element.key, Tier.NAME)
        if OTHER_WORDS & set(re.findall(r"\w+", text)):
            return None
        places = {place for word, place in self._words if word.search(text)}
        return Claim(Tier.WORD, places.pop()) if len(places) == 1 else None

    def _require_agreement(self, heading: str, text: str, keyed: Claim) -> None:
        """Refuse “Q8 Penanganan pengaduan”: the key says facilities, the words say complaints."""
        rest = KEY.sub(" ", text).strip(" .:-–—_()[]/")
        worded = self._by_text(rest) if rest else None
        if worded and keyed.place is not None and worded.place not in (None, keyed.place):
            item = self.instrument.items[keyed.place]
            raise BadInput(
                "column_contradicts",
                "Kolom “{column}” bertentangan: kuncinya berarti “{subject}” ({element}), "
                "tetapi teksnya menyebut hal lain. Beri judul menurut unsurnya saja, misalnya U8 atau U9.",
                column=heading,
                subject=item.subject,
                element=item.element or item.group,
            )


def count_claims(headings: Iterable[str], reader: Reader) -> int:
    """Return how many different items a row names, to tell the heading row from titles and answers."""
    claims = set()
    for heading in headings:
        try:
            claims.add(reader.read(heading))
        except BadInput as contradiction:
            claims.add(Claim(Tier.KEY, None, contradiction.code + heading))
    return len(claims - {None})
