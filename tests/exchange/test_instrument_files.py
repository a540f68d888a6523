import pytest

from puas.errors import NotFound
from puas.exchange.instrument_files import list_instruments, load_instrument, read_instrument
from puas.methodology.instruments import parse_instrument

SHIPPED = ("classic-2017", "national-2024-hybrid", "national-2024-offline", "national-2024-online")


def test_four_questionnaires_are_shipped():
    assert list_instruments() == SHIPPED


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_questionnaire_is_called_as_its_file_and_parsed_once(key):
    instrument = load_instrument(key)

    assert instrument.id == f"{key}@1"
    assert instrument == parse_instrument(read_instrument(key))
    assert load_instrument(key) is instrument


@pytest.mark.parametrize("key", ["skm-1999", "../classic-2017", ""])
def test_another_questionnaire_is_not_found(key):
    with pytest.raises(NotFound) as refusal:
        load_instrument(key)

    assert str(refusal.value) == f"Kuesioner “{key}” tidak ada. Yang ada: {', '.join(SHIPPED)}."
