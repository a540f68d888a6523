"""Which column is which item: by key, by name, by a word of the question; never by place."""

import pytest

from puas.errors import BadInput
from puas.exchange.answer_sheets_columns import find_column, map_columns, map_named
from puas.exchange.answer_sheets_headings import column_letter
from puas.exchange.instrument_files import load_instrument
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN

ONLINE = load_instrument("national-2024-online")
U = [f"U{number}" for number in range(1, 10)]
Q = [f"Q{number}" for number in range(1, 10)]
P = [f"P{number}" for number in range(1, 17)]
BY_ELEMENT = (0, 1, 2, 3, 4, 5, 6, 8, 7)
BY_ITEM = (0, 1, 2, 3, 4, 5, 6, 7, 8)
CROSSED = (
    "Butir dihitung ke unsur menurut kuesioner, bukan menurut urutan: {crossed}.",
    {"crossed": "Q8 → U9, Q9 → U8"},
)


def refusal(headings, instrument=CLASSIC):
    with pytest.raises(BadInput) as caught:
        map_columns(headings, instrument)
    return caught.value


@pytest.mark.parametrize(
    "headings",
    [
        U,
        ["\ufeffu1", "U 2", "u-3", " U.4 ", "U05", "Unsur 6", "U7.", "U_8", "(U9)"],
        [f"{key} Persyaratan" if key == "U1" else key for key in U],
        ["U1 Persyaratan", *U[1:7], "U8 - Penanganan Pengaduan, Saran dan Masukan", "U9: Sarana"],
    ],
)
def test_element_columns_feed_their_element(headings):
    assert map_columns(headings, CLASSIC).items == BY_ELEMENT
    assert map_columns(headings, CLASSIC).notes == ()


@pytest.mark.parametrize(
    "headings", [Q, P[:9], ["Pertanyaan 1", "Butir 2", "Soal 3", *Q[3:7], "Q8 (U9)", "Q9 (U8)"]]
)
def test_item_columns_feed_their_item_and_say_so(headings):
    assert map_columns(headings, CLASSIC).items == BY_ITEM
    assert map_columns(headings, CLASSIC).notes == (CROSSED,)


def test_printed_names_of_elements():
    headings = [
        "Waktu pengisian",
        "Persyaratan (Dokumen atau formulir)",
        "Prosedur layanan",
        "Kecepatan pelayanan",
        "Biaya / tarif",
        "Kesesuaian produk",
        "Kompetensi petugas",
        "Prilaku pelaksana",
        "Pelayanan pengaduan",
        "Sarana prasarana",
        "Kritik dan saran",
    ]
    assert map_columns(headings, CLASSIC).items == (1, 2, 3, 4, 5, 6, 7, 9, 8)


def test_whole_questions():
    headings = [
        "Cap waktu",
        "Apakah persyaratan sesuai dengan jenis pelayanannya?",
        "Apakah prosedur di unit ini mudah?",
        "Bagaimana kecepatan dalam memberikan pelayanan?",
        "Apakah biaya/tarif wajar?",
        "Apakah produk pelayanan sesuai dengan yang tercantum?",
        "Bagaimana kemampuan petugas?",
        "Bagaimana kesopanan dan keramahan petugas di loket?",
        "Bagaimana kualitas sarana di tempat ini?",
        "Bagaimana pengaduan pengguna ditangani?",
        "Alasan untuk biaya",
    ]
    assert map_columns(headings, CLASSIC).items == (1, 2, 3, 4, 5, 6, 7, 8, 9)


def test_a_key_wins_over_a_name_and_a_name_over_a_word():
    assert map_columns(["Waktu pelayanan", *U], CLASSIC).items == tuple(place + 1 for place in BY_ELEMENT)
    headings = ["Berapa lama waktu menunggu?", *U[:2], "Waktu penyelesaian", *U[3:]]
    assert map_columns(headings, CLASSIC).items == (1, 2, 3, 4, 5, 6, 7, 9, 8)


def test_two_columns_for_one_item_are_named():
    error = refusal(["U1", *U[1:], "u 1"])
    assert str(error) == (
        "Lebih dari satu kolom untuk U1: “U1” (A), “u 1” (J). Sisakan satu, atau ganti judul yang lain."
    )
    assert refusal([*U, "Q8"]).code == "column_ambiguous"


@pytest.mark.parametrize("heading", ["Q8 Penanganan pengaduan", "U9 Penanganan pengaduan", "P8: pengaduan"])
def test_key_and_words_that_disagree_are_refused(heading):
    error = refusal([*U[:8], heading])
    assert error.code == "column_contradicts"
    assert "Kualitas sarana dan prasarana" in str(error)


def test_heading_with_two_keys_is_refused():
    assert refusal([*U[:8], "Q8 (U8)"]).code == "column_two_keys"


def test_missing_elements_are_all_named():
    assert str(refusal(["No", *U[:7]])) == (
        "Kolom jawaban tidak ditemukan untuk: U8 (Penanganan Pengaduan, Saran dan Masukan), "
        "U9 (Sarana dan Prasarana). Beri judul kolom dengan kunci unsur (U1, U2, …), kunci butir (Q1, …), "
        "atau nama unsurnya. Kolom yang ada: No, U1, U2, U3, U4, U5, U6, U7."
    )


@pytest.mark.parametrize("strange", ["P10", "P11a", "U10", "Q16"])
def test_keys_of_another_questionnaire_are_refused(strange):
    error = refusal([*P[:9], strange])
    assert error.code == "column_other_form"
    assert "--instrument" in str(error)


def test_national_items_by_key_in_any_order():
    assert map_columns(P[::-1], ONLINE).items == tuple(range(15, -1, -1))


def test_national_form_without_its_integrity_items_is_counted_and_said():
    headings = [key for key in P if key not in ("P5", "P8", "P9", "P13", "P14")]
    mapped = map_columns(headings, ONLINE)
    assert mapped.items == (0, 1, 2, 3, None, 4, 5, None, None, 6, 7, 8, None, None, 9, 10)
    assert mapped.notes == (("Tanpa kolom untuk {items}.", {"items": "P5, P8, P9, P13, P14"}),)


def test_one_item_of_two_is_not_enough():
    error = refusal([key for key in P if key != "P2"], ONLINE)
    assert (error.code, error.data["missing"]) == ("column_missing", "P2")


def test_element_columns_cannot_stand_for_several_items():
    error = refusal(U, ONLINE)
    assert (error.code, error.data["missing"]) == ("column_element_not_items", "P1, P2, P3, P4")


def test_one_channel_of_a_hybrid_form_is_enough():
    headings = [*P[:10], "P11a", "P12a", "P13", "P14", "P15", "P16b"]
    assert map_columns(headings, HYBRID).items[10:] == (10, None, 11, None, 12, 13, 14, None, 15)


def test_replaced_and_added_elements_of_an_agency():
    headings = [*U[:3], "Kepastian layanan gratis", *U[4:], "Q10a", "Q10b"]
    assert map_columns(headings, OWN_TEN).items[3] == 3
    assert map_columns(headings, OWN_TEN).items[-2:] == (9, 10)
    # the words of the replaced element no longer mean it
    assert refusal([*U[:3], "Biaya", *U[4:], "Q10a", "Q10b"], OWN_TEN).code == "column_missing"


def test_named_columns():
    names = [f"kolom {number}" for number in range(1, 10)]
    assert map_named(names, dict(zip(U, names, strict=True)), CLASSIC).items == BY_ELEMENT
    assert map_named(names, dict(zip(Q, names, strict=True)), CLASSIC).items == BY_ITEM
    for mapping, code in (({"Q77": "kolom 1"}, "column_unknown_item"), ({"Q1": "kolom 1"}, "column_missing")):
        with pytest.raises(BadInput) as caught:
            map_named(names, mapping, CLASSIC)
        assert caught.value.code == code


def test_a_column_by_heading_must_be_one():
    assert find_column(["A", "\ufeffLayanan "], "layanan") == 1
    with pytest.raises(BadInput) as caught:
        find_column(["Kota", "kota"], "Kota")
    assert caught.value.code == "column_twice"


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(column, letter):
    assert column_letter(column) == letter
