"""`puas remind` on a database of its own."""

import pytest

from puas.commands import run


@pytest.mark.django_db
def test_nothing_is_due_in_an_empty_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["remind"]) == 0
    assert capsys.readouterr().out == "0 pengingat baru.\n"
