"""What the page of a file's columns shows: each column, what it is for, and what else it could be for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, gettext_noop

from puas.exchange.answer_imports import Look
from puas.exchange.answer_imports_columns import IGNORED, ITEM, PERSONAL, PROFILE, list_targets
from puas.exchange.answer_imports_rows import Reason
from puas.methodology.instruments import Instrument

_NAMES = {
    IGNORED: gettext_noop("Jangan diimpor"),
    PERSONAL: gettext_noop("Data pribadi: dibuang"),
    "comment": gettext_noop("Kritik dan saran"),
    "filled_at": gettext_noop("Waktu pengisian"),
    "service": gettext_noop("Jenis layanan"),
    "consent": gettext_noop("Persetujuan responden"),
    "number": gettext_noop("Nomor urut (tidak disimpan)"),
}


@dataclass(frozen=True)
class ShownColumn:
    """One column of the file. `cells` are empty where nothing of it is imported."""

    name: str
    heading: str
    target: str
    label: str
    is_locked: bool
    is_remembered: bool
    cells: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def describe_columns(
    seen: Look, instrument: Instrument, sent: Mapping[str, str] | None = None
) -> list[ShownColumn]:
    """Return the columns in the file's order; `sent` is what a refused form had chosen."""
    labels = name_targets(instrument)
    options = tuple((target, labels[target]) for target in list_targets(instrument))
    shown = []
    for place, column in enumerate(seen.columns):
        name = f"kolom-{place}"
        target = column.target if column.is_locked or sent is None else sent.get(name, column.target)
        shown.append(
            ShownColumn(
                name=name,
                heading=column.heading or gettext("(tanpa judul)"),
                target=target,
                label=labels.get(target, target),
                is_locked=column.is_locked,
                is_remembered=column.is_remembered,
                cells=tuple(sample[place] for sample in seen.samples if sample[place])[:3],
                options=options,
            )
        )
    return shown


def name_targets(instrument: Instrument) -> dict[str, str]:
    """Return what every target is called on the page."""
    language = str(get_language())
    names = {target: gettext(name) for target, name in _NAMES.items()}
    names |= {ITEM + item.key: f"{item.key} {item.subject}" for item in instrument.items}
    fields = {one.key: one.label for one in instrument.profile}
    fields |= {one.key: one.label for one in instrument.ratings}
    return names | {PROFILE + key: label.get(language, label["id"]) for key, label in fields.items()}


def describe_sentences(reasons: Iterable[Reason]) -> list[str]:
    """Return why the first rows that cannot be read cannot."""
    return [
        (f"{heading}: " if heading else "") + gettext(sentence).format(**data)
        for heading, sentence, data in reasons
    ]
