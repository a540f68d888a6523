"""What an item of a follow-up plan must say: activity, quarters, who answers for it (PermenPANRB 14/2017)."""

from collections.abc import Sequence
from dataclasses import dataclass

from puas.errors import BadInput
from puas.methodology.periods import Period
from puas.methodology.plans import parse_quarters

LONGEST = {"kegiatan": 1000, "penanggung": 200, "indikator": 300, "anggaran": 300}


@dataclass(frozen=True)
class ItemContent:
    """One activity as it was written. `quarters` are codes ("2026-Q3")."""

    element: str
    text: str
    quarters: tuple[str, ...]
    person: str
    indicator: str = ""
    budget: str = ""

    @property
    def neat(self) -> "ItemContent":
        """The same without spaces at the ends and doubled inside; lines of the activity stay."""
        lines = [" ".join(line.split()) for line in self.text.splitlines()]
        return ItemContent(
            element=self.element,
            text="\n".join(lines).strip(),
            quarters=self.quarters,
            person=" ".join(self.person.split()),
            indicator=" ".join(self.indicator.split()),
            budget=" ".join(self.budget.split()),
        )


def find_faults(content: ItemContent, period: Period, elements: Sequence[str]) -> tuple[BadInput, ...]:
    """Return everything that is wrong with `content` in a plan after `period` for one of `elements`.

    Each has the `field` it speaks of: `plan_element`, `plan_missing`, `plan_long`, `plan_quarters`.
    """
    faults = []
    if content.element not in elements:
        faults.append(
            BadInput(
                "plan_element",
                "Unsur {element} bukan unsur prioritas rencana ini. Pilih unsurnya sebagai prioritas dahulu.",
                field="unsur",
                element=content.element or "–",
            )
        )
    faults += _find_text_faults(content)
    try:
        parse_quarters(content.quarters, period)
    except BadInput as error:
        faults.append(error)
    return tuple(faults)


def _find_text_faults(content: ItemContent) -> list[BadInput]:
    given = {
        "kegiatan": content.text,
        "penanggung": content.person,
        "indikator": content.indicator,
        "anggaran": content.budget,
    }
    faults = []
    for field, text in given.items():
        if not text and field in ("kegiatan", "penanggung"):
            faults.append(_missing(field))
        if len(text) > LONGEST[field]:
            faults.append(
                BadInput(
                    "plan_long",
                    "Tulis paling banyak {most} huruf; sekarang {count}.",
                    field=field,
                    most=LONGEST[field],
                    count=len(text),
                )
            )
    return faults


def _missing(field: str) -> BadInput:
    if field == "kegiatan":
        return BadInput("plan_missing", "Tulis program atau kegiatan yang akan dilakukan.", field=field)
    return BadInput("plan_missing", "Tulis jabatan yang bertanggung jawab.", field=field)
