"""`puas check`: what can be known without running the tests. Every step runs, whatever the others say."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from puas.errors import BadInstallation
from puas.language import say

ROOT = Path(__file__).parents[3]


@click.command(help=say("Periksa kode, migrasi, dokumen, dan terjemahan (untuk pengembang)."))
def command() -> int:
    """Print each step's result and what is wrong; return 1 when one failed."""
    from puas.commands.check_steps import STEPS

    if not (ROOT / "tests").is_dir():
        raise BadInstallation(
            "check_source",
            "Pemeriksaan hanya ada di kode sumber. Ambil kodenya, lalu ulangi.",
        )
    return run_steps(STEPS)


def run_steps(steps: dict[str, Callable[[], str]]) -> int:
    """Run every step; a step returns what is wrong, nothing when all is well."""
    failed = []
    for name, step in steps.items():
        started = time.monotonic()
        fault = step()
        seconds = f"{time.monotonic() - started:.1f}"
        click.echo(f"{say('GAGAL') if fault else say('lulus')}  {name} ({seconds} s)")
        if fault:
            failed.append(name)
            click.echo(fault.rstrip())
    click.echo(
        say("{count} pemeriksaan gagal: {names}.", count=len(failed), names=", ".join(failed))
        if failed
        else say("Semua {count} pemeriksaan lulus.", count=len(steps))
    )
    return 1 if failed else 0


def run_tool(*arguments: str, clean: Sequence[int] = (0,)) -> str:
    """Return what a program of the installation printed when it is not content, else nothing."""
    program = Path(sys.executable).parent / arguments[0]
    if not program.exists():
        return say("{name} tidak terpasang; jalankan lewat ./puas check.", name=arguments[0])
    done = subprocess.run(
        [program, *arguments[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "" if done.returncode in clean else done.stdout or str(done.returncode)
