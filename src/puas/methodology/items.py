"""The parts of a questionnaire: scored items, profile fields, ratings that stay apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from puas.methodology.toml_tables import Table

Labels = tuple[str, str, str, str]

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ITEM_KEY = re.compile(r"[A-Z][0-9]{1,2}[a-z]?")
_FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{1,30}")


class Group(StrEnum):
    """Which index an item belongs to. Only IKM items feed elements."""

    IKM = "IKM"
    IPAK = "IPAK"


@dataclass(frozen=True)
class Item:
    """One question (butir) answered 1..4. `element` is None when it feeds no element of the IKM.

    `keywords` are phrases by which the column of this item is known in files of other systems.
    """

    key: str
    element: str | None
    group: str
    subject: str
    text: Mapping[str, str]
    labels: Mapping[str, Labels]
    required: bool = False
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One choice of a profile field; `key` is what is stored."""

    key: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class ProfileField:
    """One fact about the respondent. `low` and `high` bound an integer; a text has at most `high` letters."""

    key: str
    kind: str
    label: Mapping[str, str]
    options: tuple[Option, ...] = ()
    required: bool = False
    low: int = 0
    high: int = 0

    @cached_property
    def option_keys(self) -> tuple[str, ...]:
        """Return the keys of the options, in the instrument's order."""
        return tuple(option.key for option in self.options)


@dataclass(frozen=True)
class Rating:
    """A number from `low` to `high` that never touches the IKM (trust in government)."""

    key: str
    label: Mapping[str, str]
    low: int
    high: int


KINDS = ("choice", "multiple", "integer", "date", "text")


def check_key(table: Table, pattern: re.Pattern[str], example: str) -> str:
    """Return the `key` of `table`, refused when it is not written like `example`."""
    key = table.text("key")
    if not pattern.fullmatch(key):
        table.refuse(
            "instrument_key",
            "“{given}” bukan kunci yang sah; tulis seperti {example}.",
            "key",
            given=key,
            example=example,
        )
    return key


def parse_languages(table: Table) -> tuple[str, ...]:
    """Return the language codes of the instrument; Indonesian (`id`) must be the first."""
    languages = table.texts("languages")
    if languages[0] != "id" or len(set(languages)) != len(languages):
        table.refuse(
            "instrument_languages", "bahasa pertama harus “id” dan tidak boleh ada yang ganda.", "languages"
        )
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            table.refuse("instrument_language", "“{given}” bukan kode bahasa.", "languages", given=language)
    return languages


def parse_wording(table: Table, languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return one sentence for each language."""
    wording = {language: table.text(language) for language in languages}
    table.close()
    return wording


def parse_scale(table: Table, languages: tuple[str, ...]) -> Mapping[str, Labels]:
    """Return the four labels, worst first, for each language."""
    labels: dict[str, Labels] = {}
    for language in languages:
        words = table.texts(language)
        if len(words) != 4 or len(set(words)) != 4:
            table.refuse(
                "instrument_scale",
                "skala harus berisi 4 label yang berbeda, dari terburuk ke terbaik.",
                language,
            )
        labels[language] = (words[0], words[1], words[2], words[3])
    table.close()
    return labels


def parse_item(table: Table, scales: Mapping[str, Mapping[str, Labels]], languages: tuple[str, ...]) -> Item:
    """Return one scored item; whether its element exists is checked by the instrument."""
    key = check_key(table, _ITEM_KEY, "Q1 atau P11a")
    group = table.text("group") if table.has("group") else Group.IKM
    if group not in tuple(Group):
        table.refuse(
            "instrument_group", "kelompok “{group}” tidak dikenal; pilih IKM atau IPAK.", "group", group=group
        )
    if (group == Group.IKM) != table.has("element"):
        table.refuse(
            "instrument_item_element",
            "butir IKM harus menyebut “element”, butir IPAK tidak boleh.",
            "element",
            item=key,
        )
    scale = table.text("scale")
    if scale not in scales:
        table.refuse("instrument_item_scale", "skala “{scale}” tidak ada di [scales].", "scale", scale=scale)
    item = Item(
        key=key,
        element=table.text("element") if table.has("element") else None,
        group=str(group),
        subject=table.text("subject"),
        text=parse_wording(table.table("text"), languages),
        labels=scales[scale],
        required=table.flag("required") if table.has("required") else False,
        keywords=table.texts("keywords") if table.has("keywords") else (),
    )
    table.close()
    return item


def parse_profile_field(table: Table, languages: tuple[str, ...]) -> ProfileField:
    """Return one profile field; choices need options, an integer needs `low` and `high`, a text `high`."""
    key = check_key(table, _FIELD_KEY, "education")
    kind = table.text("kind")
    if kind not in KINDS:
        table.refuse(
            "instrument_kind",
            "jenis “{kind}” tidak dikenal; pilih {kinds}.",
            "kind",
            kind=kind,
            kinds=", ".join(KINDS),
        )
    choosing = kind in ("choice", "multiple")
    field = ProfileField(
        key=key,
        kind=kind,
        label=parse_wording(table.table("label"), languages),
        options=_parse_options(table, languages) if choosing else (),
        required=table.flag("required") if table.has("required") else False,
        low=table.integer("low", 0, 1_000_000) if kind == "integer" else 0,
        high=table.integer("high", 1, 1_000_000) if kind in ("integer", "text") else 0,
    )
    table.close()
    return field


def _parse_options(table: Table, languages: tuple[str, ...]) -> tuple[Option, ...]:
    options: list[Option] = []
    for entry in table.tables("options"):
        option = Option(entry.text("key"), {language: entry.text(language) for language in languages})
        entry.close()
        if option.key in {known.key for known in options}:
            entry.refuse(
                "instrument_option_twice", "pilihan “{option}” ada dua kali.", "key", option=option.key
            )
        options.append(option)
    if len(options) < 2:
        table.refuse("instrument_options", "“options” harus berisi paling sedikit 2 pilihan.", "options")
    return tuple(options)


def parse_rating(table: Table, languages: tuple[str, ...]) -> Rating:
    """Return one rating with its bounds (the national form asks trust from 1 to 10)."""
    rating = Rating(
        key=check_key(table, _FIELD_KEY, "trust_central"),
        label=parse_wording(table.table("label"), languages),
        low=table.integer("low", 0, 100),
        high=table.integer("high", 1, 100),
    )
    if rating.low >= rating.high:
        table.refuse("instrument_rating", "“low” harus lebih kecil daripada “high”.", "low")
    table.close()
    return rating
