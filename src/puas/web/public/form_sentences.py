"""What the form's script says: the sentences of `static/form.js`, in the language of the questions.

They travel in the page itself, so that a form opened without a connection can speak. The questionnaire knows
more languages than the pages around it; for those the sentences stand here, because gettext has none.
"""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

SENTENCES: Mapping[str, str] = {
    "offlineTitle": gettext_noop("Tidak ada sambungan ke server"),
    "offlineText": gettext_noop(
        "Formulir ini tetap dapat diisi. Jawaban disimpan di ponsel ini, lalu dikirim sendiri begitu ada "
        "sambungan."
    ),
    "looseTitle": gettext_noop("Peramban ini tidak dapat menyimpan jawaban"),
    "looseText": gettext_noop(
        "Mode privat, atau penyimpanannya penuh. Jawaban langsung dikirim saat Anda menekan tombol kirim: "
        "jangan tutup halaman ini sebelum ada kabar bahwa jawaban terkirim."
    ),
    "sending": gettext_noop("Sedang mengirim…"),
    "waiting": gettext_noop("Jawaban yang menunggu dikirim: {count}"),
    "keptText": gettext_noop("Tersimpan di ponsel ini, belum di server."),
    "laterSync": gettext_noop("Dikirim sendiri begitu ada sambungan, juga bila halaman ini sudah ditutup."),
    "laterOpen": gettext_noop(
        "Dikirim sendiri begitu ada sambungan selama halaman ini terbuka, atau saat formulir survei dibuka "
        "lagi di ponsel ini."
    ),
    "laterLoose": gettext_noop(
        "Jangan tutup halaman ini: jawaban dikirim sendiri begitu ada sambungan, tetapi hilang bila halaman "
        "ini ditutup."
    ),
    "asked": gettext_noop("Server meminta menunggu. Dicoba lagi sesudah pukul {clock}."),
    "tried": gettext_noop("Dicoba pukul {clock}, belum berhasil."),
    "sendNow": gettext_noop("Kirim sekarang"),
    "save": gettext_noop("Simpan jawaban sebagai berkas"),
    "another": gettext_noop("Isi jawaban lain"),
    "sent": gettext_noop("Jawaban yang sudah terkirim: {count}"),
    "sentText": gettext_noop("Terima kasih. Jawaban itu sudah tersimpan di server."),
    "heldText": gettext_noop(
        "Terima kasih. Surveinya sudah ditutup atau kodenya sudah ditarik; jawaban itu disimpan terpisah dan "
        "tidak hilang. Petugas memutuskan apakah ikut dihitung."
    ),
    "next": gettext_noop("Apa yang terjadi dengan jawaban itu"),
    "stopped": gettext_noop("Satu jawaban tidak dapat dikirim begitu saja"),
    "mend": gettext_noop("Perbaiki isiannya"),
    "retry": gettext_noop("Coba kirim lagi"),
    "discard": gettext_noop("Hapus dari ponsel ini"),
    "discardSure": gettext_noop("Hapus jawaban ini dari ponsel? Server belum menyimpannya."),
    "errors": gettext_noop("Belum dapat dikirim. Perbaiki ini dahulu:"),
    "tooFew": gettext_noop("Jawab paling sedikit {count} pertanyaan."),
    "required": gettext_noop("Pertanyaan ini harus dijawab."),
    "number": gettext_noop("“{label}” harus berupa angka {low} sampai {high}."),
    "fileTitle": gettext_noop("Kirim jawaban dari berkas"),
    "fileLabel": gettext_noop("Berkas jawaban"),
    "fileHint": gettext_noop(
        "Berkas .json yang disimpan dari formulir survei, di ponsel ini atau ponsel lain. Berkas yang sama "
        "boleh dikirim berkali-kali: jawabannya tidak menjadi ganda."
    ),
    "fileBad": gettext_noop("Berkas itu bukan berkas jawaban dari formulir survei. Pilih berkas lain."),
    "fileTaken": gettext_noop("Jawaban yang dibaca dari berkas: {count}"),
}

JAVANESE: Mapping[str, str] = {
    "offlineTitle": "Boten wonten sambungan dhateng server",
    "offlineText": "Formulir punika taksih saged dipunisi. Wangsulan dipunsimpen ing hape punika, lajeng "
    "kakintun piyambak manawi sampun wonten sambungan.",
    "looseTitle": "Peramban punika boten saged nyimpen wangsulan",
    "looseText": "Mode privat, utawi panyimpenanipun kebak. Wangsulan langsung kakintun nalika panjenengan "
    "mencet tombol kirim: kaca punika sampun dipuntutup saderengipun wonten pawartos bilih wangsulan "
    "sampun kakintun.",
    "sending": "Saweg ngintun…",
    "waiting": "Wangsulan ingkang nengga kakintun: {count}",
    "keptText": "Kasimpen ing hape punika, dèrèng ing server.",
    "laterSync": "Kakintun piyambak manawi sampun wonten sambungan, sanajan kaca punika sampun dipuntutup.",
    "laterOpen": "Kakintun piyambak manawi sampun wonten sambungan salebeting kaca punika taksih kabikak, "
    "utawi nalika formulir survei kabikak malih ing hape punika.",
    "laterLoose": "Kaca punika sampun dipuntutup: wangsulan kakintun piyambak manawi sampun wonten "
    "sambungan, nanging ical manawi kaca punika dipuntutup.",
    "asked": "Server nyuwun supados nengga. Dipuncobi malih sasampunipun pukul {clock}.",
    "tried": "Dipuncobi pukul {clock}, dèrèng kasil.",
    "sendNow": "Kintun sapunika",
    "save": "Simpen wangsulan minangka berkas",
    "another": "Isi wangsulan sanèsipun",
    "sent": "Wangsulan ingkang sampun kakintun: {count}",
    "sentText": "Matur nuwun. Wangsulan punika sampun kasimpen ing server.",
    "heldText": "Matur nuwun. Surveinipun sampun dipuntutup utawi kodenipun sampun dipuntarik; wangsulan "
    "punika dipunsimpen kapisah saha boten ical. Petugas ingkang mutusaken punapa dipunétang.",
    "next": "Punapa ingkang kalampahan kaliyan wangsulan punika",
    "stopped": "Satunggal wangsulan boten saged langsung kakintun",
    "mend": "Dandosi isènipun",
    "retry": "Cobi kintun malih",
    "discard": "Busak saking hape punika",
    "discardSure": "Wangsulan punika dipunbusak saking hape? Server dèrèng nyimpen.",
    "errors": "Dèrèng saged kakintun. Punika dipundandosi rumiyin:",
    "tooFew": "Wangsulana paling sekedhik {count} pitakenan.",
    "required": "Pitakenan punika kedah dipunwangsuli.",
    "number": "“{label}” kedah awujud angka {low} dumugi {high}.",
    "fileTitle": "Kintun wangsulan saking berkas",
    "fileLabel": "Berkas wangsulan",
    "fileHint": "Berkas .json ingkang kasimpen saking formulir survei, ing hape punika utawi hape sanès. "
    "Berkas ingkang sami kenging kakintun makaping-kaping: wangsulanipun boten dados kembar.",
    "fileBad": "Berkas punika sanès berkas wangsulan saking formulir survei. Piliha berkas sanès.",
    "fileTaken": "Wangsulan ingkang kawaos saking berkas: {count}",
}
OWN: Mapping[str, Mapping[str, str]] = {"jv": JAVANESE}


def say_in(language: str) -> dict[str, str]:
    """Return every sentence by its name, in the language of the questions.

    A language that has none of its own gets them in the language of the page.
    """
    own = OWN.get(language)
    return dict(own) if own else {name: gettext(text) for name, text in SENTENCES.items()}


def language_of_sentences(language: str, page: str) -> str:
    """Return the language that `say_in(language)` speaks on a page that is in `page`."""
    return language if language in OWN else page
