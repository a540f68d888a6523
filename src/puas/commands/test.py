"""`puas test`: every test on SQLite, then those that use the database again on PostgreSQL."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from puas.commands.test_databases import INSTALL_LINE, open_postgresql
from puas.environment import VARIABLES
from puas.errors import BadInstallation
from puas.language import say

ROOT = Path(__file__).parents[3]
NOTHING_COLLECTED = 5  # pytest's exit code


@dataclass(frozen=True)
class Leg:
    """One pytest run: what it ran on, what pytest answered, and how many tests did what."""

    database: str
    code: int
    counts: dict[str, int]

    @property
    def ran(self) -> int:
        return self.counts.get("passed", 0) + self.counts.get("failed", 0)

    @property
    def is_fine(self) -> bool:
        """pytest calls a run without a single test a success when all were skipped; we do not."""
        return self.code == 0 and self.ran > 0


@click.command(
    context_settings={"ignore_unknown_options": True},
    help=say("Jalankan semua uji, atau yang disebut; sisanya diteruskan ke pytest."),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Return 0 when tests ran and all passed; with PUAS_TEST_REQUIRE=1 nothing may be left out."""
    if not (ROOT / "tests").is_dir():
        raise BadInstallation(
            "test_folder",
            "Uji hanya ada di kode sumber. Ambil kode sumbernya, lalu jalankan ./puas test di sana.",
        )
    required = os.environ.get("PUAS_TEST_REQUIRE") == "1"
    legs = [run_leg("SQLite", None, arguments)]
    with open_postgresql() as url:
        if url:
            legs.append(run_leg("PostgreSQL", url, arguments))
    return report_legs(legs, whole=not arguments, required=required)


def run_leg(database: str, url: str | None, arguments: tuple[str, ...]) -> Leg:
    """Run pytest once, its output passed through, on a data folder of its own."""
    print(f"== {database} ==", flush=True)
    with tempfile.TemporaryDirectory(prefix="puas-test-", ignore_cleanup_errors=True) as folder:
        counts = Path(folder) / "counts.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *(arguments or _whole_suite())],
            cwd=ROOT,
            env=_build_environment(Path(folder), counts, url),
            check=False,
        )
        return Leg(database, done.returncode, json.loads(counts.read_text()) if counts.exists() else {})


def _whole_suite() -> tuple[str, ...]:
    """A file stays on one process, so that what it prepared once is used by all its tests.

    One process more than cores: tests with a browser or a server wait for them half of their time.
    """
    cores = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, 8)
    processes = cores + 1 if cores > 1 else 1
    return ("-n", str(processes), "--dist", "loadfile") if processes > 1 else ()


def _build_environment(folder: Path, counts: Path, url: str | None) -> dict[str, str]:
    settings = {"PUAS_LANGUAGE", *(variable.name for variable in VARIABLES)}
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    ours = {"PUAS_DATA": str(folder / "data"), "PUAS_TEST_COUNTS": str(counts)}
    if url:  # the name makes runs at the same time keep apart: Django adds `test_` to it
        ours["PUAS_DATABASE_URL"] = urlsplit(url)._replace(path=f"/puas_{os.getpid()}").geturl()
        ours["PUAS_TEST_ONLY"] = "database"
    return {**kept, **ours}


def report_legs(legs: list[Leg], *, whole: bool, required: bool) -> int:
    """Print one line a leg and what was left out; return the exit code.

    A selection (not `whole`) may well hold no test that uses the database: then the later legs may be empty.
    """
    faults = 0
    for leg in legs:
        is_fine = leg.is_fine or (leg.code == NOTHING_COLLECTED and not whole and leg is not legs[0])
        faults += not is_fine
        print(_describe(leg, is_fine))
    for sentence in _left_out(legs):
        faults += required
        print(sentence)
    return 1 if faults else 0


def _describe(leg: Leg, is_fine: bool) -> str:
    verdict = say("lulus") if is_fine else say("GAGAL")
    return say(
        "{database}: {verdict}, {passed} lulus, {failed} gagal, {skipped} dilewati",
        database=leg.database,
        verdict=verdict,
        passed=leg.counts.get("passed", 0),
        failed=leg.counts.get("failed", 0),
        skipped=leg.counts.get("skipped", 0),
    )


def _left_out(legs: list[Leg]) -> list[str]:
    sentences = []
    if len(legs) == 1:
        sentences.append(say("DILEWATI: uji pada PostgreSQL. Pasang dahulu: {line}", line=INSTALL_LINE))
    if without := legs[0].counts.get("without_chromium"):
        line = "apt install chromium" if shutil.which("apt") else "https://www.chromium.org"
        sentences.append(
            say("DILEWATI: {count} uji peramban. Pasang dahulu: {line}", count=without, line=line)
        )
    if without := legs[0].counts.get("without_java"):
        line = "apt install default-jre-headless" if shutil.which("apt") else "https://adoptium.net"
        sentences.append(
            say(
                "DILEWATI: {count} uji formulir dengan ODK Validate. Pasang dahulu: {line}",
                count=without,
                line=line,
            )
        )
    return sentences
