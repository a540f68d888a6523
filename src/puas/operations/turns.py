"""Work in the background leaves room between its transactions for people who wait.

SQLite has one writer, and who waits for it looks again only after up to a tenth of a second: work that
began its next transaction at once would keep a person out for seconds.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def leaving_room() -> Iterator[None]:
    """After what is done here (SQLite), stay away from the database for as long as it took.

    To be used outside a transaction, where nobody waits for the work itself.
    """
    started = time.perf_counter()
    yield
    if connection.vendor == "sqlite":
        time.sleep(time.perf_counter() - started)
