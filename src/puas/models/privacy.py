"""Every field of every model has a privacy class; a test fails on a field that has none.

PUBLIC    may be shown to anyone once published
INTERNAL  for the people who run the survey
PERSONAL  tells about a person (an answer, its profile, a staff account): never leaves without a purpose
SECRET    opens a door (a password hash): never leaves at all
"""

from enum import StrEnum


class Privacy(StrEnum):
    """How far the content of a field may travel."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET = "secret"  # noqa: S105 - the name of a class


def classify(
    *, public: str = "", internal: str = "", personal: str = "", secret: str = ""
) -> dict[str, Privacy]:
    """Return {field name: class} from names separated by spaces; a name given twice is a ValueError."""
    given = {
        Privacy.PUBLIC: public,
        Privacy.INTERNAL: internal,
        Privacy.PERSONAL: personal,
        Privacy.SECRET: secret,
    }
    named = [(name, privacy) for privacy, names in given.items() for name in names.split()]
    if len(dict(named)) != len(named):
        raise ValueError(f"a field is classified twice: {sorted(name for name, _ in named)}")
    return dict(named)
