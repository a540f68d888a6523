"""Every sentence that people read in two languages, found in the source; the Indonesian one is its id."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from puas.commands.docs_sources import PACKAGE, find_calls, find_refusals

SPOKEN = {"say", "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")  # the wording of reports is looked up by key, in its own file
_LITERAL = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
IN_TEMPLATE = re.compile(rf"(?<![a-z])(n?gettext|pgettext|_)\({_LITERAL}(?:, {_LITERAL})?", re.S)


@dataclass(frozen=True, order=True)
class Message:
    """A sentence, its plural form if it counts something, and the files in which it stands."""

    text: str
    plural: str = ""
    places: tuple[str, ...] = ()


def find_messages() -> list[Message]:
    """Return every message once, sorted by its text."""
    places: dict[tuple[str, str], set[str]] = {}
    for text, plural, place in [*_in_python(), *_in_templates(), *_in_tables()]:
        if text.strip() and not KEY.fullmatch(text):
            places.setdefault((text, plural), set()).add(place)
    counted = {text for text, plural in places if plural}
    return sorted(
        Message(text, plural, tuple(sorted(found)))
        for (text, plural), found in places.items()
        if plural or text not in counted
    )


def _in_python() -> Iterator[tuple[str, str, str]]:
    for call in find_calls():
        if call.name in SPOKEN and 0 in call.texts and not (call.name == "say" and call.is_method):
            yield call.texts[0], call.texts.get(1, "") if call.name.startswith("n") else "", call.place
    for refusal in find_refusals():
        yield refusal.sentence, "", refusal.place


def _in_templates() -> Iterator[tuple[str, str, str]]:
    """Django turns a template into calls of gettext and blanks; the rest is reading them."""
    from django.utils.translation.template import templatize

    for path in sorted((PACKAGE / "web").rglob("*.html")):
        place = path.relative_to(PACKAGE).as_posix()
        for kind, *literals in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
            first, second = (ast.literal_eval(literal) if literal else "" for literal in literals)
            yield second if kind == "pgettext" else first, second if kind == "ngettext" else "", place


def _in_tables() -> Iterator[tuple[str, str, str]]:
    """Names that are kept in a table and spoken by whoever looks them up."""
    from puas.commands import COMMANDS
    from puas.commands.doctor_questions import QUESTIONS
    from puas.exchange.recaps.spoken import recap_sentences
    from puas.lifecycles import _WHO_CAN_CHANGE, STATE_LABELS
    from puas.methodology import rollups
    from puas.methodology.findings.pages import rule_sentences
    from puas.methodology.grades import GRADES
    from puas.models.users import ROLE_LABELS

    tables: dict[str, Iterable[str]] = {
        "commands/__init__.py": COMMANDS.values(),
        "commands/doctor_questions.py": QUESTIONS.keys(),
        "exchange/recaps": recap_sentences(),
        "lifecycles.py": [*STATE_LABELS.values(), *_WHO_CAN_CHANGE.values()],
        "methodology/findings": rule_sentences(),
        "methodology/grades.py": [grade.performance for grade in GRADES],
        "models/users.py": ROLE_LABELS.values(),
        "methodology/rollups.py": [text for rule in rollups.ALL_RULES for text in (rule.name, rule.clause)],
    }
    for place, texts in tables.items():
        for text in texts:
            yield text, "", place
