"""One small tree of errors. Every message says what is wrong, where, and what to do next.

A message is an Indonesian sentence with `{name}` places; it is also the id under which
its English translation is found. The web error page and the command's exit code are the
only two places that turn an error into something else.
"""

from typing import Any


class PuasError(Exception):
    """An error whose message is shown to people as it is, without a traceback.

    `code` is stable and documented; `exit_code` and `status` are what a command and a page answer with.
    """

    exit_code = 1
    status = 400

    def __init__(self, code: str, message: str, **data: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.data = data

    def __str__(self) -> str:
        return self.message.format(**self.data)


class BadInput(PuasError):
    """What was given cannot be read or is outside what is allowed."""

    exit_code = 1
    status = 400


class NotFound(PuasError):
    """What was named does not exist, or is not visible to this person."""

    exit_code = 1
    status = 404


class NotKnown(PuasError):
    """A program that asks has no key that opens this door."""

    exit_code = 1
    status = 401


class NotAllowed(PuasError):
    """This person may not do this here."""

    exit_code = 1
    status = 403


class NotNow(PuasError):
    """Allowed in principle, but not in the present state; the message names who can change that."""

    exit_code = 1
    status = 409


class BadInstallation(PuasError):
    """A setting, the database or the machine is not fit; nothing was started."""

    exit_code = 3
    status = 503


class Conflict(PuasError):
    """Something else is already kept under this identity; the first one stays, the second is put aside."""

    exit_code = 1
    status = 409


class TooOften(PuasError):
    """This visitor has asked for it too often just now; `seconds` in the data says when to come back."""

    exit_code = 1
    status = 429


class TooBusy(PuasError):
    """The machine has its hands full; `seconds` in the data says when to come back."""

    exit_code = 1
    status = 503
