"""The user manual: pages of Markdown that travel with the package, read for the office and for docs.

It is written in Bahasa Indonesia only. Pictures are named by their file alone; links between pages are the
name of the other page's file, so that the same text also reads well as files.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from puas.models import Role

FOLDER = Path(__file__).parent / "manual"
INDEX = "README"
CITIZENS = "warga-dan-pers"
PAGE_OF: Mapping[Role, str] = {
    Role.OFFICER: "petugas-unit",
    Role.ENUMERATOR: "pencacah",
    Role.OPD_COORDINATOR: "koordinator-opd",
    Role.COORDINATOR: "koordinator-instansi",
    Role.LEADER: "pimpinan",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}
"""The page of each role, in the order of the index."""
PAGES = (*PAGE_OF.values(), CITIZENS)


@dataclass(frozen=True)
class ManualPage:
    """One page: its heading, the paragraph under it, and the rest; the last two as HTML."""

    name: str
    title: str
    lead: SafeString
    body: SafeString


def read_source(name: str) -> str:
    """Return the Markdown of a page, or of the index; KeyError for any other name."""
    if name != INDEX and name not in PAGES:
        raise KeyError(name)
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def build_files() -> dict[str, str]:
    """Return the manual as files for docs/panduan, its pictures those of docs/screenshots."""
    return {
        f"{name}.md": read_source(name).replace("](gambar/", "](../screenshots/") for name in (INDEX, *PAGES)
    }


@cache
def title_of(name: str) -> str:
    """Return the heading of a page."""
    return read_source(name).split("\n", 1)[0].removeprefix("# ")


def render_manual(
    name: str, address_of: Callable[[str], str], picture_of: Callable[[str], str]
) -> ManualPage:
    """Return a page as HTML; `address_of` gives the address of a page, `picture_of` that of a picture.

    HTML in the source is shown as text, never passed on.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(read_source(name))
    _point(tokens, address_of, picture_of)
    title, lead, body = tokens[:3], tokens[3:6], tokens[6:]

    def write(part: list[Token]) -> SafeString:
        html: str = reader.renderer.render(part, reader.options, {})
        return SafeString(html)

    return ManualPage(name, title[1].content, write(lead[1:2]), write(body))


def _point(tokens: list[Token], address_of: Callable[[str], str], picture_of: Callable[[str], str]) -> None:
    """Turn the names of pages and pictures into addresses, in place."""
    for token in tokens:
        for one in token.children or ():
            target = str(one.attrGet("href") or "")
            if one.type == "link_open" and target.split("#")[0].endswith(".md"):
                one.attrSet("href", address_of(target.split("#")[0].removesuffix(".md")))
            if one.type == "image":
                one.attrSet("src", picture_of(str(one.attrGet("src")).removeprefix("gambar/")))
                one.attrSet("loading", "lazy")
