"""Who serves and how: kinds of units, channels of a service, codes of regions; read from what people write.

Area codes are those of the Ministry of Home Affairs (Permendagri 58/2021 and what changes it).
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import accumulate, pairwise

from puas.errors import BadInput
from puas.language import gettext_noop


class UnitKind(StrEnum):
    """What a unit is. The agency itself is the root of its tree, and there is one."""

    AGENCY = "agency"
    OPD = "opd"
    UPT = "upt"
    SCHOOL = "school"
    PUSKESMAS = "puskesmas"
    HOSPITAL = "hospital"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    BUMD = "bumd"
    MPP = "mpp"
    UPP = "upp"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return KIND_LABELS[self]


KIND_LABELS: Mapping[UnitKind, str] = {
    UnitKind.AGENCY: gettext_noop("Instansi"),
    UnitKind.OPD: gettext_noop("Perangkat daerah (OPD)"),
    UnitKind.UPT: gettext_noop("UPT"),
    UnitKind.SCHOOL: gettext_noop("Sekolah"),
    UnitKind.PUSKESMAS: gettext_noop("Puskesmas"),
    UnitKind.HOSPITAL: gettext_noop("Rumah sakit"),
    UnitKind.KECAMATAN: gettext_noop("Kecamatan"),
    UnitKind.KELURAHAN: gettext_noop("Kelurahan/desa"),
    UnitKind.BUMD: gettext_noop("BUMD"),
    UnitKind.MPP: gettext_noop("Mal Pelayanan Publik"),
    UnitKind.UPP: gettext_noop("Unit penyelenggara pelayanan (UPP)"),
    UnitKind.OTHER: gettext_noop("Lainnya"),
}
KINDS_BELOW: tuple[UnitKind, ...] = tuple(kind for kind in UnitKind if kind is not UnitKind.AGENCY)
"""The kinds that a unit under an agency can have."""

_KIND_WORDS: Mapping[str, UnitKind] = {
    "perangkat daerah": UnitKind.OPD,
    "dinas": UnitKind.OPD,
    "badan": UnitKind.OPD,
    "uptd": UnitKind.UPT,
    "rsud": UnitKind.HOSPITAL,
    "rs": UnitKind.HOSPITAL,
    "kelurahan": UnitKind.KELURAHAN,
    "desa": UnitKind.KELURAHAN,
    "unit": UnitKind.UPP,
    "unit penyelenggara pelayanan": UnitKind.UPP,
}


class ServiceChannel(StrEnum):
    """Where people receive a service; one service may have several."""

    COUNTER = "counter"
    ONLINE = "online"
    MOBILE = "mobile"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return CHANNEL_LABELS[self]


CHANNEL_LABELS: Mapping[ServiceChannel, str] = {
    ServiceChannel.COUNTER: gettext_noop("Loket"),
    ServiceChannel.ONLINE: gettext_noop("Daring"),
    ServiceChannel.MOBILE: gettext_noop("Keliling"),
}
_CHANNEL_WORDS: Mapping[str, ServiceChannel] = {
    "tatap muka": ServiceChannel.COUNTER,
    "luring": ServiceChannel.COUNTER,
    "aplikasi": ServiceChannel.ONLINE,
    "web": ServiceChannel.ONLINE,
    "jemput bola": ServiceChannel.MOBILE,
}
_AREA_CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_AREA_DIGITS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


def normalise_name(name: str) -> str:
    """Return `name` for comparing: spaces as one, case folded."""
    return " ".join(name.split()).casefold()


def parse_kind(text: str) -> UnitKind:
    """Return the kind below an agency that `text` names; BadInput `unit_kind` for any other word."""
    word = normalise_name(text)
    known = {kind.value: kind for kind in KINDS_BELOW}
    known |= {normalise_name(KIND_LABELS[kind]): kind for kind in KINDS_BELOW}
    found = {**_KIND_WORDS, **known}.get(word)
    if found is None:
        raise BadInput(
            "unit_kind", "Jenis unit “{kind}” tidak dikenal. Pilih dari daftar jenis.", kind=text.strip()
        )
    return found


def parse_channels(text: str) -> tuple[ServiceChannel, ...]:
    """Return the channels named in `text` ("Loket, daring"), each once; BadInput `service_channel`."""
    known = {channel.value: channel for channel in ServiceChannel}
    known |= {normalise_name(label): channel for channel, label in CHANNEL_LABELS.items()}
    words = [normalise_name(word) for word in re.split(r"[,/+]", text) if word.strip()]
    found = [{**_CHANNEL_WORDS, **known}.get(word) for word in words]
    for word, channel in zip(words, found, strict=True):
        if channel is None:
            raise BadInput(
                "service_channel",
                "Saluran layanan “{channel}” tidak dikenal. Tulis loket, daring, atau keliling.",
                channel=word,
            )
    return tuple(channel for channel in ServiceChannel if channel in found)


def parse_email(text: str) -> str:
    """Return an address of the office without the spaces around it; "" stays. BadInput `unit_email`."""
    email = text.strip()
    if email and not _EMAIL.fullmatch(email):
        raise BadInput(
            "unit_email",
            "Surel “{email}” tidak terbaca. Tulis seperti layanan@contoh.go.id.",
            field="surel",
            email=email,
        )
    return email


def parse_area_code(text: str) -> str:
    """Return a code as the ministry prints it, "33.72.01.1001"; digits alone get their dots; "" stays.

    BadInput `area_code` for anything else. Whether such a region exists is not looked up.
    """
    code = re.sub(r"\s", "", text)
    if not code:
        return ""
    if code.isascii() and code.isdigit() and len(code) in _AREA_DIGITS:
        ends = list(accumulate(_AREA_DIGITS[len(code)]))
        code = ".".join(code[start:end] for start, end in pairwise([0, *ends]))
    if not _AREA_CODE.fullmatch(code) or not code.isascii():
        raise BadInput(
            "area_code",
            "Kode wilayah “{area}” tidak terbaca. Tulis seperti 33.72 atau 33.72.01.1001.",
            field="kode",
            area=text.strip(),
        )
    return code
