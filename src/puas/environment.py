"""The environment variables that puas reads, declared once: settings and their page are made from this.

A bad value stops the start with a sentence that names the variable.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from puas.errors import BadInstallation


@dataclass(frozen=True)
class Variable:
    """An environment variable: `default` is what an unset or empty one means, `parse` checks and types it."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str, str], Any] = lambda name, text: text

    def read(self) -> Any:
        """Return the typed value. Raises BadInstallation."""
        return self.parse(self.name, os.environ.get(self.name) or self.default)


def parse_flag(name: str, text: str) -> bool:
    """Return whether `text` means yes."""
    if text.lower() in ("1", "true", "yes", "ya"):
        return True
    if text.lower() in ("0", "false", "no", "tidak"):
        return False
    raise BadInstallation("setting_flag", "{name} harus 1 atau 0, bukan “{value}”.", name=name, value=text)


def parse_folder(name: str, text: str) -> Path:
    """Return the absolute path; `~` is the home folder."""
    return Path(text).expanduser().resolve()


def parse_hosts(name: str, text: str) -> list[str]:
    """Return the names between the commas."""
    return [host.strip() for host in text.split(",") if host.strip()]


def parse_networks(name: str, text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks between the commas."""
    try:
        return tuple(ip_network(one) for one in parse_hosts(name, text))
    except ValueError as error:
        raise BadInstallation(
            "setting_networks",
            "{name} harus jaringan seperti 10.20.0.0/16, dipisahkan koma, bukan “{value}”.",
            name=name,
            value=text,
        ) from error


def parse_address(name: str, text: str) -> str:
    """Return a web address without the last slash."""
    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.netloc:
        return text.rstrip("/")
    raise BadInstallation(
        "setting_address",
        "{name} harus alamat web seperti https://skm.contoh.go.id, bukan “{value}”.",
        name=name,
        value=text,
    )


def parse_time_zone(name: str, text: str) -> str:
    """Return the name of a time zone that this machine knows."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInstallation(
            "setting_time_zone",
            "{name} harus zona waktu seperti Asia/Jakarta atau Asia/Jayapura, bukan “{value}”.",
            name=name,
            value=text,
        ) from error


def parse_count(name: str, text: str) -> int:
    """Return a whole number, 0 or more."""
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    raise BadInstallation(
        "setting_count", "{name} harus bilangan bulat, 0 atau lebih, bukan “{value}”.", name=name, value=text
    )


def parse_key(name: str, text: str) -> str:
    """Return the secret key; short ones can be guessed."""
    if text and len(text) < 32:
        raise BadInstallation("setting_secret_key", "{name} harus paling sedikit 32 huruf.", name=name)
    return text


def parse_database(name: str, text: str) -> dict[str, Any] | None:
    """Return Django's settings of a database URL, None for the embedded one."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        if parts.scheme == "sqlite" and len(parts.path) > 1:
            return build_sqlite(Path(unquote(parts.path[1:])).resolve())
        if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
            return _postgresql(text)
    except ValueError:  # a port that is no number, a bracket that never closes
        pass
    raise BadInstallation(
        "setting_database",
        "{name} harus sqlite:////folder/berkas.sqlite3 atau postgresql://pengguna:sandi@host:5432/nama, "
        "bukan alamat yang berawal dengan “{value}”.",
        name=name,
        value=text.split(":", maxsplit=1)[0],  # the rest may hold a password
    )


def build_sqlite(path: Path) -> dict[str, Any]:
    """Writers queue up to 20 s at the start of their transaction; what is acknowledged is on disk, and what
    is deleted is overwritten.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=FAST;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def parse_mail(name: str, text: str) -> dict[str, Any] | None:
    """Return Django's settings of a mail server's URL, None when no mail is sent."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        if parts.scheme in ("smtp", "smtps", "smtp+plain") and parts.hostname:
            return _mail_server(parts)
    except ValueError:  # a port that is no number
        pass
    raise BadInstallation(
        "setting_mail",
        "{name} harus smtp://pengguna:sandi@host:587 atau smtps://pengguna:sandi@host:465, "
        "bukan alamat yang berawal dengan “{value}”.",
        name=name,
        value=text.split(":", maxsplit=1)[0],  # the rest may hold a password
    )


def _mail_server(parts: SplitResult) -> dict[str, Any]:
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 587, "smtps": 465, "smtp+plain": 25}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


DATA = Variable(
    "PUAS_DATA", "data", "Folder of the database, the secret key and the evidence files.", parse_folder
)
DATABASE_URL = Variable(
    "PUAS_DATABASE_URL",
    "",
    "`postgresql://user:password@host:5432/name` (`?sslmode=require` may follow) "
    "or `sqlite:////folder/file.sqlite3`. Empty: the embedded database, `puas.sqlite3` in `PUAS_DATA`.",
    parse_database,
)
SECRET_KEY = Variable(
    "PUAS_SECRET_KEY",
    "",
    "Signs sessions and forms, at least 32 characters. "
    "Empty: the key in `PUAS_DATA/secret_key`, made at the first start.",
    parse_key,
)
BASE_URL = Variable(
    "PUAS_BASE_URL",
    "http://127.0.0.1:8000",
    "The address people use; printed in links, QR codes and reports.",
    parse_address,
)
ALLOWED_HOSTS = Variable(
    "PUAS_ALLOWED_HOSTS",
    "*",
    "Host names that are answered, between commas. `*` answers any, also an address on the local network.",
    parse_hosts,
)
HTTPS = Variable(
    "PUAS_HTTPS",
    "0",
    "`1` behind a proxy that speaks HTTPS and sends `X-Forwarded-Proto` and `X-Forwarded-For`: secure "
    "cookies, and the last address in the latter is the sender's.",
    parse_flag,
)
TIME_ZONE = Variable(
    "PUAS_TIME_ZONE",
    "Asia/Jakarta",
    "Time zone of the agency: WIB, WITA `Asia/Makassar`, WIT `Asia/Jayapura`.",
    parse_time_zone,
)
LINK_LIMIT = Variable(
    "PUAS_LINK_LIMIT",
    "120",
    "Answers a minute that one link (a counter, a kiosk) takes in each server process; `0` for no limit. "
    "Three hundred an hour at a busy counter are five.",
    parse_count,
)
SURVEY_LIMIT = Variable(
    "PUAS_SURVEY_LIMIT",
    "1200",
    "Answers a minute that a survey's own address, or one link for ODK Collect, takes in each server "
    "process; `0` for no limit. Ten thousand people who answer one message within half an hour are 333.",
    parse_count,
)
MAIL_URL = Variable(
    "PUAS_MAIL_URL",
    "",
    "The mail server: `smtp://user:password@host:587` (STARTTLS), `smtps://user:password@host:465`, or "
    "`smtp+plain://host:25` for a relay on the same machine. Empty: no mail is sent; reminders stay in the "
    "application.",
    parse_mail,
)
MAIL_FROM = Variable(
    "PUAS_MAIL_FROM", "puas@localhost", "The sender of mail, as `SKM Kota <skm@kota.go.id>` or an address."
)
OIDC_URL = Variable(
    "PUAS_OIDC_URL",
    "",
    "Address of the agency's sign-in service (OpenID Connect), the part before "
    "`/.well-known/openid-configuration`. Its callback address is `/kantor/masuk/sso/kembali/`. "
    "Empty: people sign in with a password only.",
)
OIDC_NAME = Variable("PUAS_OIDC_NAME", "SSO", "What the sign-in service is called on the button.")
OIDC_CLIENT = Variable("PUAS_OIDC_CLIENT", "", "The client id that the sign-in service gave.")
OIDC_SECRET = Variable("PUAS_OIDC_SECRET", "", "The client secret that the sign-in service gave.")
SIGN_LIBRARY = Variable(
    "PUAS_SIGN_LIBRARY",
    "",
    "The PKCS#11 library of the agency's signing token, as `/usr/lib/softhsm/libsofthsm2.so`. The PIN is "
    "asked at each signature. Empty: no token.",
)
SIGN_TOKEN = Variable("PUAS_SIGN_TOKEN", "", "The label of the token. Empty: the first one.")
SIGN_CERTIFICATE = Variable("PUAS_SIGN_CERTIFICATE", "", "The label of the certificate on the token.")
SIGN_URL = Variable(
    "PUAS_SIGN_URL",
    "",
    "Address of a signing service that speaks as BSrE's client service does (`POST /api/sign/pdf`). NIK and "
    "passphrase are asked at each signature. Empty: no service.",
)
SIGN_USER = Variable("PUAS_SIGN_USER", "", "The name with which the signing service knows this application.")
SIGN_SECRET = Variable("PUAS_SIGN_SECRET", "", "The password with which it does.")
WEBHOOK_NETWORKS = Variable(
    "PUAS_WEBHOOK_NETWORKS",
    "",
    "Private networks that webhooks may be sent to, as `10.20.0.0/16,127.0.0.1/32`. Empty: public addresses "
    "only. With one, webhooks to this machine itself may be plain `http`.",
    parse_networks,
)
DEBUG = Variable("PUAS_DEBUG", "0", "`1` shows errors in full. Only while developing.", parse_flag)

VARIABLES = (
    DATA,
    DATABASE_URL,
    SECRET_KEY,
    BASE_URL,
    ALLOWED_HOSTS,
    HTTPS,
    TIME_ZONE,
    LINK_LIMIT,
    SURVEY_LIMIT,
    MAIL_URL,
    MAIL_FROM,
    OIDC_URL,
    OIDC_NAME,
    OIDC_CLIENT,
    OIDC_SECRET,
    SIGN_LIBRARY,
    SIGN_TOKEN,
    SIGN_CERTIFICATE,
    SIGN_URL,
    SIGN_USER,
    SIGN_SECRET,
    WEBHOOK_NETWORKS,
    DEBUG,
)


def read_oidc() -> dict[str, str]:
    """Return the sign-in service as {url, name, client, secret}, or nothing. Raises BadInstallation."""
    url = OIDC_URL.read()
    if not url:
        return {}
    found = {
        "url": parse_address(OIDC_URL.name, url),
        "name": OIDC_NAME.read(),
        "client": OIDC_CLIENT.read(),
        "secret": OIDC_SECRET.read(),
    }
    if not found["client"] or not found["secret"]:
        raise BadInstallation(
            "setting_oidc",
            "{name} diisi, jadi {client} dan {secret} juga harus diisi dengan yang diberikan layanan itu.",
            name=OIDC_URL.name,
            client=OIDC_CLIENT.name,
            secret=OIDC_SECRET.name,
        )
    return found


def read_signing() -> dict[str, dict[str, str]]:
    """Return what this installation can sign with: {"token": ..., "service": ...}, each {} when it is not
    set up. Raises BadInstallation.
    """
    token = {
        "library": SIGN_LIBRARY.read(),
        "label": SIGN_TOKEN.read(),
        "certificate": SIGN_CERTIFICATE.read(),
    }
    url = SIGN_URL.read()
    service = {
        "url": parse_address(SIGN_URL.name, url) if url else "",
        "user": SIGN_USER.read(),
        "secret": SIGN_SECRET.read(),
    }
    return {"token": token if token["library"] else {}, "service": service if url else {}}


def build_providers(oidc: dict[str, str]) -> dict[str, Any]:
    """Return django-allauth's settings of a sign-in service."""
    if not oidc:
        return {}
    app = {
        "provider_id": "sso",
        "name": oidc["name"],
        "client_id": oidc["client"],
        "secret": oidc["secret"],
        "settings": {"server_url": oidc["url"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def build_origins(oidc: dict[str, str]) -> list[str]:
    """Return where our sign-in form may lead to besides this site: browsers ask the content policy."""
    return ["{0.scheme}://{0.netloc}".format(urlsplit(oidc["url"]))] if oidc else []


# read elsewhere: by puas.language, by the ./puas script, by `puas test`; here for the page
READ_ELSEWHERE = (
    Variable("PUAS_LANGUAGE", "id", "Language of the command line: `id` or `en`."),
    Variable("PUAS_VENV", ".venv", "Folder into which `./puas` installs."),
    Variable("PUAS_PYTHON", "", "The Python that `./puas` uses. Empty: the first of 3.11 or newer on PATH."),
    Variable(
        "PUAS_TEST_DATABASE_URL",
        "",
        "PostgreSQL of `puas test`. Empty: the one on 127.0.0.1:5432, else one of its own.",
    ),
    Variable("PUAS_TEST_REQUIRE", "0", "`1`: leaving out PostgreSQL or Chromium fails `puas test`."),
)
