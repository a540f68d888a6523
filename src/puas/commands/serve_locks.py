"""One lock file in the data folder: many may serve, one alone may migrate or restore."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from puas.errors import NotNow

WAIT_SECONDS = 120


class DataLock:
    """Held by this process and its children until it ends; the file itself stays and means nothing."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)

    def take_alone(self) -> bool:
        """Return whether nobody else holds the lock; if so it is ours alone."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def share(self) -> None:
        """Let others in too; waits for one who migrates. Raises NotNow after two minutes."""
        ends = time.monotonic() + WAIT_SECONDS
        while True:
            with suppress(BlockingIOError):
                return fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if time.monotonic() > ends:
                raise NotNow(
                    "data_locked",
                    "Folder data sedang dimigrasi atau dipulihkan oleh proses lain. "
                    "Tunggu sampai selesai, lalu ulangi.",
                )
            time.sleep(0.2)

    def release(self) -> None:
        os.close(self._descriptor)


@contextmanager
def hold_alone(folder: Path) -> Iterator[None]:
    """Keep everybody else out. Raises NotNow while `puas serve` runs on this folder."""
    lock = DataLock(folder)
    try:
        if not lock.take_alone():
            raise NotNow(
                "data_in_use",
                "Folder data {path} sedang dipakai oleh puas serve. Hentikan dahulu (Ctrl-C), lalu ulangi.",
                path=folder,
            )
        yield
    finally:
        lock.release()
