"""What `puas test` asks of pytest, through the environment (a plugin, loaded by tests/conftest.py).

PUAS_TEST_ONLY=database   keep only the tests that use the database (the second leg, on PostgreSQL), without
                          those that judge what a page looks like: that does not hang on the engine
PUAS_TEST_COUNTS=FILE     write how many tests passed, failed and were skipped, as JSON
"""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}
_counts: Counter[str] = Counter()


def find_chromium() -> str | None:
    """Return the path of the system's Chromium, the one without windows first, or None."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    )
    return next((path for name in names if (path := shutil.which(name))), None)


def find_java() -> str | None:
    """Return the path of the system's Java, which runs ODK Validate, or None."""
    return shutil.which("java")


PROGRAMS = {
    "browser": ("without_chromium", "Chromium tidak ada", find_chromium),
    "java": ("without_java", "Java tidak ada", find_java),
}
"""A mark of tests that need a program: the name of their count, why they are skipped, where it is."""


def uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("looks") is not None:
        return False
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("PUAS_TEST_ONLY") == "database":
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = [item for item in items if uses_database(item)]
    for mark, (_, reason, find) in PROGRAMS.items():
        if find() is None:
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _counts["failed"] += 1
    elif report.skipped:
        _counts["skipped"] += 1
        for name, reason, _ in PROGRAMS.values():
            _counts[name] += reason in str(report.longrepr)
    elif report.when == "call":
        _counts["passed"] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = os.environ.get("PUAS_TEST_COUNTS")
    if path and not hasattr(session.config, "workerinput"):
        Path(path).write_text(json.dumps(_counts))
