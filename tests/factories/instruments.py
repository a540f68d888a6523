"""Questionnaires as stored rows."""

from puas.exchange.instrument_files import read_instrument
from puas.models import InstrumentVersion
from puas.operations.instruments import store_instrument


def make_instrument(key: str = "classic-2017") -> InstrumentVersion:
    """Store a shipped questionnaire."""
    return store_instrument(content=read_instrument(key), by=None)


def classic() -> InstrumentVersion:
    """Store the classic nine questions."""
    return make_instrument("classic-2017")
