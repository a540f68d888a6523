"""A real server over the test database: what Django's own test server cannot do is read chunks."""

from collections.abc import Iterator

import pytest

from tests.servers import Server, open_server


@pytest.fixture(scope="package")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve puas as `puas serve` does: granian, two processes of one thread."""
    with open_server(tmp_path_factory.mktemp("server")) as opened:
        yield opened
