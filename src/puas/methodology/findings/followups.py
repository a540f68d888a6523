"""Rules over follow-up plans: empty, no plan at all, copied, or standing under another element."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from puas.methodology.findings.facts import Facts, Key, key_of
from puas.methodology.findings.recaps import UNREADABLE, Plan, RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule

CLAUSE = (
    "PermenPANRB 14/2017, lampiran: rencana tindak lanjut (prioritas unsur, program, waktu, penanggung jawab)"
)
_MONTH = r"januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|nop?ember|november|desember"
_DATE = re.compile(
    rf"(?:(?:{_MONTH}|tahun|triwulan|semester|tw|bulan|s\.?d\.?|dan|i{{1,3}}v?|iv|\d+)[\s,.\-–/]*)+",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:tidak|belum)\s+ada.{0,20}|nihil|n\.?a\.?|kosong|sda|idem|sama", re.IGNORECASE)
_MOMENT = re.compile(r"(?:pada\s+saat|setiap|selama|saat)\s+(?:hari|jam)\b.{0,25}", re.IGNORECASE)


def normalise(text: str) -> str:
    """Return a plan's letters only: two copies that differ in marks, capitals or broken words are equal."""
    return re.sub(r"[\W_]+", "", text.lower())


def is_empty(plan: Plan) -> bool:
    """Whether a plan holds nothing or a dash (a lost text is not empty)."""
    return not normalise(plan.text)


def real_plans(row: RecapRow) -> list[Plan]:
    """Return the plans that say something readable."""
    return [plan for plan in row.plans if not is_empty(plan) and plan.text != UNREADABLE]


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


@rule(
    "plan-empty",
    Severity.WARNING,
    CLAUSE,
    "Apakah rencana tindak lanjut setiap unsur prioritas terisi?",
    "Rencana tindak lanjut {unit} {period} untuk {element} kosong atau hanya “-”. Tulis kegiatan, "
    "waktu, dan penanggung jawabnya.",
)
def check_empty(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a plan."""
    for row in facts.surveys:
        for plan in row.plans:
            if is_empty(plan):
                yield this.find(row, plan.text or "–", "…", column="plans", element=plan.element or "–")


@rule(
    "plan-missing",
    Severity.WARNING,
    CLAUSE,
    "Apakah setiap survei mempunyai rencana tindak lanjut?",
    "{unit} {period} tidak mempunyai rencana tindak lanjut sama sekali. Tulis rencana untuk {expected}.",
)
def check_missing(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Priorities without any plan, in a recap where other rows have plans."""
    if not any(row.plans for row in facts.surveys):
        return
    for row in facts.surveys:
        if row.priorities and not row.plans:
            yield this.find(row, "–", ", ".join(p.printed for p in row.priorities), column="plans")


@rule(
    "plan-not-a-plan",
    Severity.WARNING,
    CLAUSE,
    "Apakah isi rencana memang sebuah rencana?",
    "Rencana {unit} {period} untuk {element} berisi “{printed}”; itu tanggal, jam, atau “tidak ada”, "
    "bukan kegiatan. Tulis apa yang "
    "akan dilakukan.",
)
def check_plan(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Dates, hours and "none" where an activity must stand."""
    for row in facts.surveys:
        for plan in real_plans(row):
            if any(pattern.fullmatch(plan.text.strip(" .")) for pattern in (_DATE, _NOTHING, _MOMENT)):
                yield this.find(row, plan.text, "…", column="plans", element=plan.element or "–")


@rule(
    "plan-copied-period",
    Severity.WARNING,
    CLAUSE,
    "Apakah rencana disalin dari periode sebelumnya?",
    "Rencana {unit} {period} untuk {element} sama persis dengan rencana {before}{where}: "
    "“{printed}”. Bila belum terlaksana, tulis "
    "kemajuannya; bila sudah, buat rencana baru.",
    Parameter(
        "letters",
        Decimal(1),
        "Setiap teks dihitung; teks pendek pun seharusnya berubah bila sudah dikerjakan.",
    ),
)
def check_copied_period(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a plan; says so when the text stood under another element before."""
    for earlier, later in facts.pairs():
        before: dict[str, set[str | None]] = defaultdict(set)
        for plan in real_plans(earlier):
            before[normalise(plan.text)].add(plan.element)
        for plan in real_plans(later):
            homes = before.get(normalise(plan.text))
            if homes and len(normalise(plan.text)) >= this.parameter("letters"):
                moved = plan.element not in homes
                where = f" ({', '.join(sorted(str(home) for home in homes))})" if moved else ""
                yield this.find(
                    later,
                    _short(plan.text),
                    "…",
                    column="plans",
                    element=plan.element or "–",
                    before=earlier.code or earlier.period_label,
                    where=where,
                )


@rule(
    "plan-copied-unit",
    Severity.REMARK,
    CLAUSE,
    "Apakah rencana disalin dari unit lain?",
    "Rencana {unit} {period} untuk {element} sama persis dengan rencana {others}: “{printed}”. "
    "Rencana harus menjawab keadaan unit "
    "sendiri.",
    Parameter("letters", Decimal(33), "Kalimat sependek ini dapat muncul di dua unit tanpa disalin."),
)
def check_copied_unit(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Both units are shown, because a table does not say who copied."""
    homes: dict[str, dict[Key, list[tuple[RecapRow, Plan]]]] = defaultdict(lambda: defaultdict(list))
    for row in facts.surveys:
        for plan in real_plans(row):
            if len(normalise(plan.text)) >= this.parameter("letters"):
                homes[normalise(plan.text)][key_of(row)].append((row, plan))
    for units in homes.values():
        if len(units) < 2:
            continue
        for key, places in units.items():
            others = ", ".join(other[1] for other in units if other != key)
            row, plan = places[0]
            yield this.find(
                row,
                _short(plan.text),
                "…",
                column="plans",
                element=plan.element or "–",
                others=_short(others),
            )


@rule(
    "plan-repeated",
    Severity.REMARK,
    CLAUSE,
    "Apakah satu teks dipakai untuk beberapa unsur?",
    "{unit} {period} memakai teks rencana yang sama untuk {elements}: “{printed}”. Tulis kegiatan "
    "untuk setiap unsur.",
)
def check_repeated(facts: Facts, this: Rule) -> Iterator[Finding]:
    """One finding a row."""
    for row in facts.surveys:
        elements: dict[str, list[str]] = defaultdict(list)
        words: dict[str, str] = {}
        for plan in real_plans(row):
            elements[normalise(plan.text)].append(plan.element or "–")
            words[normalise(plan.text)] = plan.text
        repeated = next((text for text, keys in elements.items() if len(keys) > 1), None)
        if repeated is not None:
            keys = ", ".join(elements[repeated])
            yield this.find(row, _short(words[repeated]), "…", column="plans", elements=keys)


@rule(
    "plan-unreadable",
    Severity.REMARK,
    "Pembacaan dokumen",
    "Adakah rencana yang hilang saat dokumen dipindai?",
    "Rencana tindak lanjut {unit} {period} untuk {elements} tidak terbaca pada dokumen ini. Lihat "
    "dokumen aslinya.",
)
def check_unreadable(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Lost text is not "no plan"."""
    for row in facts.surveys:
        lost = [plan.element or "–" for plan in row.plans if plan.text == UNREADABLE]
        if lost:
            yield this.find(row, UNREADABLE, "…", column="plans", elements=", ".join(lost))
