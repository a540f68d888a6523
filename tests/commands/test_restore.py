"""`puas restore`: the round trip of a served installation, and every reason to leave things as they are."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.processes import fetch, run_puas, serving


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup made while the installation was serving: one account, one evidence file."""
    folder = tmp_path_factory.mktemp("restore")
    data = folder / "data"
    (data / "evidence").mkdir(parents=True)
    (data / "evidence" / "foto.jpg").write_bytes(b"\xff\xd8")
    with serving(data):
        assert _create_account(data).returncode == 0
        done = run_puas("backup", folder / "b.zip", data=data)
        assert (done.returncode, done.stderr) == (0, "")
    (folder / "key").write_text((data / "secret_key").read_text())
    return folder / "b.zip"


def _create_account(data: Path) -> object:
    return run_puas(
        "django",
        "createsuperuser",
        "--noinput",
        "--username=sari",
        "--email=sari@contoh.go.id",
        data=data,
        DJANGO_SUPERUSER_PASSWORD="kata sandi panjang",
    )


def _accounts(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "puas.sqlite3")) as connection:
        return [name for (name,) in connection.execute("select username from puas_user")]


def test_round_trip_into_an_empty_folder(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    done = run_puas("restore", archive, data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert _accounts(data) == ["sari"]
    assert (data / "secret_key").read_text() == (archive.parent / "key").read_text()
    assert (data / "evidence" / "foto.jpg").read_bytes() == b"\xff\xd8"
    assert sorted(path.name for path in data.iterdir()) == ["evidence", "lock", "puas.sqlite3", "secret_key"]
    with serving(data) as (_, address):
        assert fetch(f"{address}/")[0] == 200


def test_existing_data_need_force_and_are_kept_aside(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run_puas("restore", archive, data=data)
    with closing(sqlite3.connect(data / "puas.sqlite3")) as connection, connection:
        connection.execute("update puas_user set username = 'later'")
    refused = run_puas("restore", archive, data=data)
    assert (refused.returncode, _accounts(data)) == (1, ["later"])
    assert refused.stderr == (
        f"puas: Sudah ada data di {data}/puas.sqlite3. "
        "Pilih folder kosong dengan PUAS_DATA, atau gantikan dengan --force.\n"
    )
    assert run_puas("restore", archive, "--force", data=data).returncode == 0
    (aside,) = data.glob("replaced-*")
    assert (_accounts(data), _accounts(aside)) == (["sari"], ["later"])
    assert (aside / "evidence" / "foto.jpg").exists()


def test_broken_database_can_be_replaced(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "puas.sqlite3").write_bytes(b"SQLite format 3\x00" + b"broken" * 100)
    (tmp_path / "puas.sqlite3-wal").write_bytes(b"left over")
    done = run_puas("restore", archive, "--force", data=tmp_path)
    assert (done.returncode, _accounts(tmp_path)) == (0, ["sari"])


def test_not_while_serving(archive: Path, tmp_path: Path) -> None:
    with serving(tmp_path):
        done = run_puas("restore", archive, "--force", data=tmp_path)
    assert done.returncode == 1
    assert "sedang dipakai oleh puas serve" in done.stderr


def test_damaged_archive_changes_nothing(archive: Path, tmp_path: Path) -> None:
    data, damaged = tmp_path / "data", tmp_path / "damaged.zip"
    run_puas("restore", archive, data=data)
    content = bytearray(archive.read_bytes())
    # one flipped bit may still unpack to the same bytes, and would rightly be restored
    at = len(content) // 3
    content[at : at + 64] = bytes(byte ^ 0xFF for byte in content[at : at + 64])
    damaged.write_bytes(content)
    before = {path: path.stat().st_mtime_ns for path in data.iterdir()}
    done = run_puas("restore", damaged, "--force", data=data)
    assert done.returncode == 1
    assert "tidak ada yang dipulihkan" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in data.iterdir()} == before


def test_archive_of_a_newer_version(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    database = tmp_path / "newer.sqlite3"
    database.write_bytes(members["puas.sqlite3"])
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma journal_mode=delete")
        connection.execute(
            "insert into django_migrations (app, name, applied) values ('puas', '9999_later', '2030-01-01')"
        )
    done = run_puas("restore", _pack(members, database, tmp_path), data=tmp_path / "data")
    assert (done.returncode, (tmp_path / "data" / "puas.sqlite3").exists()) == (1, False)
    assert "yang lebih baru dari yang terpasang" in done.stderr


def _pack(members: dict[str, bytes], database: Path, folder: Path) -> Path:
    import hashlib

    body = database.read_bytes()
    manifest = json.loads(members["manifest.json"])
    manifest["schema"].append("puas.9999_later")
    manifest["rows"]["django_migrations"] += 1
    manifest["files"]["puas.sqlite3"] = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    members = {**members, "puas.sqlite3": body, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(folder / "newer.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return folder / "newer.zip"


def test_missing_file(tmp_path: Path) -> None:
    done = run_puas("restore", tmp_path / "none.zip", data=tmp_path / "data")
    assert (done.returncode, done.stderr) == (
        1,
        f"puas: Berkas {tmp_path}/none.zip tidak ada. Periksa namanya.\n",
    )
