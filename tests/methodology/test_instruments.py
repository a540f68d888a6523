from fractions import Fraction

import pytest

from puas.methodology.instruments import parse_instrument
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN, PLAIN_NINE, refusal
from tests.spec.chapters.instruments import HEAD, OWN, PLAIN, build_item


def test_an_instrument_has_a_name_with_its_version():
    assert [i.id for i in (CLASSIC, HYBRID, PLAIN_NINE)] == [
        "classic-2017@1",
        "national-2024-hybrid@1",
        "contoh@1",
    ]


def test_items_of_an_element_are_positions_and_scales_their_common_multiple():
    assert (CLASSIC.items_of("U8"), CLASSIC.items_of("U9"), HYBRID.items_of("U9")) == ((8,), (7,), (17, 18))
    assert (CLASSIC.scales, HYBRID.scales) == ((1,) * 9, (2, 2, 1, 1, 1, 2, 2, 1, 2))


def test_three_items_of_one_element_have_scale_six():
    text = PLAIN + build_item("Q10", "U1") + build_item("Q11", "U1")

    assert parse_instrument(text).scales == (6, 1, 1, 1, 1, 1, 1, 1, 1)


def test_half_of_the_elements_must_be_answered_unless_the_instrument_says_otherwise():
    less = parse_instrument(PLAIN.replace("version = 1", "version = 1\nminimum_answered = 9"))

    assert [i.minimum_answered for i in (PLAIN_NINE, OWN_TEN, less)] == [5, 5, 9]


def test_without_weights_and_parameters_the_defaults_hold():
    assert PLAIN_NINE.weights is None
    assert PLAIN_NINE.parameters == {"minimum_cell": 5, "error_percent": 5, "seconds_per_item": 1}


def test_weights_are_exact():
    text = PLAIN + "\n[weights]\n" + "".join(f'U{n} = "1/9"\n' for n in range(1, 10))

    assert parse_instrument(text).weights == (Fraction(1, 9),) * 9


def test_an_own_element_may_have_synonyms():
    text = OWN.replace('name_en = "Safety"', 'name_en = "Safety"\nsynonyms = ["Rasa aman"]')

    assert parse_instrument(text).elements[-1].synonyms == ("Rasa aman",)


def test_elements_stand_in_the_order_of_their_numbers():
    text = OWN.replace("U10", "U11")

    assert [element.key for element in parse_instrument(text).elements] == [
        f"U{n}" for n in (*range(1, 10), 11)
    ]


def test_forty_two_items_fit_and_one_more_does_not():
    full = PLAIN + "".join(build_item(f"R{n}", "U1") for n in range(33))

    assert len(parse_instrument(full).items) == 42
    assert refusal(parse_instrument, full + build_item("S1", "U1")) == (
        "instrument_items",
        "Baris 9: [[items]] harus berisi 1 sampai 42 butir.",
    )
    assert refusal(parse_instrument, HEAD) == (
        "instrument_items",
        "Baris 1: [[items]] harus berisi 1 sampai 42 butir.",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'U9 = "0.05"',
            'U9 = "0.06"',
            ("instrument_weights_sum", "Baris 19: jumlah bobot harus tepat 1, bukan 101/100."),
        ),
        (
            'U9 = "0.05"',
            'U9 = "0"',
            ("instrument_weight", 'Baris 28: bobot U9 harus ditulis seperti "0.125" atau "1/8".'),
        ),
        (
            'U9 = "0.05"',
            'U9 = "1/0"',
            ("instrument_weight", 'Baris 28: bobot U9 harus ditulis seperti "0.125" atau "1/8".'),
        ),
        ('U9 = "0.05"', "U9 = 0.05", ("toml_type", "Baris 28: “U9” harus berupa teks dalam tanda kutip.")),
        (
            'key = "U10"\nname',
            'key = "U4"\nname',
            ("instrument_element_twice", "Baris 15: unsur U4 ada dua kali."),
        ),
        (
            'key = "U10"\nname',
            'key = "U100"\nname',
            ("instrument_key", "Baris 15: “U100” bukan kunci yang sah; tulis seperti U10."),
        ),
        (
            "minimum_cell = 10",
            "minimum_cell = 2",
            ("toml_range", "Baris 32: “minimum_cell” harus antara 3 dan 100."),
        ),
        (
            "minimum_cell = 10",
            "maximum = 1",
            (
                "toml_unknown",
                "Baris 32: “maximum” tidak dikenal di sini. "
                "Yang dikenal: error_percent, minimum_cell, seconds_per_item.",
            ),
        ),
        (
            'key = "contoh"',
            'key = "Contoh"',
            ("instrument_key", "Baris 1: “Contoh” bukan kunci yang sah; tulis seperti classic-2017."),
        ),
        (
            "version = 1",
            "version = 1\nminimum_answered = 11",
            ("toml_range", "Baris 3: “minimum_answered” harus antara 1 dan 10."),
        ),
        (
            'name = "Keamanan"',
            'name = "Keamanan"\nx = 1',
            (
                "toml_unknown",
                "Baris 17: “x” tidak dikenal di sini. Yang dikenal: key, name, name_en, synonyms.",
            ),
        ),
    ],
)
def test_a_wrong_instrument_is_refused_with_its_line(old, new, expected):
    assert OWN.count(old) == 1
    assert refusal(parse_instrument, OWN.replace(old, new)) == expected


def test_a_missing_scale_table_is_refused():
    assert refusal(parse_instrument, PLAIN.replace("[scales.mutu]", "[scale.mutu]")) == (
        "toml_missing",
        "Baris 1: “scales” belum ada; tambahkan tabel.",
    )
