"""`puas backup FILE`: everything that would be missed, in one file, while the service goes on."""

from datetime import UTC, datetime
from pathlib import Path

import click

from puas.commands.backup_archives import Manifest, write_archive
from puas.errors import BadInput, NotNow
from puas.language import say

AUTOMATIC_KEPT = 5


@click.command(
    help=say(
        "Simpan basis data, kunci rahasia, dan berkas bukti ke satu berkas ZIP; layanan boleh tetap berjalan."
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=say("Timpa berkas yang sudah ada"))
def command(file: Path, force: bool) -> None:
    """Write the archive and say what is in it."""
    if file.exists() and not force:
        raise BadInput(
            "backup_exists", "Berkas {path} sudah ada. Pilih nama lain, atau timpa dengan --force.", path=file
        )
    manifest = backup_data(file)
    click.echo(
        say(
            "Cadangan {path}: {bytes} bita, {rows} baris, {files} berkas. Simpan di mesin lain; "
            "isinya rahasia.",
            path=file,
            bytes=file.stat().st_size,
            rows=sum(manifest.rows.values()),
            files=len(manifest.files),
        )
    )
    if not manifest.has_key:
        click.echo(say("PUAS_SECRET_KEY tidak ikut dalam cadangan; simpan sendiri."))


def backup_data(file: Path) -> Manifest:
    """Write the archive of this installation.

    Raises NotNow on PostgreSQL, BadInput when the file cannot be written.
    """
    from django.conf import settings

    return write_archive(file, database=require_embedded(), data_dir=settings.DATA_DIR)


def require_embedded() -> Path:
    """Return the path of the embedded database. Raises NotNow on PostgreSQL, which has its own tools."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise NotNow(
            "backup_postgresql",
            "Data ini ada di PostgreSQL. Cadangkan dengan pg_dump --format=custom --file=puas.dump "
            "{name}, pulihkan "
            "dengan pg_restore --clean --if-exists --dbname={name} puas.dump, dan salin folder {path} "
            "(kunci rahasia dan berkas bukti).",
            name=database["NAME"],
            path=settings.DATA_DIR,
        )
    path = Path(str(database["NAME"]))
    if not path.exists():
        raise NotNow("backup_empty", "Belum ada basis data di {path}. Jalankan puas serve dahulu.", path=path)
    return path


def backup_before_migration() -> Path:
    """Write an archive into PUAS_DATA/backups, keep the last five, return its path."""
    from django.conf import settings

    folder = settings.DATA_DIR / "backups"
    folder.mkdir(exist_ok=True)
    path: Path = folder / f"sebelum-migrasi-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.zip"
    backup_data(path)
    for old in sorted(folder.glob("sebelum-migrasi-*.zip"))[:-AUTOMATIC_KEPT]:
        old.unlink()
    return path
