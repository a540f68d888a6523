"""`puas audit`: prove that the trail is whole, and print its head to note somewhere else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from puas.errors import BadInput
from puas.language import gettext_noop, say

if TYPE_CHECKING:
    from puas.queries.audits import Break, ChainCheck, Head

SHOWN = 20

FAULTS = {
    "changed": gettext_noop("diubah: isinya tidak cocok dengan sidiknya"),
    "missing": gettext_noop("hilang dari tengah"),
    "unlinked": gettext_noop("tidak menyambung dengan yang sebelumnya: disisipkan atau dipindahkan"),
    "rewritten": gettext_noop("tidak sama dengan yang tercatat di luar basis data: ditulis ulang"),
    "cut": gettext_noop("hilang dari ujung: tercatat di luar basis data, tetapi tidak ada lagi"),
}


@click.group(help=say("Jejak tindakan: buktikan keutuhannya, cetak ujungnya."))
def command() -> None:
    """Group the two."""


@command.command(help=say("Buktikan bahwa jejak tidak diubah. Keluar dengan 1 bila diubah."))
@click.option(
    "--expect",
    "notes",
    multiple=True,
    metavar="N:SIDIK",
    help=say("Ujung yang pernah dicatat; boleh berulang"),
)
def verify(notes: tuple[str, ...]) -> int:
    """Print what was read and compared; every fault with its place; return 1 when there is one."""
    import django

    django.setup()
    from django.conf import settings

    from puas.queries.audits import read_heads, verify_chain

    check = verify_chain([*read_heads(settings.AUDIT_HEADS), *map(parse_head, notes)])
    for line in describe(check):
        click.echo(line)
    return 0 if check.is_whole else 1


@command.command(help=say("Cetak ujung jejak, untuk dicatat di tempat lain."))
def head() -> None:
    """Print "sequence:hash"."""
    import django

    django.setup()
    from puas.queries.audits import find_head

    found = find_head()
    click.echo(f"{found.sequence}:{found.hash}" if found else say("Jejak masih kosong."))


def parse_head(text: str) -> "Head":
    """Return a head written as `puas audit head` prints it. Raises BadInput."""
    from puas.queries.audits import Head

    sequence, _, digest = text.partition(":")
    if not sequence.isdigit() or len(digest) != 64:
        raise BadInput(
            "audit_head",
            "“{given}” bukan ujung jejak. Tulis seperti yang dicetak puas audit head: "
            "nomor, titik dua, sidik.",
            given=text,
        )
    return Head(int(sequence), digest)


def describe(check: "ChainCheck") -> Iterator[str]:
    """Yield the lines that say what was read, and what is wrong where."""
    yield say(
        "{events} peristiwa dibaca, {compared} dibandingkan dengan catatan di luar basis data.",
        events=check.events,
        compared=check.compared,
    )
    if check.head:
        yield say("Ujung: {head}", head=f"{check.head.sequence}:{check.head.hash}")
    for one in check.breaks[:SHOWN]:
        yield _describe_break(one)
    if len(check.breaks) > SHOWN:
        yield say("... dan {count} lagi.", count=len(check.breaks) - SHOWN)
    if check.is_whole:
        yield say("Jejak utuh.")
        if not check.compared and check.events:
            yield say(
                "Belum ada catatan di luar basis data, jadi hilangnya peristiwa terakhir "
                "tidak dapat diketahui."
            )


def _describe_break(one: "Break") -> str:
    numbers = str(one.first) if one.first == one.last else f"{one.first}-{one.last}"
    return say("RUSAK pada peristiwa {numbers}: {fault}.", numbers=numbers, fault=say(FAULTS[one.fault]))
