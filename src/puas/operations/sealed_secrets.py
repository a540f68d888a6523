"""Secrets that must be read again (a webhook signs with its own) are kept under the installation's key."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal_secret(purpose: str, text: str) -> str:
    """Return what is kept of a secret; what is sealed for one purpose cannot be opened for another."""
    return _safe(purpose).encrypt(text.encode()).decode()


def open_secret(purpose: str, sealed: str) -> str:
    """Return the secret; cryptography's InvalidToken after the installation's key was changed."""
    return _safe(purpose).decrypt(sealed.encode()).decode()


def _safe(purpose: str) -> Fernet:
    key = hashlib.sha256(f"puas {purpose}\x00".encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
