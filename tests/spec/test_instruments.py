from fractions import Fraction

import pytest

from puas.errors import BadInput
from puas.methodology.instruments import parse_instrument
from tests.spec.chapters import instruments as tables


def test_an_agency_adds_an_element_replaces_one_and_sets_its_weights():
    own = parse_instrument(tables.OWN)

    assert [element.name for element in own.elements if element.key in ("U4", "U10")] == [
        "Kepastian layanan gratis",
        "Keamanan",
    ]
    assert own.weights == (*[Fraction(1, 10)] * 8, Fraction(1, 20), Fraction(3, 20))
    assert (own.items_of("U10"), own.scales) == ((9, 10), (1, 1, 1, 1, 1, 1, 1, 1, 1, 2))
    assert own.parameters == {"minimum_cell": 10, "error_percent": 5, "seconds_per_item": 1}


@pytest.mark.parametrize(("old", "new", "message"), tables.REFUSALS)
def test_a_mistake_is_refused_with_its_line(old, new, message):
    assert tables.PLAIN.count(old) == 1

    with pytest.raises(BadInput) as refusal:
        parse_instrument(tables.PLAIN.replace(old, new))

    assert str(refusal.value) == message
