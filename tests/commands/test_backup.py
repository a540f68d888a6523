"""`puas backup`: consistent while others write, complete, secret, and never over another file."""

import json
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from puas.commands.backup_archives import Manifest, extract_archive, read_manifest, write_archive
from puas.errors import BadInput
from tests.commands.processes import run_puas


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a small database, a key and two evidence files."""
    folder = tmp_path / "data"
    (folder / "evidence" / "2023").mkdir(parents=True)
    (folder / "secret_key").write_text("k" * 64)
    (folder / "evidence" / "2023" / "foto rapat.jpg").write_bytes(b"\xff\xd8" * 1000)
    (folder / "evidence" / "notulen.pdf").write_bytes(b"%PDF")
    (folder / "lock").touch()
    with closing(sqlite3.connect(folder / "puas.sqlite3")) as connection, connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table django_migrations (id integer primary key, app text, name text)")
        connection.execute("insert into django_migrations (app, name) values ('puas', '0001_initial')")
        connection.execute("create table answer (id integer primary key, a integer, b integer)")
        connection.execute("insert into answer (a, b) values (1, 1), (2, 2)")
    return folder


def _write(data: Path, path: Path) -> Manifest:
    return write_archive(path, database=data / "puas.sqlite3", data_dir=data)


def test_archive_holds_what_would_be_missed(data: Path, tmp_path: Path) -> None:
    manifest = _write(data, tmp_path / "b.zip")
    assert manifest == read_manifest(tmp_path / "b.zip")
    assert (manifest.schema, manifest.rows) == (("puas.0001_initial",), {"answer": 2, "django_migrations": 1})
    assert sorted(manifest.files) == [
        "evidence/2023/foto rapat.jpg",
        "evidence/notulen.pdf",
        "puas.sqlite3",
        "secret_key",
    ]
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "data"]


def test_copy_is_one_moment_while_others_write(data: Path, tmp_path: Path) -> None:
    """A writer keeps a equal to b in every row of every transaction; the copy must never see half of one."""
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(data / "puas.sqlite3", timeout=30)) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                with connection:
                    connection.execute("update answer set a = ?", [number])
                    connection.execute("update answer set b = ?", [number])
                    connection.execute("insert into answer (a, b) values (?, ?)", [number, number])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            _write(data, tmp_path / f"{turn}.zip")
    finally:
        stop.set()
        writer.join()
    for turn in range(5):
        folder = tmp_path / f"out{turn}"
        folder.mkdir()
        extract_archive(tmp_path / f"{turn}.zip", folder)
        with closing(sqlite3.connect(folder / "puas.sqlite3")) as connection:
            assert connection.execute("select count(*) from answer where a <> b").fetchone() == (0,)


def _rewrite(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    members[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for entry, body in members.items():
            archive.writestr(entry, body)


def test_changed_byte_is_found(data: Path, tmp_path: Path) -> None:
    _write(data, tmp_path / "b.zip")
    _rewrite(tmp_path / "b.zip", "evidence/notulen.pdf", b"%PDG")
    with pytest.raises(BadInput, match=r"rusak pada evidence/notulen\.pdf"):
        extract_archive(tmp_path / "b.zip", tmp_path / "out")


def test_changed_rows_are_found(data: Path, tmp_path: Path) -> None:
    manifest = _write(data, tmp_path / "b.zip")
    raw = {**manifest.__dict__, "format": 1, "rows": {**manifest.rows, "answer": 3}}
    _rewrite(tmp_path / "b.zip", "manifest.json", json.dumps(raw).encode())
    with pytest.raises(BadInput, match=r"rusak pada puas\.sqlite3"):
        extract_archive(tmp_path / "b.zip", tmp_path / "out")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "evidence/../../outside", "settings.py"])
def test_archive_cannot_write_elsewhere(data: Path, tmp_path: Path, name: str) -> None:
    manifest = _write(data, tmp_path / "b.zip")
    raw = {**manifest.__dict__, "format": 1, "files": {**manifest.files, name: {"bytes": 1, "sha256": "0"}}}
    _rewrite(tmp_path / "b.zip", name, b"x")
    _rewrite(tmp_path / "b.zip", "manifest.json", json.dumps(raw).encode())
    with pytest.raises(BadInput, match="bukan cadangan puas"):
        extract_archive(tmp_path / "b.zip", tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(BadInput, match="bukan cadangan puas"):
        read_manifest(tmp_path / "b.zip")


def test_folder_that_does_not_exist(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="tidak dapat ditulis"):
        _write(data, tmp_path / "nowhere" / "b.zip")


def test_existing_file_needs_force(data: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("precious")
    refused = run_puas("backup", tmp_path / "b.zip", data=data)
    assert (refused.returncode, (tmp_path / "b.zip").read_text()) == (1, "precious")
    assert refused.stderr == (
        f"puas: Berkas {tmp_path}/b.zip sudah ada. Pilih nama lain, atau timpa dengan --force.\n"
    )
    done = run_puas("backup", tmp_path / "b.zip", "--force", data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 baris, 4 berkas" in done.stdout


def test_postgresql_is_sent_to_its_own_tools(data: Path, tmp_path: Path) -> None:
    url = "postgresql://skm@127.0.0.1:9/survei"
    for name in ("backup", "restore"):
        done = run_puas(name, tmp_path / "b.zip", data=data, PUAS_DATABASE_URL=url)
        assert done.returncode == 1
        assert "pg_dump --format=custom --file=puas.dump survei" in done.stderr


def test_nothing_to_back_up(tmp_path: Path) -> None:
    done = run_puas("backup", tmp_path / "b.zip", data=tmp_path / "empty")
    assert (done.returncode, (tmp_path / "b.zip").exists()) == (1, False)
    assert done.stderr.startswith("puas: Belum ada basis data di ")


def test_the_salts_of_origins_stay_behind(data: Path, tmp_path: Path) -> None:
    salt = bytes(range(200, 232))
    with closing(sqlite3.connect(data / "puas.sqlite3")) as connection, connection:
        connection.execute("create table puas_originsalt (id integer primary key, day text, salt blob)")
        connection.execute("insert into puas_originsalt (day, salt) values ('2026-11-25', ?)", [salt])
    manifest = _write(data, tmp_path / "b.zip")
    extract_archive(tmp_path / "b.zip", tmp_path / "out")
    assert (manifest.rows["puas_originsalt"], manifest.rows["answer"]) == (0, 2)
    assert salt not in (tmp_path / "out" / "puas.sqlite3").read_bytes()
