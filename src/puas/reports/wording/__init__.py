"""The sentences of reports: one TOML file a report and language, chosen by the data and filled with it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from puas.errors import BadInput

SHARED = "shared.id.toml"


@dataclass(frozen=True)
class Wording:
    """The sentences of one report, found by dotted key ("trend.rise"). `name` is the file they came from."""

    name: str
    sentences: Mapping[str, Any]

    def say(self, key: str, /, **data: object) -> str:
        """Return the sentence at `key`, its `{places}` filled.

        Raises BadInput `wording_missing` for an unknown key, `wording_place` for a place that has no value.
        """
        text = self._find(key)
        if not isinstance(text, str):
            raise self._missing(key)
        try:
            return " ".join(text.split()).format(**data)
        except (KeyError, IndexError, ValueError) as error:
            raise BadInput(
                "wording_place",
                "Kalimat “{key}” dalam {name} memakai tempat isian yang tidak dikenal: {place}.",
                key=key,
                name=self.name,
                place=str(error),
            ) from error

    def say_all(self, key: str, /, **data: object) -> tuple[str, ...]:
        """Return the list of sentences at `key`, each filled."""
        texts = self._find(key)
        if not isinstance(texts, list):
            raise self._missing(key)
        return tuple(self.say(f"{key}.{number}", **data) for number in range(len(texts)))

    def _find(self, key: str) -> Any:
        found: Any = self.sentences
        for part in key.split("."):
            if isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            elif isinstance(found, Mapping) and part in found:
                found = found[part]
            else:
                raise self._missing(key)
        return found

    def _missing(self, key: str) -> BadInput:
        return BadInput(
            "wording_missing",
            "Kalimat “{key}” tidak ada dalam {name}; tambahkan ke berkas itu.",
            key=key,
            name=self.name,
        )


def parse_wording(text: str, name: str) -> Wording:
    """Return the sentences written in the TOML `text`; else BadInput `wording_unreadable` with the line."""
    try:
        return Wording(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            "wording_unreadable",
            "Berkas kalimat {name} tidak dapat dibaca: {reason}.",
            name=name,
            reason=str(error),
        ) from error


def load_wording(report: str, language: str = "id") -> Wording:
    """Return the shipped sentences of `report` ("agency").

    They are laid over those of the report that its first line names (`over = "unit"`), else over those that
    all reports share.
    """
    name = f"{report}.{language}.toml"
    own = parse_wording(_read(name), name)
    return Wording(name, _lay_over(_find_below(own, language).sentences, own.sentences))


def _find_below(own: Wording, language: str) -> Wording:
    if "over" in own.sentences:
        return load_wording(own.sentences["over"], language)
    return parse_wording(_read(SHARED), SHARED) if language == "id" else Wording(SHARED, {})


def _read(name: str) -> str:
    return resources.files("puas.reports.wording").joinpath(name).read_text(encoding="utf-8")


def _lay_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return both tables in one; what both have is taken from `above`, tables in them the same way."""
    both = {
        key: _lay_over(below[key], value) if isinstance(value, Mapping) and key in below else value
        for key, value in above.items()
    }
    return {**below, **both}
