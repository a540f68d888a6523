"""A questionnaire that no file of ours holds."""

from dataclasses import replace

from puas.exchange.instrument_files import load_instrument
from puas.methodology.instruments import Instrument, Option, ProfileField


def words(text: str) -> dict[str, str]:
    return {"id": text, "en": f"{text} (en)", "jv": f"{text} (jv)"}


def make_own_instrument() -> Instrument:
    """Return one with every kind of field, required ones, keys and words that need care."""
    classic = load_instrument("classic-2017")
    options = (Option("tidak ada", words("Tidak <ada> & ${x}")), Option("fisik", words("Fisik")))
    profile = (
        ProfileField("survey", "text", words("Loket"), required=True, high=20),
        ProfileField("visited", "date", words("Tanggal kunjungan")),
        ProfileField("disability", "multiple", words("Disabilitas"), options),
        ProfileField("answered", "integer", words("Berapa kali"), low=1, high=9),
    )
    first = replace(classic.items[0], required=True)
    return replace(classic, key="kota-contoh", version=3, profile=profile, items=(first, *classic.items[1:]))
