"""What the figures were measured on."""

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[3]


def describe_machine(*packages: str) -> dict[str, str]:
    """Return processor, memory, system, the versions that matter, the commit, and what else was running."""
    return {
        "CPU": f"{_read_first('/proc/cpuinfo', 'model name') or platform.machine()}, {_count_cores()} cores",
        "memory": _describe_memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: _version(name) for name in packages},
        "commit": describe_commit(),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def describe_commit() -> str:
    """Return the short commit, with + when files differ from it; the version outside a clone."""
    try:
        commit = _git("rev-parse", "--short", "HEAD")
        return commit + ("+" if _git("status", "--porcelain", "--untracked-files=no", "--", "src") else "")
    except (OSError, subprocess.CalledProcessError):
        return _version("puas")


def read_cpu_seconds(process: int) -> float:
    """Return the processor time of a process and its children so far; 0 where the kernel does not tell."""
    total, waiting = 0, [process]
    while waiting:
        folder = Path("/proc") / str(waiting.pop())
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children = [(task / "children").read_text() for task in (folder / "task").iterdir()]
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
        waiting += [int(child) for line in children for child in line.split()]
    return total / os.sysconf("SC_CLK_TCK")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        import puas

        return puas.__version__ if package == "puas" else "-"


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _describe_memory() -> str:
    kilobytes = _read_first("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(kilobytes) / 2**20:.0f} GiB" if kilobytes else "-"


def _read_first(path: str, key: str) -> str:
    """Return the value of the first `key: value` line of a file of the kernel, or nothing."""
    if not Path(path).exists():
        return ""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
