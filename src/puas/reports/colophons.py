"""The last page of a frozen report: its code, and how anybody can check a copy."""

from dataclasses import dataclass, replace

from puas.reports.documents import Colophon, Document, Heading, Section
from puas.reports.questionnaires import draw_code
from puas.reports.wording import load_wording


@dataclass(frozen=True)
class Seal:
    """What a frozen report says of itself: the printed code, the address that knows it, when it was frozen
    (as printed) and from which version of the publication.
    """

    code: str
    address: str
    moment: str
    version: int


def add_colophon(document: Document, seal: Seal) -> Document:
    """Return the document with the colophon as its last page; what stands before is the same."""
    wording = load_wording("colophon")
    block = Colophon(
        code=seal.code,
        address=seal.address,
        label=wording.say("colophon.label"),
        sentences=wording.say_all("colophon.sentences", moment=seal.moment, version=seal.version),
        svg=draw_code(seal.address),
        description=wording.say("colophon.description", address=seal.address),
    )
    heading = Heading(wording.say("colophon.heading"), is_numbered=False)
    return replace(document, sections=(*document.sections, Section((heading, block))))


def find_seal(document: Document) -> str:
    """Return the code in the colophon, "" in a draft."""
    return next((block.code for block in document.blocks if isinstance(block, Colophon)), "")
