"""The archive of `puas backup`: one ZIP with database, key, evidence, and a manifest that proves them.

manifest.json: {"format": 1, "puas": version, "made_at": ISO 8601 UTC,
                "schema": ["app.migration", ...], "rows": {table: count},
                "files": {name in the archive: {"bytes": n, "sha256": hex}}}
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

import puas
from puas.errors import BadInput, PuasError

FORMAT = 1
DATABASE = "puas.sqlite3"
KEY = "secret_key"
HEADS = "audit_heads"  # what is restored has events that it does not know of, or fewer: it starts anew
KEPT_FOLDERS = ("evidence", "reports")
_MANIFEST = "manifest.json"
SALTS = "puas_originsalt"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an archive holds; `rows` counts every table of the database as it is in there."""

    puas: str
    made_at: str
    schema: tuple[str, ...]
    rows: dict[str, int]
    files: dict[str, dict[str, object]]

    @property
    def has_key(self) -> bool:
        return KEY in self.files


def write_archive(path: Path, *, database: Path, data_dir: Path) -> Manifest:
    """Write the archive at `path`, all or nothing, readable by its owner only.

    The database is copied by SQLite itself in one read transaction, so it is consistent while others write.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".puas-backup-", dir=path.parent) as folder:
            copy, draft = Path(folder) / DATABASE, Path(folder) / "draft.zip"
            _copy_database(database, copy)
            manifest = _fill(draft, copy, data_dir)
            os.replace(draft, path)
    except (OSError, sqlite3.Error) as error:
        raise BadInput(
            "backup_write",
            "Cadangan {path} tidak dapat ditulis: {reason}. Periksa folder, ruang disk, dan izin tulis.",
            path=path,
            reason=getattr(error, "strerror", None) or error,
        ) from error
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return the manifest. Raises BadInput when the file is no archive of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            raw = json.loads(archive.read(_MANIFEST))
            if raw.pop("format") != FORMAT:
                raise _unreadable(path)
            manifest = Manifest(**{**raw, "schema": tuple(raw["schema"])})
            if set(archive.namelist()) != {*manifest.files, _MANIFEST} or not all(
                map(_is_kept, manifest.files)
            ):
                raise _unreadable(path)
            return manifest
    except FileNotFoundError as error:
        raise BadInput("backup_missing", "Berkas {path} tidak ada. Periksa namanya.", path=path) from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path) from error


def extract_archive(path: Path, folder: Path) -> Manifest:
    """Extract into `folder` and prove every byte against the manifest. Raises BadInput."""
    manifest = read_manifest(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, facts in manifest.files.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("xb") as sink:
                    found = _copy(source, sink)
                if found != facts:
                    raise _damaged(path, name)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged(path, _MANIFEST) from error
    _check_database(folder / DATABASE, manifest, path)
    return manifest


def _fill(draft: Path, copy: Path, data_dir: Path) -> Manifest:
    files: dict[str, dict[str, object]] = {}
    with draft.open("xb") as raw:
        os.chmod(draft, 0o600)
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for name, source in [(DATABASE, copy), *_find_kept(data_dir)]:
                with source.open("rb") as stream, archive.open(name, "w", force_zip64=True) as sink:
                    files[name] = _copy(stream, sink)
            schema, rows = _describe_database(copy)
            manifest = Manifest(
                puas.__version__, datetime.now(UTC).isoformat(timespec="seconds"), schema, rows, files
            )
            archive.writestr(_MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def _find_kept(data_dir: Path) -> Iterator[tuple[str, Path]]:
    if (data_dir / KEY).is_file():
        yield KEY, data_dir / KEY
    for folder in KEPT_FOLDERS:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data_dir).as_posix(), path


def _is_kept(name: str) -> bool:
    """Return whether the archive may bring this name: nothing absolute, nothing with `..`."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in KEPT_FOLDERS and ".." not in parts and "\\" not in name
    return name in (DATABASE, KEY) or inside


def _copy(source: IO[bytes], sink: IO[bytes]) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        sink.write(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _copy_database(database: Path, copy: Path) -> None:
    with closing(_open(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        _leave_out_salts(target)


def _leave_out_salts(copy: sqlite3.Connection) -> None:
    """Take the salts of origins out of the copy: they are destroyed within days, and archives are kept."""
    copy.execute("pragma secure_delete = on")
    if copy.execute("select 1 from sqlite_schema where name = ?", [SALTS]).fetchone():
        copy.execute(f"delete from {SALTS}")  # noqa: S608 - a name of ours
        copy.commit()


def _open(path: Path) -> sqlite3.Connection:
    """Open what must exist (SQLite would otherwise make an empty database)."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)


def _describe_database(path: Path) -> tuple[tuple[str, ...], dict[str, int]]:
    with closing(_open(path)) as connection:
        names = connection.execute(
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
        )
        tables = sorted(name for (name,) in names)
        rows = {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608 - from the schema
            for name in tables
        }
        applied = connection.execute("select app, name from django_migrations order by id") if rows else ()
        return tuple(f"{app}.{name}" for app, name in applied), rows


def _check_database(path: Path, manifest: Manifest, archive: Path) -> None:
    try:
        with closing(_open(path)) as connection:
            is_sound = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        if not is_sound or _describe_database(path) != (manifest.schema, manifest.rows):
            raise _damaged(archive, DATABASE)
    except sqlite3.Error as error:
        raise _damaged(archive, DATABASE) from error
    finally:
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _unreadable(path: Path) -> PuasError:
    return BadInput(
        "backup_unreadable",
        "{path} bukan cadangan puas yang dapat dibaca. Pilih berkas yang dibuat oleh puas backup.",
        path=path,
    )


def _damaged(path: Path, name: str) -> PuasError:
    return BadInput(
        "backup_damaged",
        "Cadangan {path} rusak pada {name}; tidak ada yang dipulihkan. Ambil salinan lain dari berkas itu.",
        path=path,
        name=name,
    )


def free_bytes(folder: Path) -> int:
    """Return how many bytes may still be written in `folder`."""
    return shutil.disk_usage(folder).free
