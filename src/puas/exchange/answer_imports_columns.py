"""What each column of a file of answers is for. Recognised by keyword; what is personal is locked out.

A target is text: "item:Q1", "profile:sex", COMMENT, FILLED_AT, SERVICE, CONSENT, NUMBER, PERSONAL, or "" for
a column that is left where it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puas.errors import BadInput
from puas.exchange.answer_sheets_headings import Reader, Tier, fold
from puas.methodology.instruments import Instrument, ProfileField, Rating

COMMENT, FILLED_AT, SERVICE, CONSENT = "comment", "filled_at", "service", "consent"
NUMBER, PERSONAL, IGNORED = "number", "personal", ""
ITEM, PROFILE = "item:", "profile:"

_PERSONAL = re.compile(
    r"\b(nama|name|e-?mail|surel|surat elektronik|telepon|telpon|telp|tlp|phone|hp|handphone|ponsel|whatsapp"
    r"|wa|kontak|nik|ktp|nip|no kk|npwp|alamat|address|tanggal lahir|tgl lahir|username|akun|ip)\b"
)
_NOT_A_PERSON = re.compile(
    r"\bnama (jenis |unit |survei|survey|layanan|pelayanan|instansi|opd|upp|dinas|loket|produk|kegiatan)"
)
_QUESTION_WORDS = 8
"""A heading this long is a question; "Kemudahan pengaduan lewat email atau telepon" asks for no address."""

_PERSONAL_CELL = re.compile(r"\S+@\S+\.\S+|(\+?62|0)[ \-.]?8[\d \-.]{7,14}|\d{16}")

_SPECIAL: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(no|nomor|nomer|no urut|#)\.?"),
    (CONSENT, r".*\b(consent|bersedia|persetujuan (responden|mengisi|data))\b.*|persetujuan|setuju mengisi"),
    (
        PROFILE + "service_date",
        r".*\b(tanggal|tgl) (\w+ )?(pe)?layanan\b.*|.*\btanggal (kunjungan|dilayani)\b.*|date of service",
    ),
    (
        FILLED_AT,
        r".*\b(waktu|tanggal|tgl|jam) (pengisian|mengisi|isi|survei|survey|submit)\b.*"
        r"|timestamp|cap waktu|stempel waktu|tanggal|tgl|waktu|date|submission time|diisi pada",
    ),
    (SERVICE, r"(nama )?(jenis )?(pe)?layanan( yang (diterima|digunakan))?|service"),
    (COMMENT, r"(kritik|saran|komentar|masukan|pesan|kesan|catatan|comments?|suggestions?)\b.*"),
)
_PROFILE_WORDS: Mapping[str, str] = {
    "sex": r"kelamin|gender|\bsex\b",
    "age": r"\b(usia|umur|age)\b",
    "age_group": r"\b(usia|umur|age)\b",
    "education": r"pendidikan|education",
    "occupation": r"pekerjaan|occupation|profesi",
    "disability": r"disabilitas|difabel|disability|berkebutuhan khusus",
    "trust_central": r"(percaya|kepercayaan|trust).*\b(pusat|nasional|central)\b",
    "trust_local": r"(percaya|kepercayaan|trust).*\b(daerah|kota|kabupaten|provinsi|local)\b",
    "hour": r"jam survei",
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it is for, and whether a person may change that."""

    heading: str
    target: str
    is_remembered: bool = False

    @property
    def is_locked(self) -> bool:
        return self.target == PERSONAL


def list_targets(instrument: Instrument) -> tuple[str, ...]:
    """Return every target that a column of a file for this instrument may have."""
    items = tuple(ITEM + item.key for item in instrument.items)
    facts = tuple(PROFILE + field.key for field in instrument.profile)
    facts += tuple(PROFILE + rating.key for rating in instrument.ratings)
    return (IGNORED, *items, *facts, COMMENT, FILLED_AT, SERVICE, CONSENT, NUMBER)


def recognise_columns(
    headings: Sequence[str], instrument: Instrument, remembered: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """Return what each heading is for. `remembered` (folded heading -> target) wins but never unlocks."""
    known, targets = remembered or {}, set(list_targets(instrument))
    reader, found = Reader(instrument), []
    for heading in headings:
        target, tier = _recognise(heading, reader, targets)
        kept = known.get(fold(heading))
        if kept in targets and target != PERSONAL:
            found.append((Column(heading, str(kept), is_remembered=True), Tier.KEY + 1))
        else:
            found.append((Column(heading, target), tier))
    return tuple(_settle(found))


def fill_gaps(columns: Sequence[Column], instrument: Instrument) -> tuple[Column, ...]:
    """Return the columns with questions that drifted beyond recognition found by their place.

    Only for exports whose questions stand in the instrument's order: a column between the items before and
    after one that has no column is that one.
    """
    order = [ITEM + item.key for item in instrument.items]
    found = [column.target for column in columns]
    for place in range(1, len(found) - 1):
        before, after = found[place - 1], found[place + 1]
        if found[place] or before not in order[:-2] or after != order[order.index(before) + 2]:
            continue
        if (missing := order[order.index(before) + 1]) not in found:
            found[place] = missing
    return tuple(Column(c.heading, t, c.is_remembered) for c, t in zip(columns, found, strict=True))


def _recognise(heading: str, reader: Reader, targets: set[str]) -> tuple[str, int]:
    text = fold(heading[:500])
    if not text:
        return IGNORED, 0
    item, tier = _claim(heading, reader)
    if is_personal(text, is_item=bool(item)):
        return PERSONAL, 0
    if tier == Tier.KEY:
        return item, tier
    if exact := _by_label(text, reader.instrument):
        return exact, Tier.NAME
    for target, pattern in _SPECIAL:
        if re.fullmatch(pattern, text) and target in targets and not (item and tier == Tier.NAME):
            return target, Tier.WORD
    if item:
        return item, tier
    return _by_word(text, targets), Tier.WORD


def is_personal(heading: str, *, is_item: bool = False) -> bool:
    """Say whether a heading asks for a name, an address or a number of a person."""
    text = fold(heading)
    if not _PERSONAL.search(_NOT_A_PERSON.sub(" ", text)):
        return False
    return not is_item or len(text.split()) < _QUESTION_WORDS


def holds_personal(cells: Iterable[str]) -> bool:
    """Say whether a column's cells are mostly e-mail addresses, telephone numbers or NIK."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    hits = sum(bool(_PERSONAL_CELL.fullmatch(cell)) for cell in filled)
    return hits * 3 >= max(len(filled), 1)


def _claim(heading: str, reader: Reader) -> tuple[str, int]:
    try:
        claim = reader.read(heading)
    except BadInput:  # the key and the words disagree: a person must say which
        return IGNORED, 0
    if claim is None or claim.place is None:
        return IGNORED, 0
    return ITEM + reader.instrument.items[claim.place].key, claim.tier


def _by_label(text: str, instrument: Instrument) -> str:
    fields: tuple[ProfileField | Rating, ...] = (*instrument.profile, *instrument.ratings)
    for one in fields:
        if text == one.key or text in {fold(label) for label in one.label.values()}:
            return PROFILE + one.key
    return IGNORED


def _by_word(text: str, targets: set[str]) -> str:
    for key, pattern in _PROFILE_WORDS.items():
        if PROFILE + key in targets and re.search(pattern, text):
            return PROFILE + key
    return IGNORED


def _settle(found: Sequence[tuple[Column, int]]) -> Iterable[Column]:
    """Yield the columns; of several for one target the surest has it, the first of equals."""
    best: dict[str, int] = {}
    for place, (column, tier) in enumerate(found):
        kept = best.setdefault(column.target, place)
        if tier > found[kept][1]:
            best[column.target] = place
    for place, (column, _) in enumerate(found):
        is_first = best[column.target] == place or column.target in (IGNORED, PERSONAL)
        yield column if is_first else Column(column.heading, IGNORED)


def require_columns(targets: Sequence[str], instrument: Instrument) -> None:
    """Raise BadInput for a target that does not exist or is given twice, or when too few can be answered."""
    known = {*list_targets(instrument), PERSONAL}
    used = [target for target in targets if target not in (IGNORED, PERSONAL)]
    if unknown := [target for target in targets if target not in known]:
        raise BadInput(
            "import_target_unknown",
            "Tujuan kolom “{target}” tidak ada pada kuesioner {instrument}.",
            target=unknown[0][:60],
            instrument=instrument.id,
        )
    if twice := [target for target in used if used.count(target) > 1]:
        raise BadInput(
            "import_target_twice",
            "Dua kolom diarahkan ke “{target}”. Sisakan satu, yang lain jangan diimpor.",
            target=twice[0].partition(":")[2] or twice[0],
        )
    asked = {target.removeprefix(ITEM) for target in used if target.startswith(ITEM)}
    elements = {item.element for item in instrument.items if item.key in asked and item.element}
    if len(elements) < instrument.minimum_answered:
        raise BadInput(
            "import_columns_few",
            "Baru {count} unsur yang punya kolom jawaban; paling sedikit {minimum}. "
            "Pilih tujuan untuk kolom pertanyaannya, atau periksa kuesioner survei ini.",
            count=len(elements),
            minimum=instrument.minimum_answered,
        )
