"""Files beside the database: whole on disk before the row that knows them is committed, or gone again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def removing_on_failure() -> Iterator[list[Path]]:
    """Yield a list of files; when the block fails they go away with the rows that would have known them."""
    files: list[Path] = []
    try:
        yield files
    except BaseException:
        for path in files:
            with suppress(OSError):
                path.unlink()
        raise


def store_file(path: Path, content: bytes) -> None:
    """Write a new file whole, readable by the service only. OSError when it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())
