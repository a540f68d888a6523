"""What a fault leaves behind must not reach the next test."""

import time

import pytest


@pytest.fixture(autouse=True)
def _sessions_of_the_dead_end(request):
    """Wait until PostgreSQL has noticed that killed processes are gone, so that the database can go."""
    yield
    from django.db import connection

    if connection.vendor != "postgresql" or not request.node.get_closest_marker("django_db"):
        return
    others = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    request.getfixturevalue("django_db_blocker").unblock()
    try:
        with connection.cursor() as cursor:
            for _ in range(200):
                cursor.execute(others)
                if cursor.fetchone()[0] == 0:
                    return
                time.sleep(0.1)
    finally:
        request.getfixturevalue("django_db_blocker").restore()
        connection.close()
