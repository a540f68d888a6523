"""Webhooks on the wire: a message is signed as Standard Webhooks says, and sent with a limit of time.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import contextlib
import hashlib
import hmac
import http.client
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from puas.errors import BadInput
from puas.exchange.webhook_targets import Network, Target, find_addresses, parse_target
from puas.language import gettext_noop

SECONDS = 10
"""How long a receiver may take from the first byte to its status."""

SECRET_PREFIX = "whsec_"  # noqa: S105 - what stands before a secret, as the specification says
SECRET_BYTES = 32


class Trouble(StrEnum):
    """Why a message did not arrive."""

    NONE = ""
    PRIVATE = "private"
    NAME = "name"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    ANSWER = "answer"
    REDIRECT = "redirect"
    STATUS = "status"
    SECRET = "secret"  # noqa: S105 - a kind of trouble

    @property
    def label(self) -> str:
        """The Indonesian words; also the message id of their translation."""
        return TROUBLE_LABELS[self]


TROUBLE_LABELS: Mapping[Trouble, str] = {
    Trouble.NONE: gettext_noop("Diterima"),
    Trouble.PRIVATE: gettext_noop("Alamatnya menuju jaringan dalam"),
    Trouble.NAME: gettext_noop("Nama server tidak ditemukan"),
    Trouble.UNREACHABLE: gettext_noop("Server tidak dapat dihubungi"),
    Trouble.TLS: gettext_noop("Sertifikat TLS tidak dapat dipercaya"),
    Trouble.TIMEOUT: gettext_noop("Tidak menjawab dalam 10 detik"),
    Trouble.ANSWER: gettext_noop("Jawabannya bukan HTTP"),
    Trouble.REDIRECT: gettext_noop("Dialihkan ke alamat lain; pengalihan tidak diikuti"),
    Trouble.STATUS: gettext_noop("Ditolak oleh penerima"),
    Trouble.SECRET: gettext_noop("Rahasia tidak terbaca; ganti rahasianya"),
}


@dataclass(frozen=True)
class Outcome:
    """What came of one try. `status`: of HTTP, None when there was no answer."""

    trouble: Trouble
    status: int | None = None
    milliseconds: int = 0


def new_webhook_secret() -> str:
    """Return a secret that nobody can guess: `whsec_` and the base64 of 32 bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign_webhook(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

    ValueError when `secret` is none of ours.
    """
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("no secret of a webhook") from error
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def send_webhook(
    url: str, headers: Mapping[str, str], body: bytes, networks: Sequence[Network] = ()
) -> Outcome:
    """POST a message once and return what came of it, whatever it is. No redirect is followed.

    Only a status from 200 to 299 says that it arrived; the text of the answer is not read.
    """
    began = time.monotonic()
    trouble, status = _try(url, headers, body, networks)
    return Outcome(trouble, status, round(1000 * (time.monotonic() - began)))


def _try(
    url: str, headers: Mapping[str, str], body: bytes, networks: Sequence[Network]
) -> tuple[Trouble, int | None]:
    try:
        target = parse_target(url, networks)
        addresses = find_addresses(target, networks)
    except (OSError, UnicodeError):
        return Trouble.NAME, None
    except BadInput:
        return Trouble.PRIVATE, None
    if not addresses:
        return Trouble.PRIVATE, None
    with _Deadline(SECONDS) as deadline:
        try:
            return _judge(_post(target, addresses, headers, body, deadline))
        except ssl.SSLError:
            return Trouble.TIMEOUT if deadline.is_over else Trouble.TLS, None
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _name(error, deadline), None


def _judge(status: int) -> tuple[Trouble, int]:
    if 200 <= status < 300:
        return Trouble.NONE, status
    return (Trouble.REDIRECT if 300 <= status < 400 else Trouble.STATUS), status


def _name(error: Exception, deadline: "_Deadline") -> Trouble:
    if deadline.is_over or isinstance(error, TimeoutError):
        return Trouble.TIMEOUT
    return Trouble.UNREACHABLE if isinstance(error, OSError) else Trouble.ANSWER


def _post(
    target: Target,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    deadline: "_Deadline",
) -> int:
    with contextlib.closing(_connect(target, addresses, deadline)) as connected:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
        connection.sock = connected
        connection.request("POST", target.path, body, {"Host": target.authority, **headers})
        status = connection.getresponse().status
    if deadline.is_over:  # cut in the middle of the headers, which reads as their end
        raise TimeoutError
    return status


def _connect(target: Target, addresses: Sequence[str], deadline: "_Deadline") -> socket.socket:
    """Return a connection to the first address that answers, checked to be who it says when it is https."""
    problem: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=deadline.left)
        except OSError as error:
            problem = error
            continue
        deadline.watch(plain)
        if not target.is_secure:
            return plain
        try:
            secured = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except OSError:
            plain.close()
            raise
        deadline.watch(secured)
        return secured
    raise problem or OSError("no address")


class _Deadline:
    """Cuts the connection when the time is over, however slowly a receiver drips."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._watched: socket.socket | None = None
        self.is_over = False

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left, a little more than none."""
        return max(self._ends - time.monotonic(), 0.05)

    def watch(self, connection: socket.socket) -> None:
        self._watched = connection

    def _cut(self) -> None:
        self.is_over = True
        if self._watched is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)  # the plain one: TLS would wait
