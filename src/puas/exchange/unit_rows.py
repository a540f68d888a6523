"""One row of a table of units: what it says, or every reason why it cannot be taken."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from puas.errors import BadInput
from puas.exchange.unit_tables import KEYS, Cells
from puas.language import gettext_noop
from puas.methodology.numbers import parse_count
from puas.methodology.units import parse_area_code, parse_channels, parse_email, parse_kind

MOST_USERS = 2_000_000_000
UNKNOWN = ("-", "–")
Reason = tuple[str, dict[str, Any]]
"""An Indonesian sentence with `{name}` places, and their values."""
T = TypeVar("T")


@dataclass(frozen=True)
class ServiceFacts:
    """A service as a row states it; None where it says nothing."""

    name: str
    channels: tuple[str, ...] | None
    users_per_year: int | None


@dataclass(frozen=True)
class UnitFacts:
    """A unit as a row states it. "" and None: the row says nothing, which changes nothing."""

    line: int
    cells: Cells
    number: int | None
    name: str
    kind: str
    parent: str
    area_code: str
    address: str
    phone: str
    email: str
    services: tuple[ServiceFacts, ...]
    reasons: tuple[Reason, ...]


def parse_unit_row(line: int, cells: Cells) -> UnitFacts:
    """Return what a row says; what cannot be read is among its `reasons`."""
    given = dict(zip(KEYS, cells, strict=True))
    reasons: list[Reason] = []
    if not re.search(r"\w", given["name"]):
        reasons.append((gettext_noop("Nama unit harus diisi."), {}))
    for key, most in (("name", 200), ("address", 300), ("phone", 40), ("email", 120)):
        if len(given[key]) > most:
            reasons.append(
                (gettext_noop("Isi sel terlalu panjang: paling banyak {most} huruf."), {"most": most})
            )
    return UnitFacts(
        line=line,
        cells=cells,
        number=_try(_read_number, given["number"], None, reasons),
        name=given["name"],
        kind=_try(parse_kind, given["kind"], "", reasons),
        parent=given["parent"],
        area_code=_try(parse_area_code, given["area_code"], "", reasons),
        address=given["address"],
        phone=given["phone"],
        email=_try(parse_email, given["email"], "", reasons),
        services=_read_services(given["services"], given["channels"], given["users"], reasons),
        reasons=tuple(reasons),
    )


def _try(parse: Callable[[str], T], text: str, empty: T, reasons: list[Reason]) -> T:
    if not text:
        return empty
    try:
        return parse(text)
    except BadInput as refusal:
        reasons.append((refusal.message, dict(refusal.data)))
        return empty


def _read_number(text: str) -> int:
    number = parse_count(text)
    if not 1 <= number <= 1_000_000:
        raise BadInput("unit_number", "Nomor unit ditulis 1 sampai 1.000.000.")
    return number


def split_lines(text: str) -> list[str]:
    """Return what a cell holds for several services: a line each, or separated by semicolons."""
    parts = text.split("\n") if "\n" in text else text.split(";")
    return [part.strip() for part in parts]


def _read_services(names: str, channels: str, users: str, reasons: list[Reason]) -> tuple[ServiceFacts, ...]:
    """Return the services; their channels and users stand in the same order in the cells beside them."""
    called = [name for name in split_lines(names) if name]
    of_channels, of_users = ([part for part in split_lines(cell) if part] for cell in (channels, users))
    for given in (of_channels, of_users):
        if given and len(given) != len(called):
            sentence = gettext_noop(
                "Banyaknya saluran atau pengguna tidak sama dengan banyaknya layanan: satu baris untuk "
                "setiap layanan, - bila tidak tahu."
            )
            reasons.append((sentence, {}))
            return ()
    if len({" ".join(name.split()).casefold() for name in called}) < len(called):
        reasons.append((gettext_noop("Layanan yang sama tertulis dua kali."), {}))
    if any(len(name) > 200 for name in called):
        reasons.append((gettext_noop("Isi sel terlalu panjang: paling banyak {most} huruf."), {"most": 200}))
    return tuple(
        ServiceFacts(
            name,
            _known(of_channels, place, _read_channels, reasons),
            _known(of_users, place, _read_users, reasons),
        )
        for place, name in enumerate(called)
    )


def _known(given: list[str], place: int, parse: Callable[[str], T], reasons: list[Reason]) -> T | None:
    if not given or given[place] in UNKNOWN:
        return None
    return _try(parse, given[place], None, reasons)


def _read_channels(text: str) -> tuple[str, ...]:
    return tuple(channel.value for channel in parse_channels(text))


def _read_users(text: str) -> int:
    number = parse_count(text)
    if number > MOST_USERS:
        raise BadInput("service_users", "Pengguna per tahun terlalu besar.")
    return number
