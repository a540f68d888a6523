"""Questionnaires as XForms, for ODK Collect, KoboCollect and any other OpenRosa client.

The form of one instrument version never changes: which surveys and services can be chosen comes in two
lists beside it, so that a new survey is a new list and not a new form. What a client sends back is read by
`puas.exchange.xforms_answers`, by the same names.

Our own fields begin with a capital and are longer than an item's key, so they can never meet a profile
field (`age`) or an item (`Q1`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from puas.exchange.xforms_texts import LANGUAGE_NAMES, Text, texts_of
from puas.methodology.instruments import Instrument, Option, ProfileField

SURVEY, SERVICE, COMMENT = "Survey", "Service", "Comment"
PROFILE, ANSWERS, RATINGS = "Profile", "Answers", "Ratings"
ANSWERED, TOO_FEW = "Answered", "TooFew"
STARTED_AT, ENDED_AT = "StartedAt", "EndedAt"

SURVEYS_FILE, SERVICES_FILE = "surveys.csv", "services.csv"
LONGEST_COMMENT = 4000

LAYOUT = 1
"""Raised with every change of what `render_xform` writes: clients keep a form until its version changes."""

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"([a-z][a-z0-9-]{0,79})@([1-9][0-9]{0,3})(?:-[0-9]{1,4})?", re.ASCII)
_FORM_ID = re.compile(r"([a-z][a-z0-9-]{0,79})_v([1-9][0-9]{0,3})", re.ASCII)

Row = dict[str, str]


def form_id_of(instrument: Instrument) -> str:
    """Return "classic-2017_v1": a phone keeps one form of an id, and two versions may be needed at once."""
    return f"{instrument.key}_v{instrument.version}"


def form_version_of(instrument: Instrument) -> str:
    """Return "classic-2017@1-1": the instrument, then the layout of the form made from it."""
    return f"{instrument.id}-{LAYOUT}"


def parse_form_id(text: str) -> tuple[str, int] | None:
    """Return (instrument key, version) of a form id written like ours, or None."""
    found = _FORM_ID.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def parse_form_version(text: str) -> tuple[str, int] | None:
    """Return (instrument key, version) of a form version written like ours, of any layout, or None."""
    found = _VERSION.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def form_title(instrument: Instrument, language: str = "id") -> str:
    """Return the name under which the form stands in a client's list."""
    return f"{instrument.title[language]} ({instrument.id})"


def choice_names(options: Sequence[Option]) -> Mapping[str, str]:
    """Return {name in the XForm: key}; a key that is no XForm name (a space in it) gets one by its place."""
    return {
        option.key if _SAFE_NAME.fullmatch(option.key) else f"_{place}": option.key
        for place, option in enumerate(options, start=1)
    }


def render_xform(instrument: Instrument) -> bytes:
    """Return the XForm (UTF-8 XML) of an instrument version: the same bytes every time, in every process."""
    from pyxform.xls2xform import convert

    form: str = convert(xlsform=build_workbook(instrument), form_name="data", validate=False).xform
    return form.encode()


def build_workbook(instrument: Instrument) -> dict[str, list[Row]]:
    """Return the instrument as the sheets of an XLSForm: survey, choices, settings."""
    languages = instrument.languages
    return {
        "survey": list(_survey_rows(instrument)),
        "choices": list(_choice_rows(instrument)),
        "settings": [
            {
                "form_title": form_title(instrument),
                "form_id": form_id_of(instrument),
                "version": form_version_of(instrument),
                "default_language": _language_name(languages[0]),
            }
        ],
    }


def _survey_rows(instrument: Instrument) -> Iterator[Row]:
    labels = _Labels(instrument.languages)
    yield {"type": "start", "name": STARTED_AT}
    yield {"type": "end", "name": ENDED_AT}
    yield from _place_rows(labels)
    if instrument.profile:
        yield {"type": "begin_group", "name": PROFILE, "appearance": "field-list"} | labels.own(Text.PROFILE)
        for field in instrument.profile:
            yield _profile_row(field, labels)
        yield {"type": "end_group"}
    yield {"type": "begin_group", "name": ANSWERS} | labels.own(Text.ANSWERS)
    for item in instrument.items:
        scale = _scales(instrument)[_scale_key(item.labels)]
        yield _required({"type": f"select_one {scale}", "name": item.key}, item.required) | labels.given(
            item.text
        )
    yield {"type": "end_group"}
    yield from _enough_rows(instrument, labels)
    yield from _closing_rows(instrument, labels)


def _place_rows(labels: "_Labels") -> Iterator[Row]:
    """Yield the questions that say whose answer it is: a survey from one list, a service from the other.

    The first list usually has one row, which is then chosen already.
    """
    rows = "instance('surveys')/root/item"
    yield {
        "type": f"select_one_from_file {SURVEYS_FILE}",
        "name": SURVEY,
        "required": "yes",
        "appearance": "minimal autocomplete",
        "default": f"if(count({rows}) = 1, {rows}[position() = 1]/name, '')",
    } | labels.own(Text.SURVEY)
    same = f"survey = ${{{SURVEY}}}"
    yield {
        "type": f"select_one_from_file {SERVICES_FILE}",
        "name": SERVICE,
        "appearance": "minimal autocomplete",
        "choice_filter": same,
        "relevant": f"count(instance('services')/root/item[{same}]) > 1",
    } | labels.own(Text.SERVICE)


def _profile_row(field: ProfileField, labels: "_Labels") -> Row:
    kinds = {
        "choice": f"select_one {_list_of(field)}",
        "multiple": f"select_multiple {_list_of(field)}",
        "integer": "integer",
        "date": "date",
        "text": "text",
    }
    row = _required({"type": kinds[field.kind], "name": field.key}, field.required)
    row |= labels.given(field.label)
    if field.kind == "integer":
        row |= labels.bounds(field.low, field.high)
    if field.kind == "text":
        row |= labels.length(field.high)
    return row


def _enough_rows(instrument: Instrument, labels: "_Labels") -> Iterator[Row]:
    """Yield what keeps a form with too few elements from being finished: it would be refused when sent.

    A question that must be answered and accepts no answer holds the form while it is shown.
    """
    answered = " + ".join(
        f"if({_is_answered(instrument, element.key)}, 1, 0)" for element in instrument.elements
    )
    yield {"type": "calculate", "name": ANSWERED, "calculation": answered}
    relevant = f"${{{ANSWERED}}} < {instrument.minimum_answered}"
    barrier = {"type": "acknowledge", "name": TOO_FEW, "required": "yes", "relevant": relevant}
    minimum = instrument.minimum_answered
    yield barrier | labels.own(Text.TOO_FEW, minimum=minimum) | labels.never(Text.TOO_FEW, minimum=minimum)


def _is_answered(instrument: Instrument, element: str) -> str:
    keys = (instrument.items[place].key for place in instrument.items_of(element))
    return " or ".join(f"string-length(${{{key}}}) > 0" for key in keys)


def _closing_rows(instrument: Instrument, labels: "_Labels") -> Iterator[Row]:
    if instrument.ratings:
        yield {"type": "begin_group", "name": RATINGS} | labels.own(Text.RATINGS)
        for rating in instrument.ratings:
            row = {"type": "integer", "name": rating.key} | labels.given(rating.label)
            yield row | labels.bounds(rating.low, rating.high)
        yield {"type": "end_group"}
    comment = {"type": "text", "name": COMMENT, "appearance": "multiline"}
    yield comment | labels.own(Text.COMMENT) | labels.length(LONGEST_COMMENT)


def _choice_rows(instrument: Instrument) -> Iterator[Row]:
    labels = _Labels(instrument.languages)
    for key, name in _scales(instrument).items():
        for score in range(4):
            words = {language: scale[score] for language, scale in key}
            yield {"list_name": name, "name": str(score + 1)} | labels.given(words)
    for field in instrument.profile:
        for name, option in zip(choice_names(field.options), field.options, strict=True):
            yield {"list_name": _list_of(field), "name": name} | labels.given(option.label)


_ScaleKey = tuple[tuple[str, tuple[str, ...]], ...]


def _scale_key(labels: Mapping[str, tuple[str, str, str, str]]) -> _ScaleKey:
    return tuple(labels.items())


def _scales(instrument: Instrument) -> Mapping[_ScaleKey, str]:
    """Return {labels: name of the list}, each scale once, in the order in which items use it."""
    names: dict[_ScaleKey, str] = {}
    for item in instrument.items:
        names.setdefault(_scale_key(item.labels), f"scale_{len(names) + 1}")
    return names


def _list_of(field: ProfileField) -> str:
    return f"options_{field.key}"


def _required(row: Row, required: bool) -> Row:
    return row | ({"required": "yes"} if required else {})


def _language_name(language: str) -> str:
    """Return "Bahasa Indonesia (id)", as XLSForm names a language."""
    return f"{LANGUAGE_NAMES.get(language, language)} ({language})"


class _Labels:
    """Writes a wording into the columns of an XLSForm, one a language."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages

    def given(self, wording: Mapping[str, str]) -> Row:
        """Return the columns of a wording of the instrument."""
        return self._columns("label", wording)

    def own(self, text: Text, **data: int) -> Row:
        """Return the columns of a wording of ours."""
        return self._columns("label", texts_of(text, self.languages, **data))

    def bounds(self, low: int, high: int) -> Row:
        """Return the rule for a whole number and what a client says when it is broken."""
        return self._rule(f". >= {low} and . <= {high}", Text.BOUNDS, low=low, high=high)

    def length(self, high: int) -> Row:
        """Return the rule for the length of a text and what a client says when it is broken."""
        return self._rule(f"string-length(.) <= {high}", Text.LENGTH, high=high)

    def never(self, text: Text, **data: int) -> Row:
        """Return a rule that nothing keeps."""
        return self._rule("false()", text, **data)

    def _rule(self, constraint: str, text: Text, **data: int) -> Row:
        message = texts_of(text, self.languages, **data)
        return {"constraint": constraint} | self._columns("constraint_message", message)

    def _columns(self, column: str, wording: Mapping[str, str]) -> Row:
        return {
            f"{column}::{_language_name(language)}": _plain(wording[language]) for language in self.languages
        }


def _plain(text: str) -> str:
    """Return the text without what pyxform would read as a reference to another question."""
    return text.replace("${", "$ {")
