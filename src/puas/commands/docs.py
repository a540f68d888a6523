"""`puas docs`: write what can be read from the code (pages, catalogue); `puas check` compares."""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from puas.errors import BadInstallation
from puas.language import say

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"
DECISIONS = ROOT / "docs" / "adr"
MANUAL = ROOT / "docs" / "panduan"


@click.command(help=say("Tulis ulang halaman acuan dan metode yang dibuat dari kode (untuk pengembang)."))
def command() -> None:
    """Write every page that differs and name it."""
    from puas.commands.docs_catalogues import write_catalogue

    pages = build_pages()
    for path, text in pages.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(path.relative_to(ROOT))
    for path in write_catalogue():
        click.echo(path.relative_to(ROOT))
    for path in find_strays(pages):
        path.unlink()
        click.echo(say("{path} dihapus", path=path.relative_to(ROOT)))
    click.echo(say("{count} halaman sesuai dengan kode.", count=len(pages)))


def build_pages() -> dict[Path, str]:
    """Return every generated page of docs/: path -> text. Sentences are in Bahasa Indonesia."""
    import django

    os.environ["PUAS_LANGUAGE"] = "id"
    django.setup()
    reference = {REFERENCE / f"{name}.md": build() for name, build in _reference_pages().items()}
    decisions = {DECISIONS / "README.md": _build_decisions()}
    return {
        **reference,
        REFERENCE / "README.md": _build_index(reference),
        **decisions,
        **_manual_pages(),
        **_methodology_pages(),
    }


def find_strays(pages: dict[Path, str]) -> list[Path]:
    """Return the pages in generated folders that nothing generates any more."""
    folders = {path.parent for path in pages} - {DECISIONS}
    return sorted(path for folder in folders for path in folder.glob("*.md") if path not in pages)


def _reference_pages() -> dict[str, Callable[[], str]]:
    from puas.commands import (
        docs_access,
        docs_api,
        docs_commands,
        docs_errors,
        docs_fields,
        docs_permissions,
        docs_privacy,
        docs_settings,
        docs_states,
    )
    from puas.methodology.findings.pages import build_rules_page

    return {
        "findings": build_rules_page,
        "access": docs_access.build_page,
        "api": docs_api.build_page,
        "commands": docs_commands.build_page,
        "errors": docs_errors.build_page,
        "fields": docs_fields.build_page,
        "permissions": docs_permissions.build_page,
        "privacy": docs_privacy.build_page,
        "settings": docs_settings.build_page,
        "states": docs_states.build_page,
    }


def _build_index(pages: dict[Path, str]) -> str:
    from puas.commands.docs_tables import render_page

    titles = {path.name: text.splitlines()[0].removeprefix("# ") for path, text in pages.items()}
    return render_page("Reference", "\n".join(f"- [{title}]({name})" for name, title in titles.items()))


def _build_decisions() -> str:
    """The index of the decisions; the decisions themselves are written by people."""
    from puas.commands.docs_tables import render_page

    written = {path.name: path.read_text(encoding="utf-8") for path in sorted(DECISIONS.glob("[0-9]*.md"))}
    lines = [f"- [{text.splitlines()[0].removeprefix('# ')}]({name})" for name, text in written.items()]
    head = (
        "One page for each real choice, newest last; a changed mind is a new page that replaces the old one."
    )
    return render_page("Decisions", f"{head} Start from the [template](template.md).", "\n".join(lines))


def _manual_pages() -> dict[Path, str]:
    """The manual as the office shows it, for those who read files."""
    from puas.web.manuals import build_files

    return {MANUAL / name: text for name, text in build_files().items()}


def _methodology_pages() -> dict[Path, str]:
    """The pages of the method are made by its tests, which are part of the source only."""
    if not (ROOT / "tests" / "spec").is_dir():
        raise BadInstallation(
            "docs_folder",
            "Halaman hanya dapat dibuat dari kode sumber. Ambil kodenya, lalu ulangi.",
        )
    sys.path.insert(0, str(ROOT))
    spec = importlib.import_module("tests.spec.pages")  # by name: the tests are no part of the package
    return {spec.PAGES_DIR / name: text for name, text in spec.build_pages().items()}
