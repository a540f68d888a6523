"""Who a row belongs to: running numbers, units, parents; and the list of units in the appendix.

Number and unit are printed in the first row of a unit only. A unit without a number of its own stands
under the last numbered one. Names that OCR broke are joined with the words the report uses elsewhere;
spelling differences are kept.
"""

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from puas.exchange.recaps.drafts import Draft
from puas.exchange.recaps.labels import parse_label
from puas.exchange.recaps.lines import Line, flatten, squeeze
from puas.methodology.findings.recaps import UNREADABLE, RowKind

NUMBER_LOST = "Nomor urut salah terbaca; diperbaiki dari nomor sebelum dan sesudahnya."
WORD_BROKEN = "Kata yang terpotong baris disambung."
NAME_LISTED = "Nama tidak utuh; diambil dari daftar unit pada lampiran dokumen yang sama."

_OFFICE = re.compile(
    r"\b(?=(?:Sekretariat|Inspektorat|Badan|Dinas|Satuan|Kecamatan|Kelurahan|Kantor|Bagian|UPTD?\b|"
    r"RSUD|RSU|Rumah Sakit|Puskesmas|SMPN?\b|SMAN?\b|SMKN?\b|SDN?\b|PDAM|PD\.|Perumda|BUMD))"
)
_AGENCY_WORDS = re.compile(
    r"kota|kabupaten|provinsi|instansi|kementerian|pemerintah|pemda|pemkot|pemkab|keseluruhan|total|seluruh|upp|opd|"
    r"perangkatdaerah|lembaga|agency"
)
_LIST_NAME = re.compile(r"^(daftar|nama)?(upp|unit|opd|perangkatdaerah|unitkerja|instansi)|^nama")
_AVERAGE = re.compile(
    r"^(rata-?rata|rerata|nilairata|average|total|jumlah|indekskepuasan|nilai(ikm|skm)|"
    r"(ikm|skm)(kota|kab|prov|pem|instansi))"
)
_MEAN = re.compile(r"(?i)(sub\W?total|rata\W*rata|rerata|jumlah|total)\s+")
_REGION = re.compile(r"^(pemerintah|pemda)?(kota|kabupaten|provinsi|kementerian)")
COMMON_WORDS = frozenset(
    [
        "perencanaan",
        "pembangunan",
        "kepegawaian",
        "pengembangan",
        "penanggulangan",
        "kependudukan",
        "pencatatan",
        "perpustakaan",
        "perhubungan",
        "perdagangan",
        "pengendalian",
        "pemberdayaan",
        "perlindungan",
        "kesehatan",
        "pendidikan",
        "kebudayaan",
        "pariwisata",
        "kepemudaan",
        "olahraga",
        "komunikasi",
        "informatika",
        "lingkungan",
        "ketahanan",
        "pertanian",
        "perikanan",
        "perumahan",
        "permukiman",
        "pertanahan",
        "penelitian",
        "keuangan",
        "pendapatan",
        "administrasi",
        "perindustrian",
        "penanaman",
        "perempuan",
        "pelayanan",
        "terpadu",
        "kecamatan",
        "kelurahan",
        "sekretariat",
    ]
)


@dataclass(frozen=True)
class Listed:
    """The appendix: the names of the units it lists and how many entries it has."""

    names: tuple[str, ...] = ()
    count: int | None = None


def find_listed(lines: Sequence[Line]) -> Listed:
    """Return the units of the appendix table "No, Nama UPP, Link"."""
    entries: list[tuple[str, str]] = []
    inside = False
    name_at = 1
    for line in lines:
        if line.is_table and (at := _list_header(line)) is not None:
            inside, name_at = True, at
        elif inside and not line.is_table and line.text:
            inside = len(line.text) < 40
        elif inside and line.is_table and (line.cell(0) or line.cell(name_at)):
            entries.append((line.cell(0), flatten(line.cell(name_at))))
    return _listed(entries)


def _list_header(line: Line) -> int | None:
    """Return where the names stand when a line is the header of the list: "No", a name, perhaps a link."""
    filled = [at for at, cell in enumerate(line.cells) if cell]
    if not 2 <= len(filled) <= 4 or not squeeze(line.cells[filled[0]]).startswith("no"):
        return None
    return next((at for at in filled[1:] if _LIST_NAME.search(squeeze(line.cells[at]))), None)


def _listed(entries: list[tuple[str, str]]) -> Listed:
    numbers = [int(number) for number, _ in entries if re.fullmatch("[0-9]+", number)]
    if entries and numbers == list(range(1, len(entries) + 1)) and all(name for _, name in entries):
        return Listed(tuple(name for _, name in entries), len(entries))
    stream = flatten(" ".join(name for _, name in entries))
    names = list(dict.fromkeys(flatten(part).strip(" ,") for part in _OFFICE.split(stream) if part.strip()))
    return Listed(tuple(names), max(len(names), max(numbers, default=0)) or None) if names else Listed()


def build_vocabulary(lines: Sequence[Line], listed: Listed) -> Counter[str]:
    """Count the words of the document, and of the appendix, that are whole."""
    words: Counter[str] = Counter(COMMON_WORDS)
    for line in lines:
        if not line.is_table:
            words.update(re.findall(r"[a-z]{2,}", line.text.lower()))
    for name in listed.names:
        words.update(re.findall(r"[a-z]{2,}", name.lower()))
    return words


def join_words(name: str, vocabulary: Counter[str]) -> str:
    """Return `name` with words joined that a narrow column broke ("Perencanaa n" is "Perencanaan")."""
    words = name.split()
    at = 0
    while at + 1 < len(words):
        first, second = words[at], words[at + 1]
        bare = second.lower().strip(",.")
        joined = (first + second).lower().strip(",.")
        whole = first.lower() in vocabulary and bare in vocabulary  # "Pasar Kliwon" beside "Pasarkliwon"
        if first.isalpha() and joined in vocabulary and bare.isalpha() and not whole:
            words[at : at + 2] = [first + second]
        else:
            at += 1
    return " ".join(words)


def is_agency(draft: Draft, last_unit: bool, alone: bool) -> bool:
    """Whether the unit cell of a row names the whole agency: "Rata-rata Kota", "IKM Kabupaten ..." at the
    end."""
    name = squeeze(draft.unit_text)
    if draft.number_text.isdigit() or not name:
        return False
    if _AVERAGE.match(name) and _AGENCY_WORDS.search(name):
        return True
    return (bool(_AVERAGE.match(name)) or bool(_REGION.match(name))) and last_unit and not alone


def assign_offices(drafts: list[Draft], listed: Listed, vocabulary: Counter[str], *, scanned: bool) -> None:
    """Fill number, unit and parent of every draft; mark agency rows; the drafts stand in reading order.

    Names are mended only in a scan; elsewhere a name is as it is written.
    """
    _plain_numbers(drafts)
    _mend_numbers(drafts)
    last_named = max((at for at, d in enumerate(drafts) if d.number_text.isdigit()), default=0)
    named = {squeeze(d.unit_text) for d in drafts if d.unit_text}
    head: str | None = None
    unit, number, agency = "", None, ""
    children_allowed = any(d.number_text.isdigit() for d in drafts)
    for at, draft in enumerate(drafts):
        text = draft.unit_text = draft.unit_text.strip("*†‡ ")
        own_kind = squeeze(draft.block.text("kind"))
        if at and draft.number_text.isdigit() and _is_next_table(drafts[at - 1], draft):
            agency = ""
        if (
            agency
            or own_kind.startswith(("city", "agency"))
            or is_agency(draft, at > last_named, len(named) <= 2)
        ):
            agency = text if own_kind and text else _agency_name(agency, text)
            draft.kind, draft.unit = RowKind.AGENCY, agency
            continue
        if _is_group_mean(text, draft, unit):
            draft.kind, draft.unit = RowKind.AVERAGE, text
            continue
        if text and _AVERAGE.match(squeeze(text)) and not draft.number_text:
            draft.label_text = f"{text} {draft.label_text}".strip()
            text = ""
        number_here = _number(draft.number_text)
        if number_here is not None:
            number = number_here
        if text:
            unit = _mend_name(draft, text, listed, drafts, vocabulary) if scanned else text
        elif number_here is not None and at and drafts[at - 1].no != number_here:
            unit = UNREADABLE
            draft.unreadable.add("unit")
        if draft.number_text.isdigit():
            head = unit
        draft.unit, draft.no = unit, number
        draft.parent = draft.parent_text or (head if children_allowed and unit != head else None)
        if squeeze(draft.parent or "") == squeeze(unit):
            draft.parent = None


def _is_group_mean(text: str, draft: Draft, unit: str) -> bool:
    """Whether a row is the mean of several units ("Rata-rata Dinas"): it names neither the unit above it
    nor a period, so it stands under its own name."""
    match = _MEAN.match(text)
    if match is None or draft.number_text or len(text) - match.end() < 3:
        return False
    group = squeeze(text[match.end() :])
    return (
        squeeze(unit) not in group
        and not parse_label(text).says_period
        and bool(_OFFICE.search(text[match.end() :]))
    )


def _is_next_table(before: Draft, draft: Draft) -> bool:
    """Whether a row stands under another heading or in another sheet than the row before it."""
    one, other = before.block, draft.block
    return (one.source.sheet, one.heading) != (other.source.sheet, other.heading)


def _plain_numbers(drafts: list[Draft]) -> None:
    """Take the marks off running numbers ("1.", "(2)"); where groups count I, II, III, only they are
    numbers."""
    for draft in drafts:
        draft.number_text = draft.number_text.strip(" .()")
    roman = [d for d in drafts if re.fullmatch(r"[IVX]+", d.number_text)]
    if len(roman) < 2:
        return
    for draft in drafts:
        draft.number_text = ""
    for number, draft in enumerate(roman, 1):
        draft.number_text = str(number)


def _agency_name(before: str, text: str) -> str:
    if not text or squeeze(text) in squeeze(before):
        return before
    return (
        text
        if squeeze(before) in squeeze(text) or _AVERAGE.match(squeeze(text))
        else f"{before} {text}".strip()
    )


def _number(text: str) -> int | None:
    match = re.match(r"\d+", text)
    return int(match[0]) if match else None


def _mend_numbers(drafts: list[Draft]) -> None:
    """Repair a running number that OCR misread, from its neighbours, when the others count up one by
    one."""
    numbered = [d for d in drafts if re.match(r"\s*\d", d.number_text) or (d.number_text and d.unit_text)]
    read = [_number(d.number_text) for d in numbered]
    for at, draft in enumerate(numbered):
        before = read[at - 1] if at else 0
        after = read[at + 1] if at + 1 < len(read) else None
        if before is None or read[at] == before + 1 or read[at] == before:
            continue
        if after == before + 2:
            draft.mend("no", draft.number_text, before + 1, NUMBER_LOST)
            draft.number_text = str(before + 1)
            read[at] = before + 1


def _mend_name(draft: Draft, text: str, listed: Listed, drafts: list[Draft], vocabulary: Counter[str]) -> str:
    joined = join_words(text, vocabulary)
    known = {squeeze(name): name for name in listed.names}
    if squeeze(joined) in known or not _looks_broken(joined, draft, vocabulary):
        if joined != text:
            draft.mend("unit", text, joined, WORD_BROKEN)
        return joined
    printed = {squeeze(join_words(d.unit_text, vocabulary)) for d in drafts if d is not draft}
    free = [name for name in listed.names if squeeze(name) not in printed]
    best = _nearest(joined, free)
    if best is None:
        return joined
    draft.mend("unit", text, best, NAME_LISTED)
    return best


def _looks_broken(name: str, draft: Draft, vocabulary: Counter[str]) -> bool:
    """Whether a name was cut: lone letters, a cell cut in two, or no kind of office at its beginning."""
    cut_cell = any(draft.block.pieces.get("unit", [])[1:])
    lone = re.search(r"^[A-Za-z]\s|\s[a-z],?(?=\s|$)", name)
    return (
        bool(lone)
        or (cut_cell and not all(w in vocabulary for w in re.findall(r"[a-z]{3,}", name.lower())))
        or (len(name.split()) == 1 and not _OFFICE.match(name))
    )


def _nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the one name that is clearly meant: the only one that contains the fragment, or the closest
    by letters."""
    holding = [other for other in names if squeeze(name) in squeeze(other)]
    if len(holding) == 1:
        return holding[0]
    scored = sorted(
        ((difflib.SequenceMatcher(None, squeeze(name), squeeze(o)).ratio(), o) for o in names), reverse=True
    )
    if scored and scored[0][0] >= 0.75 and (len(scored) == 1 or scored[0][0] - scored[1][0] >= 0.1):
        return scored[0][1]
    return None
