"""`puas restore FILE`: prove the archive, then put it in the place of what was there, all or nothing."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from puas.commands.backup import require_embedded
from puas.commands.backup_archives import (
    DATABASE,
    HEADS,
    KEPT_FOLDERS,
    KEY,
    Manifest,
    extract_archive,
    free_bytes,
    read_manifest,
)
from puas.commands.serve_locks import hold_alone
from puas.errors import BadInput, NotNow
from puas.language import say


@click.command(help=say("Pulihkan basis data, kunci rahasia, dan berkas bukti dari cadangan puas backup."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--force",
    is_flag=True,
    help=say("Gantikan data yang ada; yang lama dipindahkan ke samping, tidak dihapus"),
)
def command(file: Path, force: bool) -> None:
    """Restore and say what is there now."""
    manifest, aside = restore_data(file, force=force)
    rows = sum(manifest.rows.values())
    click.echo(
        say(
            "Dipulihkan dari {path} ({made_at}): {rows} baris.",
            path=file,
            made_at=manifest.made_at,
            rows=rows,
        )
    )
    if aside:
        click.echo(say("Data yang lama ada di {path}; hapus bila tidak diperlukan lagi.", path=aside))
    if not manifest.has_key:
        click.echo(say("Cadangan ini tanpa kunci rahasia: isi PUAS_SECRET_KEY seperti pada mesin yang lama."))


def restore_data(file: Path, *, force: bool) -> tuple[Manifest, Path | None]:
    """Return the manifest and the folder to which the former data went (None: there were none).

    Raises BadInput for a bad archive, NotNow when data exist and `force` is off, or while `puas serve` runs.
    """
    from django.conf import settings

    data_dir, database = settings.DATA_DIR, _find_database()
    with hold_alone(data_dir):
        if database.exists() and not force:
            raise NotNow(
                "restore_exists",
                "Sudah ada data di {path}. Pilih folder kosong dengan PUAS_DATA, atau gantikan dengan "
                "--force.",
                path=database,
            )
        _require_space(file, data_dir)
        with tempfile.TemporaryDirectory(prefix=".puas-restore-", dir=data_dir) as folder:
            manifest = extract_archive(file, Path(folder))
            _require_known_schema(manifest)
            return manifest, _swap(Path(folder), data_dir, database)


def _find_database() -> Path:
    from django.conf import settings

    name = settings.DATABASES["default"]["NAME"]
    try:
        return require_embedded()
    except NotNow as error:
        if error.code == "backup_empty":
            return Path(str(name))
        raise


def _require_space(file: Path, data_dir: Path) -> None:
    needed = sum(int(str(facts["bytes"])) for facts in read_manifest(file).files.values())
    if needed > free_bytes(data_dir):
        raise BadInput(
            "restore_space",
            "Memulihkan {path} memerlukan {needed} bita di {folder}, tetapi ruang disk tidak cukup. "
            "Kosongkan dahulu.",
            path=file,
            needed=needed,
            folder=data_dir,
        )


def _require_known_schema(manifest: Manifest) -> None:
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.split(".")[0] for name in known}
    unknown = [name for name in manifest.schema if name.split(".")[0] in apps and name not in known]
    if unknown:
        raise BadInput(
            "restore_newer",
            "Cadangan ini dibuat oleh puas {version}, yang lebih baru dari yang terpasang. Pasang "
            "versi itu dahulu.",
            version=manifest.puas,
        )


def _swap(new: Path, data_dir: Path, database: Path) -> Path | None:
    """Move the former data aside and the proven ones in (renames, unless the database is on another disk)."""
    aside = data_dir / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}Z"
    former = [data_dir / name for name in (*KEPT_FOLDERS, HEADS)]
    if database.exists():  # a key without a database was only made by this very start
        _settle(database)
        former += [database, *([data_dir / KEY] if (new / KEY).exists() else [])]
    for source in filter(Path.exists, former):
        aside.mkdir(exist_ok=True)
        shutil.move(source, aside / source.name)
    for name in filter(lambda name: (new / name).exists(), (KEY, *KEPT_FOLDERS)):
        shutil.move(new / name, data_dir / name)
    if (data_dir / KEY).exists():
        os.chmod(data_dir / KEY, 0o600)
    shutil.move(new / DATABASE, database)
    return aside if aside.exists() else None


def _settle(database: Path) -> None:
    """Fold the write-ahead log into the file that moves aside, so that nothing of it meets the new one."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
            connection.execute("pragma journal_mode=delete")
    except (
        sqlite3.DatabaseError
    ):  # a broken database is a reason to restore: move its parts aside as they are
        for ending in ("-wal", "-shm"):
            part = database.with_name(database.name + ending)
            if part.exists():
                part.rename(part.with_name(f"{part.name}.replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}"))
