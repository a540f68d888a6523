"""puas: from a citizen's answer to a published, auditable index (PermenPANRB 14/2017)."""

__version__ = "0.1.0"
