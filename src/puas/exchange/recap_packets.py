"""A recap that was read and checked, as JSON: how it leaves the limited process, and how it is kept.

Any frozen dataclass of the recap tree is written field by field (fields at their default are left out) and
read back by its annotations. Reading believes nothing: a value of another type is BadInput `packet_broken`.
"""

import dataclasses
import types
import typing
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any

from puas.errors import BadInput
from puas.methodology.findings.checks import CheckedRecap, Confirmation
from puas.methodology.findings.recaps import Recap, RecapRow
from puas.methodology.findings.rules import Finding


@dataclass(frozen=True)
class Packet:
    """A checked recap. `places` has, for each finding, the row it speaks of (counted through the rows, then
    the agency's rows), or -1; `weights` says how many rows each weight explains.
    """

    name: str
    digest: str
    recap: Recap
    findings: tuple[Finding, ...] = ()
    places: tuple[int, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> tuple[RecapRow, ...]:
        """Return every row, the agency's last: what `places` counts through."""
        return (*self.recap.rows, *self.recap.agency_rows)

    @property
    def checked(self) -> CheckedRecap:
        """Return what reports are made of; without the weight of each single row."""
        return CheckedRecap(self.recap, self.findings, (), self.confirmations)


def build_packet(checked: CheckedRecap, *, name: str, digest: str) -> Packet:
    """Return the packet of a checked recap: findings know their row by the very source object they share."""
    rows = (*checked.recap.rows, *checked.recap.agency_rows)
    at = {id(row.source): place for place, row in enumerate(rows)}
    return Packet(
        name=name,
        digest=digest,
        recap=checked.recap,
        findings=checked.findings,
        places=tuple(at.get(id(finding.source), -1) for finding in checked.findings),
        confirmations=checked.confirmations,
        weights=tuple(Counter(found.name for found in checked.weights).items()),
    )


def write_packet(packet: Packet) -> dict[str, Any]:
    """Return the packet as values that JSON has."""
    return typing.cast(dict[str, Any], _write(packet))


def _write(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {
            field.name: _write(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != _default_of(field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _write(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(_write(one) for one in value)
    if isinstance(value, tuple | list):
        return [_write(one) for one in value]
    return value if isinstance(value, str | int) or value is None else str(value)


def _default_of(field: "dataclasses.Field[Any]") -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def parse_packet(raw: object) -> Packet:
    """Return the packet that `write_packet` wrote. Raises BadInput `packet_broken` for anything else."""
    try:
        packet: Packet = _read(raw, Packet)
    except (TypeError, ValueError, KeyError, InvalidOperation) as error:
        raise _broken() from error
    if len(packet.places) != len(packet.findings) or not all(
        -1 <= place < len(packet.rows) for place in packet.places
    ):
        raise _broken()
    return packet


def _broken() -> BadInput:
    return BadInput("packet_broken", "Hasil pembacaan rekap rusak. Unggah berkasnya sekali lagi.")


def _read(raw: Any, kind: Any) -> Any:
    """Return `raw` as the annotated type `kind`; TypeError when it is something else."""
    return _reader(kind)(raw)


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """Return what reads one kind; made once, because a recap has hundreds of thousands of values."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        some = _reader(next(one for one in inner if one is not types.NoneType))
        return lambda raw: None if raw is None else some(raw)
    if origin is tuple:
        return _read_all(_reader(inner[0])) if inner[-1] is Ellipsis else _read_each(inner)
    if origin is frozenset:
        each = _reader(inner[0])
        return lambda raw: frozenset(each(one) for one in _of(raw, list))
    if origin is not None:
        return _read_data
    if dataclasses.is_dataclass(kind):
        return _read_fields(kind)
    if issubclass(kind, Enum | Decimal):
        return lambda raw: kind(_of(raw, str))
    return lambda raw: _of(raw, kind)


def _read_all(each: Reader) -> Reader:
    return lambda raw: tuple([each(one) for one in _of(raw, list)])


def _read_each(kinds: tuple[Any, ...]) -> Reader:
    readers = [_reader(one) for one in kinds]
    return lambda raw: tuple(read(one) for read, one in zip(readers, _of(raw, list), strict=True))


def _read_data(raw: Any) -> dict[str, object]:
    """Read what fills the places of a sentence: whole numbers and text."""
    return {key: one if type(one) is int else str(one) for key, one in _of(raw, dict).items()}


def _read_fields(kind: Any) -> Reader:
    readers: dict[str, Reader] = {}

    def read(raw: Any) -> Any:
        if not readers:  # not while the reader is made: a kind may hold itself
            readers.update({name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()})
        return kind(**{key: readers[key](one) for key, one in _of(raw, dict).items()})

    return read


def _of(raw: Any, kind: type) -> Any:
    if type(raw) is not kind:
        raise TypeError(f"{kind} expected")
    return raw
