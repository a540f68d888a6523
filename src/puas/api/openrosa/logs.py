"""Secrets stay out of the logs: what follows /odk/, /kunjungan/, /kantor/undangan/ or /kantor/sandi-baru/
in any line is `***`, tracebacks too.
"""

import logging
import re

_SECRET = re.compile(r"(/(?:odk|kunjungan|kantor/undangan|kantor/sandi-baru)/)[^/\s?\"']+")


class SecretFreeFormatter(logging.Formatter):
    """Formats as usual, then blanks the secret of every address that opens something."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1***", super().format(record))
