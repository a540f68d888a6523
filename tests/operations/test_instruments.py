import pytest

from puas.errors import Conflict
from puas.exchange.instrument_files import load_instrument, read_instrument
from puas.models import InstrumentVersion
from puas.operations.instruments import store_instrument
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_same_questionnaire_is_stored_once():
    content = read_instrument("classic-2017")
    row = store_instrument(content=content, by=None)
    assert store_instrument(content=content, by=None) == row
    assert (str(row), row.parsed) == ("classic-2017@1", load_instrument("classic-2017"))


def test_a_changed_word_needs_a_new_version():
    content = read_instrument("classic-2017")
    store_instrument(content=content, by=None)
    with refused(Conflict, "instrument_version_taken"):
        store_instrument(content=content + "\n# lain\n", by=None)
    assert InstrumentVersion.objects.count() == 1
