"""`puas doctor`: is this installation sound? One line a question; a line that fails says what to do."""

from collections.abc import Callable
from dataclasses import dataclass

import click

from puas.errors import PuasError
from puas.language import say


@dataclass(frozen=True)
class Finding:
    """The answer to one question: `text` in plain words, `cure` only when it is not sound."""

    is_sound: bool
    text: str
    cure: str = ""


@click.command(
    help=say("Periksa apakah pemasangan ini sehat. Keluar dengan 1 bila ada yang perlu diperbaiki.")
)
def command() -> int:
    """Print every finding; return 1 when one is not sound."""
    from puas.commands import doctor_questions

    faults = 0
    for title, ask in doctor_questions.QUESTIONS.items():
        finding = answer(ask)
        faults += not finding.is_sound
        verdict = say("baik") if finding.is_sound else say("BURUK")
        click.echo(f"{verdict:5}  {say(title)}: {finding.text}")
        if finding.cure:
            click.echo(f"       → {finding.cure}")
    click.echo(say("{count} hal perlu diperbaiki.", count=faults) if faults else say("Pemasangan ini sehat."))
    return 1 if faults else 0


def answer(ask: Callable[[], Finding]) -> Finding:
    """Return the finding; an error of ours is a finding too, and so is any other."""
    try:
        return ask()
    except PuasError as error:
        return Finding(False, say(error.message).format(**error.data), "")
    except Exception as error:  # a question that breaks is an answer: the others are still asked
        text = f"{type(error).__name__}: {error}".splitlines()[0]
        return Finding(False, text, say("Pasang ulang puas; bila tetap begini, laporkan baris ini."))
