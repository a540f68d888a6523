"""What the form says about the data that is kept: what, what for, how long; in the questions' language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from puas.web.public.form_sentences import language_of_sentences

HEADING, CLOSING = "heading", "closing"
PHONE = ("what", "why", "device", "unsent", "how_long")
KIOSK = ("what", "why", "kiosk", "how_long")
"""The lines of the notice, in their order; each begins with its `*_label`."""

NOTICE: Mapping[str, str] = {
    HEADING: gettext_noop("Data yang kami simpan"),
    "what_label": gettext_noop("Apa:"),
    "what": gettext_noop(
        "jawaban Anda, isian “Tentang Anda” yang Anda pilih, saran yang Anda tulis, serta kapan dan berapa "
        "lama Anda mengisi. Nama, NIK, dan nomor telepon tidak diminta. Halaman ini tidak memasang kuki."
    ),
    "why_label": gettext_noop("Untuk apa:"),
    "why": gettext_noop(
        "menghitung indeks kepuasan unit ini dan memperbaiki pelayanannya. Yang diumumkan hanya angka "
        "gabungan, bukan jawaban orang per orang."
    ),
    "device_label": gettext_noop("Perangkat Anda:"),
    "device": gettext_noop(
        "perangkat dan alamat internet Anda tidak disimpan. Yang disimpan hanya dua angka sandi yang berlaku "
        "sehari, agar ketahuan bila satu perangkat mengirim banyak jawaban. Kunci sandinya berganti setiap "
        "hari dan yang lama dimusnahkan, sehingga asal sebuah jawaban tidak dapat diketahui lagi. Untuk itu "
        "ponsel ini menyimpan satu nomor acak yang diganti setiap hari."
    ),
    "unsent_label": gettext_noop("Jawaban yang belum terkirim:"),
    "unsent": gettext_noop(
        "hanya ada di ponsel ini; begitu server menyimpannya, jawaban itu dihapus dari ponsel."
    ),
    "kiosk_label": gettext_noop("Perangkat ini:"),
    "kiosk": gettext_noop(
        "alamat internetnya tidak disimpan, hanya angka sandi yang berlaku sehari, agar ketahuan bila banyak "
        "jawaban datang dari tempat lain. Kunci sandinya berganti setiap hari dan yang lama dimusnahkan. "
        "Jawaban Anda tidak tertinggal di perangkat ini."
    ),
    "how_long_label": gettext_noop("Berapa lama:"),
    "how_long": gettext_noop(
        "jawaban tidak dihapus, agar hasil yang terbit selalu dapat dihitung ulang. Karena tidak bernama, "
        "jawaban yang sudah dikirim tidak dapat dicari kembali untuk ditarik."
    ),
    CLOSING: gettext_noop("Mengisi survei ini sukarela. Dengan mengirim, Anda setuju."),
}

JAVANESE: Mapping[str, str] = {
    HEADING: "Data ingkang dipunsimpen",
    "what_label": "Punapa:",
    "what": "wangsulan panjenengan, isèn “Tentang Anda” ingkang panjenengan pilih, pamrayogi ingkang "
    "panjenengan serat, sarta kala punapa lan sepinten dangunipun panjenengan ngisi. Nama, NIK, lan nomer "
    "telpon boten dipunsuwun. Kaca punika boten masang kuki.",
    "why_label": "Kanggé punapa:",
    "why": "ngétang indeks kepuasan unit punika lan ndandosi pelayananipun. Ingkang dipunumumaken namung "
    "angka gabungan, sanès wangsulan saben tiyang.",
    "device_label": "Piranti panjenengan:",
    "device": "piranti lan alamat internet panjenengan boten dipunsimpen. Ingkang dipunsimpen namung kalih "
    "angka sandi ingkang lumampah sedinten, supados konangan manawi satunggal piranti ngintun wangsulan "
    "kathah. Kunci sandinipun gantos saben dinten lan ingkang lami dipunsirnakaken, satemah asalipun "
    "wangsulan boten saged dipunmangertosi malih. Kanggé punika hape punika nyimpen satunggal nomer acak "
    "ingkang gantos saben dinten.",
    "unsent_label": "Wangsulan ingkang dèrèng kakintun:",
    "unsent": "namung wonten ing hape punika; sasampunipun kasimpen ing server, wangsulan punika "
    "dipunbusak saking hape.",
    "kiosk_label": "Piranti punika:",
    "kiosk": "alamat internetipun boten dipunsimpen, namung angka sandi ingkang lumampah sedinten, supados "
    "konangan manawi kathah wangsulan dhateng saking panggènan sanès. Kunci sandinipun gantos saben dinten "
    "lan ingkang lami dipunsirnakaken. Wangsulan panjenengan boten kantun ing piranti punika.",
    "how_long_label": "Pinten dangunipun:",
    "how_long": "wangsulan boten dipunbusak, supados asil ingkang kaumumaken tansah saged dipunétang malih. "
    "Amargi tanpa nama, wangsulan ingkang sampun kakintun boten saged dipunpadosi malih kanggé dipunpundhut.",
    CLOSING: "Ngisi survei punika sukarela. Kanthi ngintun, panjenengan sarujuk.",
}
OWN: Mapping[str, Mapping[str, str]] = {"jv": JAVANESE}


@dataclass(frozen=True)
class Notice:
    """The notice in one language; `lines` are (label, sentence)."""

    language: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    closing: str


def build_notice(language: str, page: str, *, is_kiosk: bool) -> Notice:
    """Return the notice in the language of the questions, else in that of the page."""
    said = OWN.get(language) or {name: gettext(text) for name, text in NOTICE.items()}
    lines = tuple((said[f"{name}_label"], said[name]) for name in (KIOSK if is_kiosk else PHONE))
    return Notice(language_of_sentences(language, page), said[HEADING], lines, said[CLOSING])
