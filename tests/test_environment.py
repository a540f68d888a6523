"""Every variable: its default runs, and a bad value is refused with a sentence that names it."""

from pathlib import Path

import pytest

from puas import environment
from puas.errors import BadInstallation


@pytest.mark.parametrize("variable", environment.VARIABLES, ids=lambda variable: variable.name)
def test_default_runs(variable: environment.Variable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable.name, raising=False)
    unset = variable.read()
    monkeypatch.setenv(variable.name, "")
    assert variable.read() == unset


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        (environment.DATA, "/srv/puas/../skm", Path("/srv/skm")),
        (environment.HTTPS, "ya", True),
        (environment.DEBUG, "False", False),
        (environment.ALLOWED_HOSTS, "skm.go.id, 10.0.0.5,", ["skm.go.id", "10.0.0.5"]),
        (environment.BASE_URL, "https://skm.go.id/", "https://skm.go.id"),
        (environment.TIME_ZONE, "Asia/Jayapura", "Asia/Jayapura"),
        (environment.SECRET_KEY, "k" * 32, "k" * 32),
    ],
)
def test_value(
    variable: environment.Variable, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable.name, text)
    assert variable.read() == value


@pytest.mark.parametrize(
    ("variable", "text", "code"),
    [
        (environment.HTTPS, "mungkin", "setting_flag"),
        (environment.BASE_URL, "skm.go.id", "setting_address"),
        (environment.TIME_ZONE, "WIB", "setting_time_zone"),
        (environment.TIME_ZONE, "../etc/passwd", "setting_time_zone"),
        (environment.SECRET_KEY, "short", "setting_secret_key"),
        (environment.DATABASE_URL, "mysql://root:secret@db/puas", "setting_database"),
        (environment.DATABASE_URL, "postgresql://db:port/puas", "setting_database"),
        (environment.DATABASE_URL, "postgresql://db", "setting_database"),
        (environment.DATABASE_URL, "sqlite://", "setting_database"),
        (environment.WEBHOOK_NETWORKS, "10.20.0.1/16", "setting_networks"),
        (environment.MAIL_URL, "http://petugas:secret@mail.go.id", "setting_mail"),
        (environment.MAIL_URL, "smtp://petugas:secret@mail.go.id:porta", "setting_mail"),
        (environment.MAIL_URL, "smtp://", "setting_mail"),
    ],
)
def test_refusal_names_the_variable(
    variable: environment.Variable, text: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable.name, text)
    with pytest.raises(BadInstallation) as refusal:
        variable.read()
    assert refusal.value.code == code
    assert str(refusal.value).startswith(variable.name)
    assert "secret" not in str(refusal.value)


def test_postgresql_parts_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUAS_DATABASE_URL", "postgresql://skm:p%40ss@db.local:5433/puas?sslmode=require")
    database = environment.DATABASE_URL.read()
    assert {key: database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "puas",
        "USER": "skm",
        "PASSWORD": "p@ss",
        "HOST": "db.local",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/a b/puas.sqlite3", "/srv/a b/puas.sqlite3"),
        ("sqlite:///puas.db", str(Path("puas.db").resolve())),
    ],
)
def test_sqlite_paths(url: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUAS_DATABASE_URL", url)
    assert environment.DATABASE_URL.read()["NAME"] == path


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://p%40kota:kunci%2F1@mail.go.id", 587, (True, False)),
        ("smtps://p%40kota:kunci%2F1@mail.go.id:4650", 4650, (False, True)),
        ("smtp+plain://p%40kota:kunci%2F1@mail.go.id", 25, (False, False)),
    ],
)
def test_mail_server(
    url: str, port: int, encryption: tuple[bool, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUAS_MAIL_URL", url)
    assert environment.MAIL_URL.read() == {
        "EMAIL_HOST": "mail.go.id",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "p@kota",
        "EMAIL_HOST_PASSWORD": "kunci/1",
        "EMAIL_USE_TLS": encryption[0],
        "EMAIL_USE_SSL": encryption[1],
    }


def test_without_a_mail_server_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUAS_MAIL_URL", raising=False)
    assert environment.MAIL_URL.read() is None


def test_a_sign_in_service_needs_its_client_and_its_secret(monkeypatch):
    assert environment.read_oidc() == {}
    assert (environment.build_providers({}), environment.build_origins({})) == ({}, [])
    monkeypatch.setenv("PUAS_OIDC_URL", "https://sso.contoh.go.id/realms/kota/")
    with pytest.raises(BadInstallation, match="PUAS_OIDC_CLIENT"):
        environment.read_oidc()
    monkeypatch.setenv("PUAS_OIDC_CLIENT", "puas")
    monkeypatch.setenv("PUAS_OIDC_SECRET", "rahasia")
    found = environment.read_oidc()
    (app,) = environment.build_providers(found)["openid_connect"]["APPS"]
    assert (app["provider_id"], app["client_id"], app["secret"]) == ("sso", "puas", "rahasia")
    assert app["settings"]["server_url"] == "https://sso.contoh.go.id/realms/kota"
    assert environment.build_origins(found) == ["https://sso.contoh.go.id"]
