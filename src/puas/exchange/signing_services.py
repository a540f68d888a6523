"""A signing service over HTTP, as BSrE's client service speaks it: one POST, the signed PDF comes back.

`POST {url}/api/sign/pdf`, multipart: file, nik, passphrase, tampilan=invisible; HTTP Basic for the
application. What the signer types is sent on and kept nowhere, and no message repeats it.
"""

import base64
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from puas.errors import NotNow
from puas.exchange.pdf_signatures import SignedFile, read_signature

SECONDS = 60
MOST_BYTES = 60 * 2**20


@dataclass(frozen=True)
class SigningService:
    """Where the service is, and what the application signs in with."""

    url: str
    user: str
    secret: str


def sign_with_service(pdf: bytes, service: SigningService, number: str, passphrase: str) -> SignedFile:
    """Return `pdf` as the service signed it for the person with this NIK.

    NotNow `sign_service` with what the service says, `sign_service_gone` when it does not answer,
    `sign_service_answer` when what comes back is not this file with a sound signature.
    """
    fields = {"nik": number, "passphrase": passphrase, "tampilan": "invisible"}
    answer = _send(_build_request(pdf, service, fields))
    signed = read_signature(answer) if answer.startswith(b"%PDF-") else None
    if signed is None or not answer.startswith(pdf):
        raise NotNow(
            "sign_service_answer",
            "Yang dikirim kembali oleh layanan tanda tangan bukan laporan ini dengan tanda tangan yang utuh. "
            "Tidak ada yang disimpan; hubungi pengelola layanan itu.",
        )
    return signed


def _build_request(pdf: bytes, service: SigningService, fields: Mapping[str, str]) -> urllib.request.Request:
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{_one_line(value)}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="laporan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = b"".join((*parts, head.encode(), pdf, f"\r\n--{border}--\r\n".encode()))
    login = base64.b64encode(f"{service.user}:{service.secret}".encode()).decode()
    headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Authorization": f"Basic {login}"}
    return urllib.request.Request(  # noqa: S310 - the address is a setting, checked to be http or https
        f"{service.url}/api/sign/pdf", data=body, headers=headers, method="POST"
    )


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


def _send(request: urllib.request.Request) -> bytes:
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            return bytes(answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            said = _read_refusal(error.read(10_000))
        raise NotNow(
            "sign_service",
            "Layanan tanda tangan menolak: {reason}. Periksa NIK dan frasa sandinya, lalu coba lagi.",
            reason=said or f"HTTP {error.code}",
        ) from None  # the request holds what was typed
    except (OSError, ValueError):
        raise NotNow(
            "sign_service_gone",
            "Layanan tanda tangan tidak menjawab. Coba lagi nanti, atau tandatangani dengan cara lain.",
        ) from None


def _read_refusal(body: bytes) -> str:
    """Return what the service says about its refusal, "" when it says nothing readable."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    said = told.get("error") or told.get("message") if isinstance(told, dict) else None
    return " ".join(str(said).split())[:200].rstrip(".") if said else ""
