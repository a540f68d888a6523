"""A questionnaire as a page shows it: one fieldset a question, with what was already given and what is wrong.

Everything comes from the instrument; nothing here knows how many questions there are or what they ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from puas.methodology.instruments import Instrument, Item, ProfileField, Rating

Given = Mapping[str, Sequence[str]]
"""What a browser sent: each name with its values."""

COMMENT = "saran"
SERVICE = "layanan"
STEERED = "diarahkan"
COMMENT_LIMIT = 2000


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One field of the form. `kind` is scale, ten, choice, multiple, integer, date, text or long."""

    name: str
    kind: str
    label: str
    overline: str = ""
    options: tuple[Choice, ...] = ()
    is_required: bool = False
    value: str = ""
    hint: str = ""
    low: int = 0
    limit: int = 0
    error: str = ""
    is_disabled: bool = False
    note: str = ""

    @property
    def id(self) -> str:
        """The id of the field's frame; its first control is this plus "-1"."""
        return f"isian-{self.name}"

    @property
    def target(self) -> str:
        """Where an error message links to."""
        return f"{self.id}-1"

    @property
    def is_ten(self) -> bool:
        """Whether the options are many and short, so that they stand five in a row."""
        return self.kind == "ten"


@dataclass(frozen=True)
class Questionnaire:
    """The whole form: scored questions, ratings that stay apart, facts about the respondent, a comment.

    `control` asks whether an officer steered the answer; () in a survey that does not ask.
    """

    scales: tuple[Question, ...]
    ratings: tuple[Question, ...]
    about: tuple[Question, ...]
    comment: Question
    control: tuple[Question, ...] = ()

    @property
    def all(self) -> tuple[Question, ...]:
        """Every field, in the order of the page."""
        return (*self.scales, *self.ratings, *self.about, self.comment, *self.control)


def build_questionnaire(
    instrument: Instrument,
    language: str,
    *,
    services: Sequence[tuple[int, str]] = (),
    given: Given | None = None,
    errors: Mapping[str, str] | None = None,
    asks_steering: bool = False,
) -> Questionnaire:
    """Return the form of `instrument` in `language`, with the values `given` and the sentences `errors`."""
    sent, wrong = given or {}, errors or {}
    total = len(instrument.items)
    return Questionnaire(
        scales=tuple(
            _ask_item(item, number, total, language, sent, wrong)
            for number, item in enumerate(instrument.items, 1)
        ),
        ratings=tuple(_ask_rating(rating, language, sent, wrong) for rating in instrument.ratings),
        about=(
            *_ask_service(services, sent, wrong),
            *(_ask_field(field, language, sent, wrong) for field in instrument.profile),
        ),
        comment=_ask_comment(sent, wrong),
        control=(_ask_steering(sent, wrong),) if asks_steering else (),
    )


def _ask_item(
    item: Item, number: int, total: int, language: str, given: Given, errors: Mapping[str, str]
) -> Question:
    chosen = given.get(item.key, ())
    return Question(
        name=item.key,
        kind="scale",
        label=item.text[language],
        overline=gettext("Pertanyaan {number} dari {total}").format(number=number, total=total),
        options=tuple(
            Choice(str(score), label, str(score) in chosen)
            for score, label in enumerate(item.labels[language], 1)
        ),
        is_required=item.required,
        error=errors.get(item.key, ""),
    )


def _ask_rating(rating: Rating, language: str, given: Given, errors: Mapping[str, str]) -> Question:
    chosen = given.get(rating.key, ())
    numbers = [str(number) for number in range(rating.low, rating.high + 1)]
    return Question(
        name=rating.key,
        kind="ten",
        label=rating.label[language],
        overline=gettext("{low} = sama sekali tidak percaya, {high} = sangat percaya").format(
            low=rating.low, high=rating.high
        ),
        options=tuple(Choice(number, number, number in chosen) for number in numbers),
        error=errors.get(rating.key, ""),
    )


def _ask_field(field: ProfileField, language: str, given: Given, errors: Mapping[str, str]) -> Question:
    chosen = given.get(field.key, ())
    return Question(
        name=field.key,
        kind=field.kind,
        label=field.label[language],
        options=tuple(
            Choice(option.key, option.label[language], option.key in chosen) for option in field.options
        ),
        is_required=field.required,
        value=chosen[0] if chosen else "",
        hint=hint_of(field),
        low=field.low,
        limit=field.high,
        error=errors.get(field.key, ""),
    )


def hint_of(field: ProfileField) -> str:
    """Return what an integer or a text must look like, for the line above its box."""
    if field.kind == "integer":
        return gettext("Angka {low} sampai {high}").format(low=field.low, high=field.high)
    return ""


def _ask_service(
    services: Sequence[tuple[int, str]], given: Given, errors: Mapping[str, str]
) -> tuple[Question, ...]:
    """Return the question which service was received; nothing when the unit lists none."""
    if not services:
        return ()
    chosen = given.get(SERVICE, ())
    options = tuple(Choice(str(key), name, str(key) in chosen) for key, name in services)
    label = gettext("Layanan yang Anda terima")
    return (Question(SERVICE, "choice", label, options=options, error=errors.get(SERVICE, "")),)


def _ask_comment(given: Given, errors: Mapping[str, str]) -> Question:
    return Question(
        name=COMMENT,
        kind="long",
        label=gettext("Saran, kritik, atau apresiasi"),
        value=(given.get(COMMENT) or ("",))[0],
        hint=gettext("Jangan tulis nama, nomor telepon, atau NIK siapa pun."),
        limit=COMMENT_LIMIT,
        error=errors.get(COMMENT, ""),
    )


def _ask_steering(given: Given, errors: Mapping[str, str]) -> Question:
    chosen = given.get(STEERED, ())
    labels = (("tidak", gettext("Tidak")), ("ya", gettext("Ya")))
    return Question(
        name=STEERED,
        kind="choice",
        label=gettext("Apakah petugas mengarahkan jawaban Anda?"),
        options=tuple(Choice(value, label, value in chosen) for value, label in labels),
        note=gettext("Misalnya meminta Anda memberi nilai baik. Tidak memengaruhi nilai unit pelayanan."),
        error=errors.get(STEERED, ""),
    )
