"""A set of measured figures, with what is needed to judge them: command, machine, versions, commit."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figures:
    """One table of measurements. Cells are text, already printed the way people read them."""

    title: str
    command: str
    machine: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def render_text(self) -> str:
        """Return an aligned table for a terminal."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.columns))]
        table = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
        ]
        facts = [f"{name}: {value}" for name, value in self.machine.items()]
        return "\n".join([self.title, *facts, "", *(line.rstrip() for line in table), "", *self.notes])

    def render_markdown(self) -> str:
        """Return a section for docs/performance.md."""
        table = [self.columns, ["---"] * len(self.columns), *self.rows]
        lines = ["| " + " | ".join(line) + " |" for line in table]
        facts = "; ".join(f"{name} {value}" for name, value in self.machine.items())
        notes = [f"- {note}" for note in self.notes]
        return (
            "\n".join(
                [f"## {self.title}", "", f"`{self.command}`; {facts}.", "", *lines, "", *notes]
            ).rstrip()
            + "\n"
        )

    def render_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False)


def replace_section(page: str, figures: Figures) -> str:
    """Return the page with the section of the same title replaced, or appended when it has none."""
    section = figures.render_markdown()
    found = re.search(rf"^## {re.escape(figures.title)}\n.*?(?=^## |\Z)", page, re.M | re.S)
    if found:
        return (page[: found.start()] + section + "\n" + page[found.end() :]).rstrip() + "\n"
    return f"{page.rstrip()}\n\n{section}"


def write_section(path: Path, figures: Figures) -> None:
    """Put the figures into a page of ours, in place of the former ones."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(replace_section(page, figures), encoding="utf-8")


def print_number(value: float) -> str:
    """Return about three meaningful digits: 1432.7 -> 1.433, 34.52 -> 34,5, 0.2871 -> 0,287."""
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    whole, _, part = f"{value:,.{places}f}".replace(",", " ").partition(".")
    return whole.replace(" ", ".") + (f",{part}" if part else "")
