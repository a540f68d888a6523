"""Settings, all from the environment, with defaults that run.

A missing or bad value stops the start with a sentence that names it.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from puas import environment
from puas.errors import BadInstallation

BASE_DIR = Path(__file__).resolve().parent


def _kept_key(data_dir: Path) -> str:
    """Return the key kept beside the data; the first start makes it."""
    path = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_key(path)
        key = path.read_text().strip()
    except OSError as error:
        raise BadInstallation(
            "setting_data",
            "Folder data {path} tidak dapat ditulis ({reason}). "
            "Beri izin tulis atau pilih folder lain dengan PUAS_DATA.",
            path=data_dir,
            reason=error.strerror,
        ) from error
    return environment.parse_key(str(path), key or "-")


def _write_key(path: Path) -> None:
    """Write the key whole, readable by its owner only; one that another start made meanwhile stays."""
    draft = path.with_name(f"secret_key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


DATA_DIR: Path = environment.DATA.read()
AUDIT_HEADS = DATA_DIR / "audit_heads"
"""The number and hash of every audit event, outside the database."""
SECRET_KEY: str = environment.SECRET_KEY.read() or _kept_key(DATA_DIR)
DEBUG: bool = environment.DEBUG.read()
HTTPS: bool = environment.HTTPS.read()
BASE_URL: str = environment.BASE_URL.read()
WEBHOOK_NETWORKS = environment.WEBHOOK_NETWORKS.read()
"""Private networks that webhooks may be sent to."""
SIGNING = environment.read_signing()  # what reports can be signed with besides a certificate file
ALLOWED_HOSTS: list[str] = environment.ALLOWED_HOSTS.read()
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
DATABASES = {
    "default": environment.DATABASE_URL.read() or environment.build_sqlite(DATA_DIR / "puas.sqlite3"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks_db",
    "puas.apps.PuasConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "puas.web.packed_files.PackedFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "puas.web.public.kept_door.KeptDoor",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "puas.web.languages.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "puas.web.errors.ErrorPages",
    "puas.web.audit_doors.AuditDoor",
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
                "puas.web.pages.page_context",
            ],
        },
    }
]

AUTH_USER_MODEL = "puas.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "puas.web.office.sign_in_backends.StaffBackend",
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
AUTH_PASSWORD_VALIDATORS = [  # the length is asked by puas.operations.passwords
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "puas.web.errors.csrf_failure"
LOGIN_URL = "office:sign_in"
LOGIN_REDIRECT_URL = "office:home"
# django-allauth: second factors, asking again before what matters, sessions, sign-in by OpenID Connect.
# Accounts are made by invitation only, and our own sign-in page asks for the password.
ACCOUNT_ADAPTER = "puas.web.office.sign_in_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "puas.web.office.sign_in_adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it on localhost only
SOCIALACCOUNT_ADAPTER = "puas.web.office.sign_in_adapters.OidcAdapter"
OIDC: dict[str, str] = environment.read_oidc()
"""The agency's own sign-in service; empty when there is none."""
SOCIALACCOUNT_PROVIDERS = environment.build_providers(OIDC)
LOGOUT_REDIRECT_URL = "public:home"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "puas.web.office.sign_in.locked_out"
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LINK_LIMIT: int = environment.LINK_LIMIT.read()
SURVEY_LIMIT: int = environment.SURVEY_LIMIT.read()
TIME_ZONE: str = environment.TIME_ZONE.read()
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
WHITENOISE_USE_FINDERS = True  # served from the package itself: nothing to collect
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # every address carries the fingerprint of its file
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200  # a phone sends up to 100 attachments beside its form

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
        "form-action": ["'self'", *environment.build_origins(OIDC)],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
_MAIL = environment.MAIL_URL.read()
SENDS_MAIL: bool = _MAIL is not None
"""Whether a mail server is set. Ask before a sentence promises a message."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds: a server that does not answer must not hold up the rest
DEFAULT_FROM_EMAIL: str = environment.MAIL_FROM.read()
globals().update(_MAIL or {})

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Errors go to standard error, where the service manager keeps them; they are not mailed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "puas.api.openrosa.logs.SecretFreeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        name: {"handlers": ["console"], "level": "WARNING", "propagate": False}
        for name in ("django", "axes", "puas")
    }
    # the queue calls it a warning that a worker was asked to end
    | {
        name: {"handlers": ["console"], "level": "ERROR", "propagate": False}
        for name in ("django_tasks", "django_tasks_db")
    },
}
