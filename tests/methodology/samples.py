"""Instruments and tallies for the tests of the method."""

from puas.exchange.instrument_files import load_instrument
from puas.methodology.instruments import parse_instrument
from puas.methodology.tallies import tally_responses
from tests.spec.chapters.instruments import OWN, PLAIN

CLASSIC = load_instrument("classic-2017")
HYBRID = load_instrument("national-2024-hybrid")
PLAIN_NINE = parse_instrument(PLAIN)
OWN_TEN = parse_instrument(OWN)


def tally(*responses, instrument=CLASSIC):
    """Return the tally of responses given as scores in item order."""
    return tally_responses(instrument, responses)


def refusal(call, *arguments, **named):
    """Return (code, message) of the PuasError that `call` raises."""
    try:
        call(*arguments, **named)
    except Exception as error:
        return error.code, str(error)
    raise AssertionError("nothing was refused")
