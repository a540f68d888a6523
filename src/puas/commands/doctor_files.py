"""What `puas doctor` asks about the files beside the database: is each there, as large as it was stored?"""

from collections.abc import Callable

from puas.commands.doctor import Finding
from puas.language import say

NAMED = 3


def ask_reports() -> Finding:
    """Frozen and signed reports; their public pages offer them to everybody."""
    from puas.models import ReportFile
    from puas.queries.kept_reports import damaged_report_files, path_of

    return _judge(ReportFile.objects.count, lambda: [str(path_of(file)) for file in damaged_report_files()])


def ask_evidence() -> Finding:
    """Evidence of what was done, but for what was withdrawn."""
    from puas.queries.evidence import count_files, damaged_files, path_of

    return _judge(count_files, lambda: [str(path_of(piece)) for piece in damaged_files()])


def _judge(count: Callable[[], int], find_damaged: Callable[[], list[str]]) -> Finding:
    """A database that is older than the program may not know such files yet: nothing is asked then."""
    from puas.commands.serve_migrations import find_pending_migrations, require_database

    require_database()
    if find_pending_migrations():
        return Finding(True, say("belum diperiksa, karena basis data belum dimigrasi"))
    whole, bad = count(), find_damaged()
    if not bad:
        return Finding(True, say("{count} berkas, semuanya ada", count=whole))
    named = ", ".join(bad[:NAMED]) + (", …" if len(bad) > NAMED else "")
    return Finding(
        False,
        say(
            "{bad} dari {count} berkas hilang atau terpotong: {names}", bad=len(bad), count=whole, names=named
        ),
        say("Pulihkan cadangan ke folder lain dengan puas restore, lalu salin berkas itu ke tempatnya."),
    )
