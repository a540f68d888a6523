"""Files from outside are hostile until shown otherwise: what is checked before and around reading them.

A parser of a binary format runs in a process of its own, with a limit on memory, time and
what it may write, so that a file made to harm ends in a sentence and never in a dead server.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from puas.errors import BadInput

if TYPE_CHECKING:
    import duckdb

WORKBOOK_BYTES = 300 * 2**20
CHILD_MEMORY = 3 * 2**30
CHILD_SECONDS = 90
PACKAGE_ROOT = Path(__file__).parents[2]


class FileKind(StrEnum):
    """What a file is by its content; its name is never believed."""

    EMPTY = "empty"
    TEXT = "text"
    PARQUET = "parquet"
    WORKBOOK = "workbook"


FOREIGN_FORMATS = {
    b"\xd0\xcf\x11\xe0": (
        "file_old_excel",
        "{name} adalah berkas Excel lama (.xls) atau berkas yang dikunci kata sandi. "
        "Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx tanpa kata sandi.",
    ),
    b"%PDF": (
        "file_pdf",
        "{name} adalah berkas PDF; jawaban tidak dapat dihitung darinya. Berikan CSV, XLSX, atau Parquet.",
    ),
    b"\x1f\x8b": (
        "file_compressed",
        "{name} adalah berkas terkompresi. Ekstrak dahulu, lalu berikan isinya.",
    ),
}


def require_file(path: Path) -> None:
    """Raise BadInput unless `path` is an ordinary file that may be read."""
    if not path.exists():
        raise BadInput(
            "file_missing", "Berkas {path} tidak ditemukan. Periksa nama dan foldernya.", path=str(path)
        )
    if not path.is_file():
        raise BadInput("file_not_ordinary", "{path} bukan berkas biasa. Berikan satu berkas.", path=str(path))
    if not os.access(path, os.R_OK):
        raise BadInput("file_unreadable", "Berkas {path} tidak boleh dibaca. Beri izin baca.", path=str(path))


def detect_kind(path: Path) -> FileKind:
    """Return what the file is by its first bytes; raise BadInput for a format that is never read."""
    require_file(path)
    with path.open("rb") as file:
        head = file.read(4)
    for magic, (code, message) in FOREIGN_FORMATS.items():
        if head.startswith(magic):
            raise BadInput(code, message, name=path.name)
    if head == b"PAR1":
        return FileKind.PARQUET
    if head.startswith(b"PK"):
        return FileKind.WORKBOOK
    return FileKind.TEXT if head else FileKind.EMPTY


@contextmanager
def open_quarantine() -> Iterator[Path]:
    """Yield a private folder for copies of a foreign file; it is gone afterwards, whatever happened."""
    with tempfile.TemporaryDirectory(prefix="puas-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def bring_in(path: Path, folder: Path) -> Path:
    """Return where DuckDB may read `path`: the file itself, or a copy when its name would be a pattern."""
    real = path.resolve()
    if not set("*?[{") & set(str(real)):
        return real
    return Path(shutil.copyfile(real, folder / "brought"))


def connect_quarantined(folder: Path, *readable: Path, memory: str = "2GB") -> "duckdb.DuckDBPyConnection":
    """Return a DuckDB that opens only `folder` and the `readable` files: no network, no extensions."""
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    connection.execute(f"SET temp_directory = {quote_text(str(folder / 'spill'))}")
    connection.execute(f"SET memory_limit = {quote_text(memory)}")
    connection.execute(f"SET allowed_directories = [{quote_text(str(folder))}]")
    connection.execute(f"SET allowed_paths = [{', '.join(quote_text(str(path)) for path in readable)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quote_text(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def run_guarded(
    module: str,
    arguments: Sequence[str],
    *,
    name: str,
    memory: int = CHILD_MEMORY,
    seconds: int = CHILD_SECONDS,
) -> Any:
    """Run `python -m module arguments` as a limited process and return the JSON it prints.

    `name` is the file as the person called it. The child sets its own limits through `limit_process`.
    Raises BadInput: the child's own refusal, or one sentence when it died or took too long.
    """
    environment = {"PYTHONPATH": str(PACKAGE_ROOT), "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    command = [sys.executable, "-P", "-m", module, str(memory), str(seconds), *arguments]
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _exhausted(name) from error
    if done.returncode != 0:
        raise _exhausted(name)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise BadInput(answer["refused"], answer["message"], **{"name": name, **answer["data"]})
    return answer


def _exhausted(name: str) -> BadInput:
    return BadInput(
        "file_exhausts",
        "{name} tidak dapat dibaca dengan aman: isinya rusak atau menghabiskan memori atau waktu. "
        "Salin hanya tabel jawabannya ke berkas baru, simpan sebagai CSV, lalu coba lagi.",
        name=name,
    )


def limit_process(memory: int, seconds: int) -> None:
    """Limit this very process: address space, processor time, file size, no core dump.

    A limit that an outer guarded process has set already is only ever lowered.
    """
    try:
        import resource
    except ImportError:  # Windows has no rlimits; the timeout of the parent still holds
        return
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: memory,
        resource.RLIMIT_CORE: 0,
    }
    for kind, wanted in limits.items():
        present = resource.getrlimit(kind)[1]
        least = wanted if present == resource.RLIM_INFINITY else min(wanted, present)
        resource.setrlimit(kind, (least, least))


@dataclass(frozen=True)
class Sheet:
    """One visible sheet of a workbook, read in quarantine.

    `path` holds its rows (CSV of text, or one JSON list a line); line 1 is row 1 of the sheet, and the first
    cell of a line is column `first_column` (0 = A). `holes` maps a position in the line to the first cell
    there that looks empty but is not: ("B7", "formula") was never calculated, ("B7", "error") is an error.
    """

    name: str
    path: Path
    rows: int
    columns: int
    first_column: int
    holes: dict[int, tuple[str, str]]


def spool_workbook(path: Path, folder: Path, *, typed: bool = False) -> tuple[Sheet, ...]:
    """Write every visible sheet of an XLSX file into `folder` from a limited process; return what is there.

    Not typed: CSV, UTF-8, comma, LF only between rows. Typed: JSON lines of text, numbers, true/false, null;
    dates as ISO text. Raises BadInput for a file that is broken, hostile, has macros or outside links.
    """
    if path.stat().st_size > WORKBOOK_BYTES:
        raise _exhausted(path.name)
    mode = "typed" if typed else "text"
    answer = run_guarded(
        "puas.exchange.guards_workbooks", [mode, str(path.resolve()), str(folder)], name=path.name
    )
    return tuple(
        Sheet(
            name=sheet["name"],
            path=folder / sheet["file"],
            rows=sheet["rows"],
            columns=sheet["columns"],
            first_column=sheet["first_column"],
            holes={int(column): (cell, why) for column, (cell, why) in sheet["holes"].items()},
        )
        for sheet in answer["sheets"]
    )


Cell = str | float | bool | None


def read_workbook(path: Path) -> dict[str, list[list[Cell]]]:
    """Return the typed rows of every visible sheet by name; row 1 is index 0. For small tables."""
    with open_quarantine() as folder:
        return {
            sheet.name: [json.loads(line) for line in sheet.path.read_text("utf-8").splitlines()]
            for sheet in spool_workbook(path, folder, typed=True)
        }
