"""Secrets stay out of the logs: what follows /odk/ in any line is written as `***`, tracebacks too."""

import logging
import re

_SECRET = re.compile(r"(/odk/)[^/\s?\"']+")


class SecretFreeFormatter(logging.Formatter):
    """Formats as usual, then blanks the secret of every collect link."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1***", super().format(record))
