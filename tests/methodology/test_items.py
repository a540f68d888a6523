import pytest

from puas.methodology.instruments import parse_instrument
from puas.methodology.items import Group, Option, ProfileField, Rating
from tests.methodology.samples import CLASSIC, HYBRID, refusal
from tests.spec.chapters.instruments import PLAIN

PROFILE = """
[[profile]]
key = "job"
kind = "choice"
label.id = "Pekerjaan"
required = true
options = [{ key = "A", id = "Satu" }, { key = "B", id = "Dua" }]

[[profile]]
key = "age"
kind = "integer"
label.id = "Usia"
low = 10
high = 110

[[profile]]
key = "remark"
kind = "text"
label.id = "Catatan"
high = 20

[[ratings]]
key = "trust"
label.id = "Percaya"
low = 1
high = 10
"""
FULL = PLAIN + PROFILE
START = PLAIN.count("\n") + 2  # the line of the first [[profile]]


def test_profile_fields_and_ratings_are_read():
    instrument = parse_instrument(FULL)

    assert instrument.profile == (
        ProfileField(
            "job",
            "choice",
            {"id": "Pekerjaan"},
            (Option("A", {"id": "Satu"}), Option("B", {"id": "Dua"})),
            True,
        ),
        ProfileField("age", "integer", {"id": "Usia"}, low=10, high=110),
        ProfileField("remark", "text", {"id": "Catatan"}, high=20),
    )
    assert instrument.ratings == (Rating("trust", {"id": "Percaya"}, 1, 10),)


def test_an_item_carries_subject_text_labels_and_keywords():
    item = HYBRID.items[4]

    assert (item.key, item.element, item.group, item.required) == ("P5", None, Group.IPAK, False)
    assert (item.subject, item.keywords) == ("Pelayanan sesuai prosedur, tanpa kecurangan", ("kecurangan",))
    assert item.text == {
        "id": "Pelayanan diberikan sesuai prosedur, tanpa kecurangan.",
        "en": "The service follows the procedure, without cheating.",
    }
    assert item.labels["id"] == ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju")


def test_the_classic_form_speaks_three_languages():
    assert CLASSIC.languages == ("id", "en", "jv")
    assert CLASSIC.items[3].labels == {
        "id": ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        "en": ("Very expensive", "Fairly expensive", "Cheap", "Free of charge"),
        "jv": ("Awis sanget", "Radi awis", "Mirah", "Tanpa ragad"),
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('languages = ["id"]', 'languages = ["en", "id"]', ("instrument_languages", 3)),
        ('languages = ["id"]', 'languages = ["id", "id"]', ("instrument_languages", 3)),
        ('languages = ["id"]', 'languages = ["id", "ENG"]', ("instrument_language", 3)),
        ('"Buruk", "Cukup"', '"Baik", "Cukup"', ("instrument_scale", 7)),
        ('key = "Q1"', 'key = "q1"', ("instrument_key", 10)),
        ('key = "Q1"\nelement = "U1"', 'key = "Q1"\nelement = "U1"\ngroup = "X"', ("instrument_group", 12)),
        (
            'key = "Q1"\nelement = "U1"',
            'key = "Q1"\ngroup = "IPAK"\nelement = "U1"',
            ("instrument_item_element", 12),
        ),
        ('key = "Q1"\nelement = "U1"', 'key = "Q1"', ("instrument_item_element", 9)),
        ('kind = "choice"', 'kind = "colour"', ("instrument_kind", START + 2)),
        ('kind = "text"', 'kind = "integer"', ("toml_missing", START + 14)),
        ('key = "B", id', 'key = "A", id', ("instrument_option_twice", START + 5)),
        (', { key = "B", id = "Dua" }', "", ("instrument_options", START + 5)),
        ('key = "trust"', 'key = "job"', ("instrument_key_twice", START + 21)),
        ("low = 1\nhigh = 10\n", "low = 10\nhigh = 10\n", ("instrument_rating", START + 23)),
        ("low = 1\nhigh = 10\n", "low = 1\nhigh = 10\nstep = 1\n", ("toml_unknown", START + 25)),
        ('label.id = "Usia"', 'label.id = "Usia"\nlabel.fr = "Age"', ("toml_unknown", START + 11)),
        ('key = "A", id = "Satu"', 'key = "A", id = "Satu", x = 1', ("toml_unknown", START + 5)),
        ("required = true", "required = 1", ("toml_type", START + 4)),
        ("high = 20", "high = 20\noptions = []", ("toml_unknown", START + 19)),
    ],
)
def test_a_wrong_part_is_refused_with_its_line(old, new, expected):
    assert FULL.count(old) == 1
    code, message = refusal(parse_instrument, FULL.replace(old, new))

    assert (code, message.split(":")[0]) == (expected[0], f"Baris {expected[1]}")


def test_a_required_item_is_read():
    text = PLAIN.replace('key = "Q1"\n', 'key = "Q1"\nrequired = true\n')

    assert [item.required for item in parse_instrument(text).items] == [True] + [False] * 8
