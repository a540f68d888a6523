"""The reference page of all rules, generated from the registry and held to it by the checks."""

from puas.language import say
from puas.methodology.findings import agencies, means
from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.collected import COLLECTED_RULES
from puas.methodology.findings.rules import Rule, Severity, show

_NAMES = {
    Severity.ERROR: ("error", "tidak mungkin benar sebagaimana tercetak"),
    Severity.WARNING: ("warning", "hampir pasti salah, atau menyimpang dari metode"),
    Severity.REMARK: ("remark", "patut dilihat"),
}


def build_rules_page() -> str:
    """Return the Markdown of `docs/reference/findings.md`: every rule, its severity, clause, question and
    parameters."""
    rules = _all_rules()
    lines = [
        "# Aturan pemeriksaan rekap",
        "",
        "<!-- Written by `./puas docs` from the code; `./puas check` compares. Do not edit. -->",
        "",
        f"`puas recap check` menjalankan {len(load_rules())} aturan. Setiap temuan menyebut unit, periode, "
        f"angka yang tercetak, dan angka "
        "yang seharusnya.",
        "",
        *(f"- **{name}**: {meaning}." for name, meaning in _NAMES.values()),
        "",
        "| Aturan | Tingkat | Yang ditanyakan |",
        "|---|---|---|",
        *(f"| [`{rule.id}`](#{rule.id}) | {_NAMES[rule.severity][0]} | {rule.question} |" for rule in rules),
        "",
    ]
    for rule in rules:
        lines += _section(rule)
    return "\n".join(lines).rstrip() + "\n"


def _all_rules() -> list[Rule]:
    """Return the rules over recaps, then those over our own surveys."""
    return [*load_rules().values(), *(rule for rule, _ in COLLECTED_RULES.values())]


def rule_sentences() -> list[str]:
    """Return every sentence that the rules say to people: what they ask and what they tell."""
    spoken = [text for rule in _all_rules() for text in (rule.question, rule.message)]
    return [*spoken, agencies.SIDES, means.SIDES]


def _section(rule: Rule) -> list[str]:
    parameters = [
        f"- `{parameter.name}` = {show(parameter.value)}: {parameter.reason}" for parameter in rule.parameters
    ]
    return [
        f"## {rule.id}",
        "",
        rule.question,
        "",
        f"*{_NAMES[rule.severity][0]}* · {rule.clause}",
        "",
        f"> {rule.message}",
        f"> *{say(rule.message, 'en')}*" if say(rule.message, "en") != rule.message else ">",
        "",
        *([*parameters, ""] if parameters else []),
    ]
