"""What the units of the large example plan and report: our own sentences, each with its unit and period."""

import random
from dataclasses import dataclass

from puas.lifecycles import ItemState
from puas.methodology.periods import Period
from puas.methodology.plan_items import ItemContent
from puas.methodology.plans import next_quarter

_ACTIVITIES = {
    "U1": "Menyederhanakan daftar persyaratan {unit} dan memasangnya di ruang tunggu",
    "U2": "Menggambar ulang alur pelayanan {unit} menjadi paling banyak empat langkah",
    "U3": "Menambah satu loket {unit} pada jam ramai",
    "U4": "Memasang papan tarif {unit} di pintu masuk dan di situs",
    "U5": "Memeriksa hasil pelayanan {unit} sebelum diserahkan dengan daftar periksa",
    "U6": "Mengadakan pelatihan teknis bagi petugas {unit}",
    "U7": "Mengadakan bimbingan pelayanan prima bagi petugas {unit}",
    "U8": "Menjawab setiap pengaduan {unit} paling lama tiga hari kerja",
    "U9": "Memperbaiki ruang tunggu dan toilet {unit}",
}
_OTHER = "Memperbaiki pelayanan {unit} pada unsur ini"
_NOTES = {
    ItemState.DONE: "Sudah dilaksanakan; foto dan berita acara terlampir.",
    ItemState.UNDER_WAY: "Sedang dikerjakan, menunggu pengadaan.",
    ItemState.DROPPED: "Dihentikan karena anggarannya dialihkan.",
}


@dataclass(frozen=True)
class Outcome:
    """What is reported about an item: its state (None: nothing), whether a second person confirmed it."""

    state: ItemState | None
    note: str
    is_confirmed: bool


def plan_activity(unit: str, element: str, period: Period, number: int) -> ItemContent:
    """Return what `unit` does for `element` after `period`: in the next quarter, or in the two after."""
    first = next_quarter(period)
    quarters = (first.code,) if number % 3 else (first.code, next_quarter(first).code)
    text = _ACTIVITIES.get(element, _OTHER).format(unit=unit)
    return ItemContent(
        element=element,
        text=f"{text} (tahap {period.label})",
        quarters=quarters,
        person=f"Kepala {unit}",
        indicator="Nilai unsur naik pada survei berikutnya",
        budget="Anggaran rutin" if number % 2 else "",
    )


def draw_outcome(source: random.Random) -> Outcome:
    """Return what came of an item: 70 of 100 done and confirmed, 4 waiting, 13 under way, 5 dropped."""
    chance = source.random()
    state = None
    if chance < 0.74:
        state = ItemState.DONE
    elif chance < 0.87:
        state = ItemState.UNDER_WAY
    elif chance < 0.92:
        state = ItemState.DROPPED
    return Outcome(state, _NOTES[state] if state else "", chance < 0.70)
