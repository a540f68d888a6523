"""Secrets stay out of the logs: what follows /odk/ or /kunjungan/ in any line is `***`, tracebacks too."""

import logging
import re

_SECRET = re.compile(r"(/(?:odk|kunjungan)/)[^/\s?\"']+")


class SecretFreeFormatter(logging.Formatter):
    """Formats as usual, then blanks the secret of every collect link and visit code."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1***", super().format(record))
