"""What the source says about itself, read from its syntax: errors raised, sentences spoken."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import puas
from puas import errors

PACKAGE = Path(puas.__file__).parent
ERROR_KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.PuasError)
}


CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LINE = "Baris {line}: "  # what Table.refuse in methodology/toml_tables.py puts in front


@dataclass(frozen=True)
class Call:
    """A call in the source: the name called, its constant text arguments by position, and its file."""

    name: str
    texts: dict[int, str]
    place: str
    is_method: bool = False


@dataclass(frozen=True, order=True)
class Refusal:
    """An error that the source can raise: its stable code, its kind, its sentence, the file it is in."""

    code: str
    kind: str
    sentence: str
    place: str


def find_refusals() -> list[Refusal]:
    """Return every error with a constant code and sentence, each once, by code.

    Beside the calls of the error classes these are the pairs (code, sentence) that small functions
    raise for their module. An error that only passes another one on is not listed again.
    """
    found = set()
    for call in find_calls():
        code, sentence = call.texts.get(0, ""), call.texts.get(1, "")
        if CODE.fullmatch(code) and " " in sentence:
            if call.name in ERROR_KINDS:
                found.add(Refusal(code, call.name, sentence, call.place))
            elif call.name == "refuse":
                found.add(Refusal(code, "BadInput", LINE + sentence, call.place))
            elif call.name == "Refused" or (call.name == "(pair)" and "_" in code):
                found.add(Refusal(code, "BadInput", sentence, call.place))
    return sorted(found)


@cache
def find_calls() -> tuple[Call, ...]:
    """Return every call of a plain or dotted name, in the order of the files; a pair of texts is "(pair)"."""
    return tuple(call for path in sorted(PACKAGE.rglob("*.py")) for call in _calls_of(path))


def _calls_of(path: Path) -> Iterator[Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name, values = _name(node.func), node.args
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            name, values = "(pair)", node.elts
        else:
            continue
        texts = {k: text for k, value in enumerate(values) if (text := _text(value, constants)) is not None}
        is_method = isinstance(getattr(node, "func", None), ast.Attribute)
        yield Call(name, texts, path.relative_to(PACKAGE).as_posix(), is_method)


def _name(function: ast.expr) -> str:
    """Return the last part of what is called; nothing for a call of a call."""
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the texts that the module gives a name at its top."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            text = _text(node.value, {})
            if text is not None:
                found[node.targets[0].id] = text
    return found


def _text(node: ast.expr, constants: dict[str, str]) -> str | None:
    """Return a constant text, also behind a name or inside a mark such as gettext_noop("...")."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    if isinstance(node, ast.Call) and "gettext" in _name(node.func) and node.args:
        return _text(node.args[0], constants)
    return None
