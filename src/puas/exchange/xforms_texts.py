"""The few sentences of a form that are ours and not the instrument's, in the instrument's languages."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from puas.language import gettext_noop, say

LANGUAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {"id": "Bahasa Indonesia", "en": "English", "jv": "Basa Jawa", "su": "Basa Sunda"}
)


class Text(StrEnum):
    """A sentence in Bahasa Indonesia; `{name}` places are filled."""

    SURVEY = gettext_noop("Survei unit mana yang diisi?")
    SERVICE = gettext_noop("Layanan apa yang diterima responden?")
    PROFILE = gettext_noop("Tentang responden")
    ANSWERS = gettext_noop("Penilaian")
    RATINGS = gettext_noop("Kepercayaan")
    COMMENT = gettext_noop("Saran dan masukan (boleh dilewati)")
    TOO_FEW = gettext_noop(
        "Belum cukup: paling sedikit {minimum} unsur harus dijawab. Kembali, lalu lengkapi penilaiannya."
    )
    BOUNDS = gettext_noop("Isi dengan angka {low} sampai {high}.")
    LENGTH = gettext_noop("Paling panjang {high} huruf.")
    OTHER_SERVICE = gettext_noop("Layanan lain")


def texts_of(text: Text, languages: Sequence[str], **data: int) -> Mapping[str, str]:
    """Return the sentence in each language; Indonesian where there is no translation."""
    return {language: say(text.value, language, **data) for language in languages}
