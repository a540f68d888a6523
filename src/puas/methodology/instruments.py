"""Questionnaires as versioned data: what is asked, which element it feeds, how elements are weighted."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from puas.methodology.elements import ELEMENTS, Element
from puas.methodology.items import (
    Group,
    Item,
    Labels,
    Option,
    ProfileField,
    Rating,
    check_key,
    parse_item,
    parse_languages,
    parse_profile_field,
    parse_rating,
    parse_scale,
    parse_wording,
)
from puas.methodology.toml_tables import Table, parse_toml

__all__ = ["Group", "Instrument", "Item", "Labels", "Option", "ProfileField", "Rating", "parse_instrument"]

MAXIMUM_ITEMS = 42
"""Two 63-bit words of three bits an item."""

REPLACEABLE = ("U4", "U6", "U7")
"""U4 where the law makes the service free, U6 and U7 for services without officers (PermenPANRB 14/2017)."""

PARAMETERS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "minimum_cell": (5, 3, 100),
        "error_percent": (5, 1, 10),
        "seconds_per_item": (1, 0, 60),
    }
)
"""Name -> (default, lowest, highest): smallest published group, sampling error, fastest honest answering."""

_INSTRUMENT_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ELEMENT_KEY = re.compile(r"U[1-9][0-9]?")
_WEIGHT = re.compile(r"[0-9]+/0*[1-9][0-9]*|[0-9]*\.?[0-9]+")


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire. `weights` None means exactly 1/n for each element.

    `minimum_answered` is the number of elements a response must answer to count.
    """

    key: str
    version: int
    title: Mapping[str, str]
    languages: tuple[str, ...]
    elements: tuple[Element, ...]
    weights: tuple[Fraction, ...] | None
    items: tuple[Item, ...]
    profile: tuple[ProfileField, ...]
    ratings: tuple[Rating, ...]
    minimum_answered: int
    parameters: Mapping[str, int]

    @property
    def id(self) -> str:
        """Return the name under which results keep this version, "classic-2017@1"."""
        return f"{self.key}@{self.version}"

    @cached_property
    def _positions(self) -> Mapping[str, tuple[int, ...]]:
        return {
            element.key: tuple(place for place, item in enumerate(self.items) if item.element == element.key)
            for element in self.elements
        }

    def items_of(self, element_key: str) -> tuple[int, ...]:
        """Return the positions (from 0) of the items that feed `element_key`."""
        return self._positions[element_key]

    @cached_property
    def item_keys(self) -> frozenset[str]:
        """Return the keys of all items."""
        return frozenset(item.key for item in self.items)

    @cached_property
    def facts(self) -> Mapping[str, ProfileField]:
        """Return what is asked beside the items, by key: the profile, then each rating as a whole number."""
        ratings = [ProfileField(r.key, "integer", r.label, low=r.low, high=r.high) for r in self.ratings]
        return {field.key: field for field in (*self.profile, *ratings)}

    @cached_property
    def scales(self) -> tuple[int, ...]:
        """Return the integer per element that makes every mean of its answered items whole: lcm(1..items)."""
        return tuple(math.lcm(*range(1, len(self._positions[element.key]) + 1)) for element in self.elements)


def parse_instrument(text: str) -> Instrument:
    """Return the instrument written in the TOML `text`; anything wrong is BadInput that names the line."""
    root = parse_toml(text)
    languages = parse_languages(root)
    elements = _parse_elements(root)
    scales = _parse_scales(root.table("scales"), languages)
    items = tuple(parse_item(table, scales, languages) for table in root.tables("items"))
    _check_items(root, items, elements)
    profile = tuple(parse_profile_field(table, languages) for table in root.tables("profile"))
    ratings = tuple(parse_rating(table, languages) for table in root.tables("ratings"))
    _check_distinct([*root.tables("profile"), *root.tables("ratings")])
    half = (len(elements) + 1) // 2
    instrument = Instrument(
        key=check_key(root, _INSTRUMENT_KEY, "classic-2017"),
        version=root.integer("version", 1, 9999),
        title=parse_wording(root.table("title"), languages),
        languages=languages,
        elements=elements,
        weights=_parse_weights(root, elements),
        items=items,
        profile=profile,
        ratings=ratings,
        minimum_answered=root.integer("minimum_answered", 1, len(elements))
        if root.has("minimum_answered")
        else half,
        parameters=_parse_parameters(root),
    )
    root.close()
    return instrument


def _parse_scales(table: Table, languages: tuple[str, ...]) -> Mapping[str, Mapping[str, Labels]]:
    return {name: parse_scale(table.table(name), languages) for name in table.names()}


def _parse_elements(root: Table) -> tuple[Element, ...]:
    """Return the nine elements, some replaced where the regulation allows it, then the agency's own."""
    known = {element.key: element for element in ELEMENTS}
    given: set[str] = set()
    for table in root.tables("elements"):
        element = _parse_element(table)
        if element.key in given:
            table.refuse(
                "instrument_element_twice", "unsur {element} ada dua kali.", "key", element=element.key
            )
        if element.key in known and element.key not in REPLACEABLE:
            table.refuse(
                "instrument_element_fixed",
                "unsur {element} tidak boleh diganti; hanya {replaceable}.",
                "key",
                element=element.key,
                replaceable=", ".join(REPLACEABLE),
            )
        given.add(element.key)
        known[element.key] = element
    return tuple(sorted(known.values(), key=lambda element: element.number))


def _parse_element(table: Table) -> Element:
    key = check_key(table, _ELEMENT_KEY, "U10")
    element = Element(
        key=key,
        number=int(key[1:]),
        name=table.text("name"),
        name_en=table.text("name_en"),
        synonyms=table.texts("synonyms") if table.has("synonyms") else (),
    )
    table.close()
    return element


def _check_items(root: Table, items: tuple[Item, ...], elements: tuple[Element, ...]) -> None:
    if not 1 <= len(items) <= MAXIMUM_ITEMS:
        root.refuse(
            "instrument_items",
            "[[items]] harus berisi 1 sampai {maximum} butir.",
            "items",
            maximum=MAXIMUM_ITEMS,
        )
    keys = {element.key for element in elements}
    for table, item in zip(root.tables("items"), items, strict=True):
        if item.element is not None and item.element not in keys:
            table.refuse(
                "instrument_item_unknown",
                "butir {item} menunjuk unsur {element} yang tidak ada.",
                "element",
                item=item.key,
                element=item.element,
            )
    _check_distinct(root.tables("items"))
    for key in sorted(keys - {item.element for item in items}):
        root.refuse("instrument_element_unasked", "unsur {element} belum punya butir.", "items", element=key)


def _check_distinct(tables: Iterable[Table]) -> None:
    seen: set[str] = set()
    for table in tables:
        key = table.text("key")
        if key in seen:
            table.refuse("instrument_key_twice", "kunci “{twice}” dipakai dua kali.", "key", twice=key)
        seen.add(key)


def _parse_weights(root: Table, elements: tuple[Element, ...]) -> tuple[Fraction, ...] | None:
    """Return the agency's own weights, positive and summing to exactly 1 (PermenPANRB 14/2017), or None."""
    if not root.has("weights"):
        return None
    table = root.table("weights")
    weights = tuple(_parse_weight(table, element.key) for element in elements)
    table.close()
    if sum(weights) != 1:
        table.refuse(
            "instrument_weights_sum",
            "jumlah bobot harus tepat 1, bukan {total}.",
            "",
            total=str(sum(weights)),
        )
    return weights


def _parse_weight(table: Table, key: str) -> Fraction:
    text = table.text(key)
    weight = Fraction(text) if _WEIGHT.fullmatch(text) else Fraction(0)
    if weight <= 0:
        table.refuse("instrument_weight", 'bobot {key} harus ditulis seperti "0.125" atau "1/8".', key)
    return weight


def _parse_parameters(root: Table) -> Mapping[str, int]:
    table = root.table("parameters") if root.has("parameters") else Table({}, ("parameters",), {})
    values = {
        name: table.integer(name, low, high) if table.has(name) else default
        for name, (default, low, high) in PARAMETERS.items()
    }
    table.close()
    return values
