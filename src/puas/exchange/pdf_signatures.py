"""PAdES signatures of PDF files: made with a certificate file or a token, and read back.

A signature is an increment: the signed file begins with every byte of the file that was signed. Keys and
passphrases live in memory for one signature and appear in no message.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from puas.errors import BadInput, NotNow

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

MOST_CERTIFICATE_BYTES = 100_000


@dataclass(frozen=True)
class SignedFile:
    """A signed PDF, whose name is in the certificate, and when it was signed (as the signer says)."""

    content: bytes
    signer: str
    signed_at: datetime


@dataclass(frozen=True)
class Token:
    """A PKCS#11 token of the installation: its library, the token's label, the label of the certificate."""

    library: str
    label: str
    certificate: str


def sign_with_file(pdf: bytes, certificate: bytes, passphrase: str, reason: str) -> SignedFile:
    """Return `pdf` signed with the key of a PKCS#12 file (.p12, .pfx).

    BadInput `sign_certificate` for a file or passphrase that does not open, `sign_certificate_dates`.
    """
    from pyhanko.sign.signers import SimpleSigner

    if not 0 < len(certificate) <= MOST_CERTIFICATE_BYTES:
        raise _unopened()
    try:
        signer = SimpleSigner.load_pkcs12_data(certificate, (), passphrase.encode())
    except (ValueError, AttributeError, TypeError):  # also a file without a key
        raise _unopened() from None  # the cause may quote what was typed
    return _sign(pdf, signer, reason)


def _unopened() -> BadInput:
    return BadInput(
        "sign_certificate",
        "Sertifikat itu tidak dapat dibuka: berkasnya bukan .p12 atau .pfx dengan kunci di dalamnya, atau "
        "frasa sandinya salah.",
        field="sertifikat",
    )


def sign_with_token(pdf: bytes, token: Token, pin: str, reason: str) -> SignedFile:
    """Return `pdf` signed by a PKCS#11 token. NotNow `sign_token` when it refuses or is not there."""
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        criteria = TokenCriteria(label=token.label) if token.label else None
        with open_pkcs11_session(token.library, token_criteria=criteria, user_pin=pin) as session:
            return _sign(pdf, PKCS11Signer(session, cert_label=token.certificate or None), reason)
    except BadInput:
        raise
    except Exception:  # whatever the library of the token raises; it may quote the PIN
        raise NotNow(
            "sign_token",
            "Token tanda tangan tidak dapat dipakai: tidak terpasang, PIN salah, atau sertifikatnya tidak "
            "ditemukan. Periksa tokennya, lalu coba lagi.",
        ) from None


def _sign(pdf: bytes, signer: "Signer", reason: str) -> SignedFile:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    now = datetime.now(UTC).replace(microsecond=0)
    name = _check_certificate(signer.signing_cert, now)
    details = PdfSignatureMetadata(
        field_name=f"Tanda-tangan-{_count(pdf) + 1}",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=name,
    )
    signed = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), details, signer)
    return SignedFile(signed.getvalue(), name, now)


def _check_certificate(certificate: Any, now: datetime) -> str:
    """Return whose certificate it is. BadInput `sign_certificate_dates` outside its days."""
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise BadInput(
            "sign_certificate_dates",
            "Sertifikat itu berlaku dari {first} sampai {last}. Pakai sertifikat yang masih berlaku.",
            field="sertifikat",
            first=f"{certificate.not_valid_before:%Y-%m-%d}",
            last=f"{certificate.not_valid_after:%Y-%m-%d}",
        )
    return name_of(certificate)


def name_of(certificate: Any) -> str:
    """Return the common name in a certificate, at most 200 letters."""
    native = certificate.subject.native
    name = native.get("common_name") or certificate.subject.human_friendly
    return " ".join(str(name).split())[:200]


def _count(pdf: bytes) -> int:
    return len(_open(pdf).embedded_signatures)


def _open(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(pdf))


def read_signature(pdf: bytes, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> SignedFile | None:
    """Return the newest signature of a PDF when it covers the whole file and nothing was changed since.

    None without one that holds. Whether the certificate is one to trust is not asked: that is told by who
    issued it, and by the code of the report.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        signatures = _open(pdf).embedded_signatures
        if not signatures or not _is_sound(signatures[-1]):
            return None
        newest = signatures[-1]
        told = newest.self_reported_timestamp or now()
        return SignedFile(pdf, name_of(newest.signer_cert), told)
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError):
        return None


def _is_sound(signature: Any) -> bool:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(
        signature, context, key_usage_settings=KeyUsageConstraints(key_usage=set())
    )
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.intact and status.valid and whole)
