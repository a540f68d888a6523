"""The secret key is made once, readable by its owner only; a folder that cannot be written is a sentence."""

import stat
from pathlib import Path

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from puas import settings
from puas.errors import BadInstallation
from puas.settings import _kept_key


def test_key_is_made_once(tmp_path: Path) -> None:
    first = _kept_key(tmp_path / "data")
    assert _kept_key(tmp_path / "data") == first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(BadInstallation, match="paling sedikit 32 huruf"):
        _kept_key(tmp_path)


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInstallation, match="PUAS_DATA"):
        _kept_key(tmp_path / "file" / "data")


def test_passwords_are_hashed_slowly() -> None:
    """The tests themselves hash cheaply (conftest); an installation does not."""
    chosen = getattr(settings, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    assert chosen[0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    assert PBKDF2PasswordHasher.iterations >= 600_000
