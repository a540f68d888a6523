"""What is expected to be refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from puas.errors import PuasError


@contextmanager
def refused(kind: type[PuasError], code: str) -> Iterator[None]:
    """Expect a PuasError of this very kind and code, whose sentence can be printed."""
    with pytest.raises(PuasError) as caught:
        yield
    error = caught.value
    assert (type(error), error.code) == (kind, code)
    assert str(error)
