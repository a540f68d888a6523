"""What `puas doctor` asks. Each question returns one Finding and never repairs anything."""

import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from puas.commands.doctor import Finding
from puas.commands.doctor_files import ask_evidence, ask_reports
from puas.language import say

ENOUGH_BYTES = 500 * 1024 * 1024
SKEW_SECONDS = 60


def ask_python() -> Finding:
    """Old ones never get here (`./puas` refuses them); the version helps whoever is asked for help."""
    return Finding(True, f"{platform.python_version()} ({sys.executable})")


def ask_settings() -> Finding:
    """A bad variable raises BadInstallation that names it."""
    from django.conf import settings

    if settings.DEBUG:
        return Finding(
            False, "PUAS_DEBUG=1", say("Hapus PUAS_DEBUG: galat lengkap terlihat oleh semua orang.")
        )
    return Finding(True, settings.BASE_URL)


def ask_data_folder() -> Finding:
    """Written to for real: permission bits do not tell about full or read-only disks."""
    from django.conf import settings

    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"puas")
    except OSError as error:
        return Finding(
            False,
            f"{settings.DATA_DIR}: {error.strerror}",
            say("Beri izin tulis pada folder itu atau pilih folder lain dengan PUAS_DATA."),
        )
    return Finding(True, str(settings.DATA_DIR))


def ask_disk() -> Finding:
    """Half a gigabyte is room for two million answers and a backup."""
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA_DIR).free
    text = say("{count} MB kosong", count=free // (1024 * 1024))
    return Finding(True, text) if free >= ENOUGH_BYTES else Finding(False, text, say("Kosongkan ruang disk."))


def ask_secret_key() -> Finding:
    """The key that nobody else may read; whoever has it can sign sessions."""
    from django.conf import settings

    if os.environ.get("PUAS_SECRET_KEY"):
        return Finding(True, say("dari PUAS_SECRET_KEY"))
    path: Path = settings.DATA_DIR / "secret_key"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(
            False,
            say("{path} dapat dibaca orang lain", path=path),
            say("Jalankan: chmod 600 {path}", path=path),
        )
    return Finding(True, str(path))


def ask_database() -> Finding:
    """Reachable, and which version."""
    from puas.commands.serve_migrations import require_database

    return Finding(True, require_database())


def ask_migrations() -> Finding:
    """The database as old as the code."""
    from puas.commands.serve_migrations import find_pending_migrations, require_database, require_not_newer

    require_database()
    require_not_newer()
    if pending := find_pending_migrations():
        return Finding(
            False,
            say("{count} langkah belum dijalankan", count=len(pending)),
            say("Jalankan puas serve: ia mencadangkan lalu memigrasi."),
        )
    return Finding(True, say("sesuai dengan program"))


def ask_durability() -> Finding:
    """An acknowledged answer must be on disk; only the embedded database is ours to configure."""
    from django.db import connection

    from puas.commands.serve_migrations import is_embedded, require_database

    require_database()
    names = ("journal_mode", "synchronous") if is_embedded() else ("fsync", "synchronous_commit")
    with connection.cursor() as cursor:
        values = {}
        for name in names:
            cursor.execute(f"pragma {name}" if is_embedded() else f"show {name}")
            values[name] = str(cursor.fetchone()[0])
    text = ", ".join(f"{name}={value}" for name, value in values.items())
    is_sound = values in (
        {"journal_mode": "wal", "synchronous": "2"},
        {"fsync": "on", "synchronous_commit": "on"},
    )
    return Finding(
        is_sound, text, "" if is_sound else say("Nyalakan fsync dan synchronous_commit di server basis data.")
    )


def ask_fonts() -> Finding:
    """Documents use the fonts of the package, so that they look the same on every machine."""
    import puas

    fonts = sorted(path.name for path in (Path(puas.__file__).parent / "reports").rglob("*.[to]tf"))
    if fonts:
        return Finding(True, say("{count} huruf dokumen", count=len(fonts)))
    return Finding(
        False, say("huruf dokumen tidak ada"), say("Pasang ulang puas; folder reports/fonts tidak lengkap.")
    )


def ask_static_files() -> Finding:
    """The pages' styles are part of the package."""
    import django
    from django.contrib.staticfiles.finders import get_finders

    django.setup()
    names = [name for finder in get_finders() for name, _ in finder.list([])]
    if any(name.endswith(".css") for name in names):
        return Finding(True, say("{count} berkas halaman", count=len(names)))
    return Finding(
        False, say("gaya halaman tidak ada"), say("Pasang ulang puas; folder web/static tidak lengkap.")
    )


def ask_time_zone() -> Finding:
    """What date an answer belongs to depends on it."""
    from zoneinfo import ZoneInfo

    from django.conf import settings

    now = datetime.now(ZoneInfo(settings.TIME_ZONE))
    return Finding(True, f"{settings.TIME_ZONE}, {now:%Y-%m-%d %H:%M} ({now:%z})")


def ask_clock() -> Finding:
    """Compared with what was written last: a clock that went back would date answers before others."""
    from django.conf import settings

    from puas import __file__ as package

    newest = max(path.stat().st_mtime for path in (Path(package), *settings.DATA_DIR.glob("*")))
    ahead = newest - datetime.now(UTC).timestamp()
    if ahead > SKEW_SECONDS:
        return Finding(
            False,
            say("jam mesin ini tertinggal {count} detik dari berkas terbaru", count=int(ahead)),
            say("Setel jam, misalnya: timedatectl set-ntp true"),
        )
    return Finding(True, say("tidak mundur"))


QUESTIONS: dict[str, Callable[[], Finding]] = {
    "Python": ask_python,
    "Pengaturan": ask_settings,
    "Folder data": ask_data_folder,
    "Ruang disk": ask_disk,
    "Kunci rahasia": ask_secret_key,
    "Basis data": ask_database,
    "Migrasi": ask_migrations,
    "Ketahanan tulis": ask_durability,
    "Berkas laporan": ask_reports,
    "Berkas bukti": ask_evidence,
    "Huruf": ask_fonts,
    "Halaman": ask_static_files,
    "Zona waktu": ask_time_zone,
    "Jam": ask_clock,
}
