"""Run every rule over a recap. The result is what `puas recap check` prints and what the browser shows."""

import importlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import Recap
from puas.methodology.findings.rules import REGISTRY, Finding, Rule, Severity
from puas.methodology.findings.weights import RowWeight, explain_rows

RULE_MODULES = (
    "weights",
    "vectors",
    "marks",
    "improvements",
    "followups",
    "realisations",
    "participants",
    "means",
    "agencies",
    "calendars",
    "cells",
    "reports",
)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMARK: 2}


@dataclass(frozen=True)
class Confirmation:
    """A figure that the report states and the table bears out: worth saying when an auditor asks."""

    subject: str
    printed: str
    counted: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRecap:
    """A recap with its findings (errors first, then in printed order), the weight of every row, and what
    was confirmed."""

    recap: Recap
    findings: tuple[Finding, ...]
    weights: tuple[RowWeight, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.recap.rows) + len(self.recap.agency_rows)

    @property
    def summary(self) -> dict[str, int]:
        """Return the number of findings of every rule that found any, in the order of the registry."""
        counts = Counter(finding.rule for finding in self.findings)
        return {identity: counts[identity] for identity in load_rules() if counts[identity]}

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@cache
def load_rules() -> dict[str, Rule]:
    """Return every rule by its id, in the order of the modules."""
    for name in RULE_MODULES:
        importlib.import_module(f"puas.methodology.findings.{name}")
    order = [f"puas.methodology.findings.{name}" for name in RULE_MODULES]
    return dict(sorted(REGISTRY.items(), key=lambda item: order.index(item[1].check.__module__)))


def check_recap(recap: Recap) -> CheckedRecap:
    """Return the recap with everything that the rules find in it."""
    facts = Facts(recap)
    found = [finding for rule in load_rules().values() for finding in rule.check(facts, rule)]
    place = {id(row.source): at for at, row in enumerate((*recap.rows, *recap.agency_rows))}
    found.sort(key=lambda finding: (_ORDER[finding.severity], place.get(id(finding.source), len(place))))
    return CheckedRecap(recap, tuple(found), tuple(explain_rows(facts)), tuple(_confirm(facts)))


def _confirm(facts: Facts) -> list[Confirmation]:
    """Return the stated counts that the table bears out."""
    found = []
    wrong = {
        (f.data.get("percent"), f.data.get("followed")) for f in _findings_of("realisation-summary", facts)
    }
    for stated in facts.recap.realisation_counts:
        followed = stated.period.label if stated.period else "–"
        rows = [r for r in facts.surveys if r.period and stated.period == r.period.previous]
        if rows and (stated.percent, followed) not in wrong:
            subject = "Realisasi {percent} % dari rencana {period}"
            data = {"percent": stated.percent, "period": followed}
            found.append(Confirmation(subject, str(stated.units), str(stated.units), data))
    units = len(facts.series)
    for count in facts.recap.unit_counts:
        if count.units == units:
            found.append(Confirmation("Jumlah unit", str(count.units), str(units)))
    if facts.recap.listed_count == units:
        found.append(Confirmation("Jumlah unit di lampiran", str(units), str(units)))
    return found


def _findings_of(identity: str, facts: Facts) -> list[Finding]:
    rule = load_rules()[identity]
    return list(rule.check(facts, rule))
