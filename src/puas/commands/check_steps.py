"""The steps of `puas check`. Each returns what is wrong and what to do, or nothing."""

from collections.abc import Callable
from pathlib import Path

from puas.commands.check import ROOT, run_tool
from puas.language import say


def check_lint() -> str:
    """ruff's rules (pyproject.toml)."""
    return run_tool("ruff", "check", "--output-format=concise", ".")


def check_format() -> str:
    """ruff's layout."""
    return run_tool("ruff", "format", "--check", ".")


def check_types() -> str:
    """mypy, strict on the floors that never import Django."""
    return run_tool("mypy")


def check_floors() -> str:
    """Imports only go down."""
    return run_tool("lint-imports")


def check_migrations() -> str:
    """Every change of the models has its migration."""
    return run_tool(
        "python", "-m", "puas", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"
    )


def check_django() -> str:
    """Django's own system checks."""
    return _run_django("check", "--fail-level=WARNING")


def _run_django(*arguments: str) -> str:
    return run_tool("python", "-m", "puas", "django", *arguments)


def check_pages() -> str:
    """The generated pages of docs/ say what the code says."""
    from puas.commands.docs import build_pages, find_strays

    pages = build_pages()
    stale = [path for path, text in pages.items() if _read(path) != text.encode()]
    faults = [*stale, *find_strays(pages)]
    return "\n".join([*(str(path.relative_to(ROOT)) for path in faults), _cure()]) if faults else ""


def check_translations() -> str:
    """Every sentence has its English, with the same {places}, and the .mo is made from the .po."""
    import django

    django.setup()
    from puas.commands.docs_catalogues import build_files, read_catalogue, update_entries
    from puas.commands.docs_messages import find_messages

    entries = update_entries(find_messages(), read_catalogue())
    files = build_files(entries)
    faults = [
        *(say("belum diterjemahkan: {text}", text=e.message.text) for e in entries if not e.is_complete),
        *(
            say("nama di dalam kurung berbeda: {text}", text=e.message.text)
            for e in entries
            if e.has_other_places
        ),
        *(str(path.relative_to(ROOT)) for path, wanted in files.items() if _read(path) != wanted),
    ]
    return "\n".join([*faults, _cure()]) if faults else ""


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _cure() -> str:
    return say("Jalankan ./puas docs, lengkapi terjemahannya, lalu simpan hasilnya.")


STEPS: dict[str, Callable[[], str]] = {
    "ruff check": check_lint,
    "ruff format": check_format,
    "mypy": check_types,
    "import-linter": check_floors,
    "migrations": check_migrations,
    "django check": check_django,
    "generated pages": check_pages,
    "translations": check_translations,
}
