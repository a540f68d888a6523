"""The one `puas worker` that `puas serve` keeps beside it: started again when it dies, ended with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOP_SECONDS = 10
PAUSE_SECONDS = 5


@contextmanager
def keep_worker() -> Iterator[None]:
    """Keep a worker until the end of the block; then it gives its job back, or is killed after a while."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(2 * STOP_SECONDS)


def _keep(over: threading.Event) -> None:
    while not over.is_set():
        worker = subprocess.Popen(
            [sys.executable, "-m", "puas", "worker", "--beside", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which ends the worker itself
        )
        while worker.poll() is None and not over.wait(0.2):
            pass
        _end(worker)
        over.wait(PAUSE_SECONDS)


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
