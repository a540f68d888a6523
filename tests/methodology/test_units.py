"""Kinds, channels, area codes and addresses, as people write them."""

import pytest

from puas.errors import BadInput
from puas.methodology.units import (
    KINDS_BELOW,
    ServiceChannel,
    UnitKind,
    parse_area_code,
    parse_channels,
    parse_email,
    parse_kind,
)
from tests.factories.refusals import refused


@pytest.mark.parametrize("kind", KINDS_BELOW)
def test_every_kind_is_read_by_its_name_and_its_code(kind):
    assert parse_kind(kind.label.upper()) is parse_kind(f" {kind} ") is kind


def test_the_agency_itself_is_no_kind_of_a_row():
    for text in ("agency", "instansi", ""):
        with refused(BadInput, "unit_kind"):
            parse_kind(text)
    assert parse_kind("Desa") is UnitKind.KELURAHAN


def test_channels_are_read_once_each_and_in_order():
    assert parse_channels("Daring, loket / DARING") == (ServiceChannel.COUNTER, ServiceChannel.ONLINE)
    assert parse_channels("jemput  bola") == (ServiceChannel.MOBILE,)
    with refused(BadInput, "service_channel"):
        parse_channels("loket, radio")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ""),
        ("33", "33"),
        ("3372", "33.72"),
        (" 33.72 .01", "33.72.01"),
        ("3372011001", "33.72.01.1001"),
        ("33.72.01.1001", "33.72.01.1001"),
    ],
)
def test_area_codes_get_their_dots(text, code):
    assert parse_area_code(text) == code


@pytest.mark.parametrize("text", ["3", "337", "33.7", "33.72.01.101", "kota", "٣٣"])
def test_what_is_no_area_code_is_refused(text):
    with refused(BadInput, "area_code"):
        parse_area_code(text)


def test_an_address_has_a_name_and_a_place():
    assert parse_email(" a@contoh.go.id ") == "a@contoh.go.id"
    for text in ("a", "a@b", "a b@contoh.id", "a@@contoh.id", "a@contoh..id"):
        with refused(BadInput, "unit_email"):
            parse_email(text)
