"""Staff with roles."""

from puas.models import Role, Unit, User
from puas.operations.users import create_user, grant_role

PASSWORD = "kata-sandi-uji-coba-77"


def make_user(username: str = "budi", role: Role | None = None, unit: Unit | None = None) -> User:
    """Make an account; with a role it holds that role at `unit`."""
    user = create_user(username=username, password=PASSWORD, by=None)
    if role is not None and unit is not None:
        grant_role(user=user, unit=unit, role=role, by=None)
    return user
