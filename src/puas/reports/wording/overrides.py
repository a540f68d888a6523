"""An agency's own sentences, laid over the shipped ones: only at keys that exist, only with their places."""

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from puas.errors import BadInput
from puas.reports.wording import Wording, load_wording

OWN_WORDED = ("unit", "agency")
"""The reports whose sentences an agency can change."""
LONGEST = 2000


def list_sentences(wording: Wording) -> dict[str, str]:
    """Return every sentence by its dotted key ("trend.rise", "basis.paragraphs.0"), in the file's order."""
    return dict(_walk("", wording.sentences))


def _walk(path: str, found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, str):
        yield path, " ".join(found.split())
        return
    inner: Iterable[tuple[object, Any]] = ()
    if isinstance(found, Mapping):
        inner = found.items()
    elif isinstance(found, list):
        inner = enumerate(found)
    for key, value in inner:
        yield from _walk(f"{path}.{key}" if path else str(key), value)


def places_of(text: str) -> tuple[str, ...]:
    """Return the places of a sentence, in order, each once; BadInput `wording_braces`, `wording_form`."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise BadInput(
            "wording_braces",
            "Kurung kurawalnya tidak lengkap. Tempat isian ditulis {example}; kurung biasa ditulis ganda.",
            field="kalimat",
            example="{ikm}",
        ) from error
    names = [name for _, name, form, how in parts if name is not None and not form and not how]
    if len(names) != sum(name is not None for _, name, _, _ in parts):
        raise BadInput(
            "wording_form", "Tempat isian hanya berisi namanya, tanpa tanda : atau !.", field="kalimat"
        )
    return tuple(dict.fromkeys(names))


def check_sentence(report: str, key: str, text: str) -> str:
    """Return the sentence as it is kept, on one line.

    BadInput `wording_key`, `wording_length`, `wording_own_place` with the places that the shipped one has.
    """
    shipped = list_sentences(load_wording(report)) if report in OWN_WORDED else {}
    if key not in shipped or key == "over":
        raise BadInput("wording_key", "Kalimat itu tidak ada dalam laporan ini.", field="kalimat")
    text = " ".join(text.split())
    if not 1 <= len(text) <= LONGEST:
        raise BadInput(
            "wording_length", "Isi kalimatnya (1 sampai {most} huruf).", field="kalimat", most=LONGEST
        )
    known = places_of(shipped[key])
    strange = [name for name in places_of(text) if name not in known]
    if strange:
        raise BadInput(
            "wording_own_place",
            "Tempat isian {names} tidak ada untuk kalimat ini. Yang ada: {known}.",
            field="kalimat",
            names=", ".join(f"{{{name}}}" for name in strange),
            known=", ".join(f"{{{name}}}" for name in known) or "–",
        )
    return text


def lay_own(wording: Wording, own: Mapping[str, str]) -> Wording:
    """Return the wording with an agency's sentences; keys that a newer version no longer has are left out."""
    if not own:
        return wording
    return Wording(wording.name, {key: _replace(key, value, own) for key, value in wording.sentences.items()})


def _replace(path: str, found: Any, own: Mapping[str, str]) -> Any:
    if isinstance(found, str):
        return own.get(path, found)
    if isinstance(found, Mapping):
        return {key: _replace(f"{path}.{key}", value, own) for key, value in found.items()}
    if isinstance(found, list):
        return [_replace(f"{path}.{place}", value, own) for place, value in enumerate(found)]
    return found
