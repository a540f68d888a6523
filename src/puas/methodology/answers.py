"""One response against its instrument: strict reading, packing into two integers, scores per element."""

import datetime
from collections.abc import Mapping, Sequence

from puas.errors import BadInput
from puas.methodology.instruments import Instrument, ProfileField

ITEMS_PER_WORD = 21
"""Three bits an item; 21 items fill 63 bits, so a word is never negative in a signed BIGINT."""

_WRITTEN = {"": 0, "1": 1, "2": 2, "3": 3, "4": 4}
_ANSWERED = frozenset({1, 2, 3, 4})
_WHOLE = frozenset({int})


def parse_scores(instrument: Instrument, raw: Mapping[str, object]) -> tuple[int, ...]:
    """Return one integer per item in the instrument's order: 1..4, or 0 when unanswered.

    `raw` is keyed by item; values are integers, or "1".."4" as a form sends them; None and "" are unanswered.
    Raises BadInput with the item in `field`: `answer_unknown`, `answer_invalid`, `answer_required`,
    and `answers_too_few` when fewer than `minimum_answered` elements are answered.
    """
    for key in raw:
        if key not in instrument.item_keys:
            raise BadInput("answer_unknown", "Tidak ada butir {field} pada kuesioner ini.", field=key)
    scores = tuple(_parse_score(item.key, raw.get(item.key)) for item in instrument.items)
    for item, score in zip(instrument.items, scores, strict=True):
        if item.required and not score:
            raise BadInput("answer_required", "Butir {field} harus dijawab.", field=item.key)
    _check_enough(instrument, scores)
    return scores


def is_complete(instrument: Instrument, scores: Sequence[int]) -> bool:
    """Say whether every item has an answer from 1 to 4: such scores are valid, whatever else is asked."""
    return (
        len(scores) == len(instrument.items)
        and _ANSWERED.issuperset(scores)
        and _WHOLE.issuperset(map(type, scores))  # True is no answer
    )


def _parse_score(key: str, value: object) -> int:
    if value is None:
        return 0
    if type(value) is str and value.strip() in _WRITTEN:
        return _WRITTEN[value.strip()]
    if type(value) is int and 1 <= value <= 4:
        return value
    raise BadInput(
        "answer_invalid",
        "Jawaban butir {field} harus 1, 2, 3, atau 4, bukan “{value}”.",
        field=key,
        value=value,
    )


def _check_enough(instrument: Instrument, scores: Sequence[int]) -> None:
    answered = count_answered(instrument, scores)
    if answered < instrument.minimum_answered:
        raise BadInput(
            "answers_too_few",
            "Hanya {answered} unsur yang dijawab; paling sedikit {minimum} harus dijawab.",
            field="",
            answered=answered,
            minimum=instrument.minimum_answered,
        )


def count_answered(instrument: Instrument, scores: Sequence[int]) -> int:
    """Return the number of elements with at least one answered item."""
    return sum(any(scores[place] for place in instrument.items_of(e.key)) for e in instrument.elements)


def element_scores(instrument: Instrument, scores: Sequence[int]) -> tuple[int, ...]:
    """Return each element's exact score times its scale (`instrument.scales`); 0 when it is unanswered.

    The score of an element is the mean of its answered items (one item: the answer itself, scale 1).
    """
    return tuple(
        _scaled_mean([scores[place] for place in instrument.items_of(element.key)], scale)
        for element, scale in zip(instrument.elements, instrument.scales, strict=True)
    )


def _scaled_mean(answers: Sequence[int], scale: int) -> int:
    answered = sum(answer > 0 for answer in answers)
    return sum(answers) * scale // answered if answered else 0


def pack(scores: Sequence[int]) -> tuple[int, int]:
    """Return `scores` (at most 42, each 0..4) as two words: item k at bits 3*(k % 21) of word k // 21."""
    return _pack_word(scores[:ITEMS_PER_WORD]), _pack_word(scores[ITEMS_PER_WORD:])


def _pack_word(scores: Sequence[int]) -> int:
    """Read from the last to the first, three bits a score are the digits of an octal number."""
    word = 0
    for score in reversed(scores):
        word = word << 3 | score
    return word


def unpack(words: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the first `count` scores kept in `words` by `pack`."""
    return tuple(words[place // ITEMS_PER_WORD] >> 3 * (place % ITEMS_PER_WORD) & 7 for place in range(count))


def parse_profile(instrument: Instrument, raw: Mapping[str, object]) -> dict[str, str | int | list[str]]:
    """Return the profile and ratings of one response as JSON values, without what was left empty.

    A choice is an option's key, several choices a list in the instrument's order, a date "2024-01-31".
    Raises BadInput with `field`: `profile_unknown`, `profile_invalid`, `profile_required`.
    """
    fields = instrument.facts
    for key in raw:
        if key not in fields:
            raise BadInput("profile_unknown", "Tidak ada isian {field} pada kuesioner ini.", field=key)
    profile: dict[str, str | int | list[str]] = {}
    for key, field in fields.items():
        value = _parse_field(field, raw[key]) if key in raw else None
        if value is not None:
            profile[key] = value
        elif field.required:
            raise BadInput("profile_required", "Isian {field} harus diisi.", field=field.key)
    return profile


def _parse_field(field: ProfileField, value: object) -> str | int | list[str] | None:
    if field.kind == "choice" and isinstance(value, str) and value in field.option_keys:
        return value
    given = value.strip() if isinstance(value, str) else value
    if given is None or given == "" or given == []:
        return None
    if field.kind == "multiple":
        return _parse_multiple(field, given)
    if field.kind == "integer":
        return _parse_integer(field, given)
    if not isinstance(given, str):
        raise _invalid(field)
    return _parse_text(field, given)


def _parse_text(field: ProfileField, given: str) -> str:
    if field.kind == "choice" and given not in field.option_keys:
        raise _invalid(field)
    if field.kind == "text" and len(given) > field.high:
        raise _invalid(field)
    if field.kind == "date":
        try:
            return datetime.date.fromisoformat(given).isoformat()
        except ValueError as error:
            raise _invalid(field) from error
    return given


def _parse_multiple(field: ProfileField, given: object) -> list[str]:
    chosen = [given] if isinstance(given, str) else given
    keys = field.option_keys
    if not isinstance(chosen, list) or not all(isinstance(key, str) and key in keys for key in chosen):
        raise _invalid(field)
    return [key for key in keys if key in chosen]


def _parse_integer(field: ProfileField, given: object) -> int:
    number = int(given) if isinstance(given, str) and given.isascii() and given.isdecimal() else given
    if type(number) is not int or not field.low <= number <= field.high:
        raise _invalid(field)
    return number


def _invalid(field: ProfileField) -> BadInput:
    return BadInput(
        "profile_invalid", "Isian {field} tidak sesuai dengan pilihan atau batasnya.", field=field.key
    )
