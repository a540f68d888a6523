"""Settings, all from the environment, with defaults that run.

A missing or bad value stops the start with a sentence that names it.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from puas.errors import BadInstallation

BASE_DIR = Path(__file__).resolve().parent


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value in ("1", "true", "yes", "ya"):
        return True
    if value in ("0", "false", "no", "tidak", ""):
        return False
    raise BadInstallation("setting_flag", "{name} harus 1 atau 0, bukan “{value}”.", name=name, value=value)


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _database(url: str) -> dict[str, object]:
    """Return Django's settings for `sqlite:///PATH` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(parts.path if parts.path.startswith("//") is False else parts.path[1:])
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadInstallation(
        "setting_database",
        "PUAS_DATABASE_URL harus sqlite:////folder/berkas.sqlite3 atau "
        "postgresql://pengguna:sandi@host:5432/nama, bukan “{url}”.",
        url=parts.scheme + "://…",
    )


def _secret_key(data_dir: Path) -> str:
    """Return PUAS_SECRET_KEY, or the key kept beside the data (made at the first start)."""
    if key := os.environ.get("PUAS_SECRET_KEY"):
        if len(key) < 32:
            raise BadInstallation("setting_secret_key", "PUAS_SECRET_KEY harus paling sedikit 32 huruf.")
        return key
    path = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise BadInstallation(
            "setting_data",
            "Folder data {path} tidak dapat ditulis ({reason}). Beri izin tulis atau pilih folder lain dengan PUAS_DATA.",
            path=data_dir,
            reason=error.strerror,
        ) from error


DATA_DIR = Path(os.environ.get("PUAS_DATA", "data")).resolve()
SECRET_KEY = _secret_key(DATA_DIR)
DEBUG = _flag("PUAS_DEBUG", False)
HTTPS = _flag("PUAS_HTTPS", False)
BASE_URL = os.environ.get("PUAS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [h for h in os.environ.get("PUAS_ALLOWED_HOSTS", "*").split(",") if h]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
DATABASES = {"default": _database(os.environ.get("PUAS_DATABASE_URL", f"sqlite:///{DATA_DIR}/puas.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "puas.apps.PuasConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "puas.web.errors.ErrorPages",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "puas.web.urls"
WSGI_APPLICATION = "puas.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "puas.web.templatetags.printing"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "puas.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "office:sign_in"
LOGIN_REDIRECT_URL = "office:home"
LOGOUT_REDIRECT_URL = "public:home"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_TEMPLATE = "office/locked_out.html"
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("PUAS_TIME_ZONE", "Asia/Jakarta")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
