"""The runner team (tim pelaksana): steering, chair, up to five members, a secretariat of up to three
(PermenPANRB 14/2017). Names of officials, as text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from puas.errors import BadInput

MOST_MEMBERS = 5
MOST_SECRETARIAT = 3
LONGEST_NAME = 200


@dataclass(frozen=True)
class Team:
    """Who runs a survey. Empty where nobody was named yet."""

    steering: str = ""
    chair: str = ""
    members: tuple[str, ...] = ()
    secretariat: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nobody is named at all."""
        return self == Team()

    def as_dict(self) -> dict[str, Any]:
        """Return the team as values that JSON has; `read_team` reads it back."""
        return {
            "steering": self.steering,
            "chair": self.chair,
            "members": list(self.members),
            "secretariat": list(self.secretariat),
        }


def build_team(
    *, steering: str = "", chair: str = "", members: Iterable[str] = (), secretariat: Iterable[str] = ()
) -> Team:
    """Return a team of stripped names, empty ones left out.

    BadInput `team_members` above five, `team_secretariat` above three, `team_name` for a name above 200
    letters.
    """
    team = Team(_clean(steering), _clean(chair), _clean_all(members), _clean_all(secretariat))
    if len(team.members) > MOST_MEMBERS:
        raise BadInput("team_members", "Anggota tim paling banyak {most} orang.", most=MOST_MEMBERS)
    if len(team.secretariat) > MOST_SECRETARIAT:
        raise BadInput("team_secretariat", "Sekretariat paling banyak {most} orang.", most=MOST_SECRETARIAT)
    if any(
        len(name) > LONGEST_NAME for name in (team.steering, team.chair, *team.members, *team.secretariat)
    ):
        raise BadInput("team_name", "Nama paling panjang {most} huruf.", most=LONGEST_NAME)
    return team


def read_team(stored: dict[str, Any]) -> Team:
    """Return the team that `as_dict` gave."""
    return Team(
        stored.get("steering", ""),
        stored.get("chair", ""),
        tuple(stored.get("members", ())),
        tuple(stored.get("secretariat", ())),
    )


def _clean(name: str) -> str:
    return " ".join(name.split())


def _clean_all(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in map(_clean, names) if name)
