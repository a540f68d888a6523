"""Through which door the present work came in; set by the doors, kept with every event."""

from contextvars import ContextVar

door: ContextVar[str] = ContextVar("door", default="")
"""office, public, openrosa, command, worker or schedule; "" when nobody said."""
