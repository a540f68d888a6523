import pytest

from puas.exchange.instrument_files import load_instrument
from puas.methodology.elements import ELEMENTS, find_element
from tests.spec.chapters import elements as tables


def test_the_nine_elements_are_those_of_the_regulation():
    assert [(element.key, element.name) for element in ELEMENTS] == [row[:2] for row in tables.ELEMENTS]


@pytest.mark.parametrize(("key", "name", "question", "labels"), tables.ELEMENTS)
def test_the_classic_question_and_scale_of_an_element(key, name, question, labels):
    classic = load_instrument("classic-2017")
    (place,) = classic.items_of(key)

    assert classic.items[place].key == question
    assert " / ".join(classic.items[place].labels["id"]) == labels


def test_classic_items_stand_in_the_order_of_the_questions():
    assert [item.key for item in load_instrument("classic-2017").items] == [f"Q{n}" for n in range(1, 10)]


@pytest.mark.parametrize(("key", "count"), tables.VARIANTS)
def test_a_national_variant_feeds_what_its_table_says(key, count):
    instrument = load_instrument(key)
    hybrid = key.endswith("hybrid")
    expected = [
        (item + part, target)
        for item, target in tables.NATIONAL
        for part in (("a", "b") if hybrid and item in tables.DOUBLED else ("",))
    ]

    assert len(instrument.items) == count
    assert [(item.key, item.element or item.group) for item in instrument.items] == expected


@pytest.mark.parametrize(("key", "count"), tables.VARIANTS)
def test_a_national_variant_keeps_trust_apart_and_asks_for_disabilities(key, count):
    instrument = load_instrument(key)

    assert [(r.key, r.low, r.high) for r in instrument.ratings] == [
        ("trust_central", 1, 10),
        ("trust_local", 1, 10),
    ]
    (disability,) = [field for field in instrument.profile if field.key == "disability"]
    assert (disability.kind, [option.key for option in disability.options]) == (
        "multiple",
        ["FISIK", "INTELEKTUAL", "MENTAL", "SENSORIK"],
    )


@pytest.mark.parametrize(("printed", "key"), tables.SYNONYMS)
def test_a_printed_name_finds_its_element(printed, key):
    found = find_element(printed)

    assert found is not None
    assert found.key == key
