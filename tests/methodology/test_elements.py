import pytest

from puas.methodology.elements import ELEMENTS, find_element
from tests.methodology.samples import OWN_TEN


@pytest.mark.parametrize(
    "text", ["U3", "u3", " U 3 ", "3. Waktu Penyelesaian", "U3 Waktu pelayanan", "WAKTU  LAYANAN"]
)
def test_a_key_a_number_before_the_name_and_any_case_are_understood(text):
    assert find_element(text) is ELEMENTS[2]


def test_markup_and_letters_of_other_alphabets_are_seen_through():
    assert find_element("<b>Рerilaku</b> pelaksana") is ELEMENTS[6]


@pytest.mark.parametrize("text", ["", "3", "U10", "Keamanan", "Waktu dan biaya"])
def test_an_unknown_name_finds_nothing(text):
    assert find_element(text) is None


def test_an_agencys_own_element_is_found_among_its_elements():
    assert find_element("Keamanan", OWN_TEN.elements).key == "U10"


def test_no_printed_name_belongs_to_two_elements():
    for element in ELEMENTS:
        assert {find_element(name).key for name in (element.name, element.name_en, *element.synonyms)} == {
            element.key
        }
