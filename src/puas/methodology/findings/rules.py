"""Rules and findings: what a rule is, how it is registered, and what it says when it finds something.

A rule is one small function that yields findings. Its identity, severity, clause, question and parameters
stand in the registry, from which the reference page is generated.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from puas.language import say
from puas.methodology.findings.recaps import RecapRow, Source
from puas.methodology.numbers import format_number, places_of

if TYPE_CHECKING:
    from puas.methodology.findings.facts import Facts


class Severity(StrEnum):
    """`error`: cannot be true as printed. `warning`: very likely wrong, or against the method. `remark`:
    worth a look."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True)
class Parameter:
    """A number a rule works with, and why it has this default."""

    name: str
    value: Decimal
    reason: str


@dataclass(frozen=True)
class Finding:
    """One contradiction or doubt, at one row: the figure printed, the figure expected, and a sentence for
    people.

    `message` is the Indonesian msgid with `{places}` filled from `data`; `column` is the one it speaks of.
    """

    rule: str
    severity: Severity
    unit: str
    period: str
    printed: str
    expected: str
    message: str
    data: Mapping[str, object] = field(default_factory=dict)
    column: str = ""
    source: Source = field(default_factory=Source)

    def sentence(self, language: str | None = None) -> str:
        """Return the message in `language`."""
        return fill(self.message, self.data, language)


@dataclass(frozen=True)
class Rule:
    """One entry of the registry. `question` is what the rule asks; `clause` is where it comes from."""

    id: str
    severity: Severity
    clause: str
    question: str
    message: str
    check: Callable[["Facts", "Rule"], Iterator[Finding]]
    parameters: tuple[Parameter, ...] = ()

    def parameter(self, name: str) -> Decimal:
        """Return the value of the named parameter."""
        return next(parameter.value for parameter in self.parameters if parameter.name == name)

    def find(
        self,
        row: RecapRow,
        printed: str,
        expected: str,
        *,
        message: str = "",
        severity: Severity | None = None,
        column: str = "",
        **data: object,
    ) -> Finding:
        """Return the finding at `row`; the sentence may use {unit}, {period}, {printed}, {expected} and
        `data`."""
        filled = {
            "unit": row.unit,
            "period": row.code or row.period_label,
            "printed": printed,
            "expected": expected,
            **data,
        }
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            unit=row.unit,
            period=row.code,
            printed=printed,
            expected=expected,
            message=message or self.message,
            data=filled,
            column=column,
            source=row.source,
        )


def fill(message: str, data: Mapping[str, object], language: str | None = None) -> str:
    """Return the Indonesian msgid `message` in `language`, its {places} filled."""
    return say(message, language).format(**data)


REGISTRY: dict[str, Rule] = {}

Check = Callable[["Facts", Rule], Iterator[Finding]]


def rule(
    identity: str,
    severity: Severity,
    clause: str,
    question: str,
    message: str,
    *parameters: Parameter,
) -> Callable[[Check], Check]:
    """Register the decorated function as the rule `identity`; an identity is used once."""

    def register(check: Check) -> Check:
        if identity in REGISTRY:
            raise ValueError(f"rule {identity} is registered twice")
        REGISTRY[identity] = Rule(identity, severity, clause, question, message, check, parameters)
        return check

    return register


def show(value: Decimal | int | None, places: int | None = None) -> str:
    """Return a number as people read it; a dash for nothing. Decimals as printed unless `places` is
    given."""
    if value is None:
        return "–"
    decimal = Decimal(value)
    return format_number(decimal, places_of(decimal) if places is None else places)
