import pytest

from puas.errors import BadInput
from puas.methodology.teams import Team, build_team, read_team
from tests.factories.refusals import refused


def test_names_are_cleaned_and_empty_ones_left_out():
    team = build_team(steering=" Sekretaris  Daerah ", chair="", members=["A", "  ", "B"], secretariat=["C"])
    assert team == Team("Sekretaris Daerah", "", ("A", "B"), ("C",))
    assert (team.is_empty, build_team().is_empty) == (False, True)


def test_a_team_is_kept_and_read_back():
    team = Team("Sekda", "Kabag Organisasi", ("A", "B"), ("C",))
    assert read_team(team.as_dict()) == team
    assert read_team({}) == Team()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"members": "ABCDEF"}, "team_members"),
        ({"secretariat": "ABCD"}, "team_secretariat"),
        ({"chair": "x" * 201}, "team_name"),
    ],
)
def test_a_team_is_as_large_as_the_regulation_says(given, code):
    with refused(BadInput, code):
        build_team(**given)
