"""The accounts of the demonstration. Their passwords follow from the installation's secret key, so every
installation has its own, nothing readable is stored, and a second run can print them again."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from puas.models import Agency, Role, Unit, User
from puas.operations.users import create_user, grant_role
from puas.queries.units import root_of


@dataclass(frozen=True)
class Login:
    """One account: its role, and where it has it (`unit` "" is the city itself)."""

    username: str
    role: Role
    city: str
    unit: str = ""

    def password(self, secret_key: str) -> str:
        """Return the account's password on this installation: 16 letters and digits in groups of four."""
        digest = hmac.new(secret_key.encode(), f"puas demo {self.username}".encode(), hashlib.sha256).digest()
        letters = base64.b32encode(digest).decode().lower()
        return "demo-" + "-".join(letters[start : start + 4] for start in range(0, 16, 4))


LIVE_UNIT = "Dinas Administrasi Kependudukan dan Pencatatan Sipil"
"""The unit of Kota Surakarta whose survey is open, so that a visitor can answer."""

COORDINATOR_SURAKARTA = Login("koordinator.surakarta", Role.COORDINATOR, "surakarta")
COORDINATOR_PONTIANAK = Login("koordinator.pontianak", Role.COORDINATOR, "pontianak")
OFFICER = Login("petugas.dukcapil", Role.OFFICER, "surakarta", LIVE_UNIT)
LOGINS = (COORDINATOR_SURAKARTA, OFFICER, COORDINATOR_PONTIANAK)


def ensure_user(login: Login, agency: Agency, secret_key: str) -> User:
    """Return the account with its role, made when it is missing; an existing one keeps its password."""
    user = User.objects.filter(username=login.username).first()
    if user is None:
        user = create_user(username=login.username, password=login.password(secret_key), by=None)
    unit = Unit.objects.get(agency=agency, name=login.unit) if login.unit else root_of(agency)
    grant_role(user=user, unit=unit, role=login.role, by=None)
    return user
