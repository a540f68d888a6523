"""What every short document knows: whom it is about, the period, who signs, when it was made."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from puas.methodology.periods import Period
from puas.reports.agency_inputs import Signatory
from puas.reports.documents import Block, Cover, Document, Section, Signature
from puas.reports.report_parts import build_signature, print_date
from puas.reports.sentence_writers import SentenceWriter
from puas.reports.unit_inputs import name_government
from puas.reports.wording import Wording


@dataclass(frozen=True)
class ReportFacts:
    """`name` is the unit's or the agency's. `made_at` is printed and the only time in the files."""

    agency: str
    name: str
    period: Period
    made_at: datetime.datetime
    is_agency: bool = False
    is_example: bool = False
    letterhead: tuple[str, ...] = ()
    place: str = ""
    signatory: Signatory = field(default_factory=Signatory)


@dataclass
class ShortWriter(SentenceWriter):
    """Fills the sentences of a short document (all may name {agency}, {name}, {period})."""

    facts: ReportFacts
    wording: Wording
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def shared(self) -> Mapping[str, object]:
        """What every sentence may name."""
        return {"agency": self.facts.agency, "name": self.facts.name, "period": self.facts.period.label}

    def build(self, *sections: Section) -> Document:
        """Return the document of these sections, behind a cover."""
        facts = self.facts
        return Document(
            title=self.say("document.title"),
            subject=self.say("document.subject"),
            author=facts.name,
            footer=self.say("document.footer"),
            made_at=facts.made_at,
            cover=self._cover(),
            sections=sections,
            chapter=self.say("words.chapter"),
        )

    def sign(self) -> Signature:
        """Return the signature block: of the head of the unit, or of the agency's secretary."""
        facts = self.facts
        office = self.say("signature.office_agency" if facts.is_agency else "signature.office")
        who = facts.signatory if facts.signatory.office else replace(facts.signatory, office=office)
        return build_signature(self, who, facts.place, facts.made_at)

    def _cover(self) -> Cover:
        facts = self.facts
        made = self.say("cover.made", date=print_date(self, facts.made_at))
        return Cover(
            title=self.say("cover.title"),
            scope=facts.name,
            period=facts.period.label,
            agency=name_government(facts.agency),
            made=f"{made} – {self.say('cover.example')}" if facts.is_example else made,
            letterhead=facts.letterhead,
        )


def lay(blocks: Iterator[Block], *, is_landscape: bool = False) -> Section:
    """Return blocks as one section."""
    return Section(tuple(blocks), is_landscape=is_landscape)
