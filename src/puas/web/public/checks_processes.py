"""The limited process of one check: `python -m puas.web.public.checks_processes MEMORY SECONDS FOLDER YEAR`.

It reads the only file in FOLDER/upload, deletes it, checks the recap, and leaves in FOLDER what the pages
show: `packet.json` or `refused.json`, then the files to download. It knows no setting and no secret.
"""

import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from puas.errors import BadInput
from puas.exchange.guards import limit_process
from puas.exchange.recap_packets import Packet, build_packet, write_packet
from puas.exchange.recaps.files import read_recap
from puas.exchange.recaps.outputs import write_recap_csv
from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import Recap

UPLOAD, STAGE, PACKET, REFUSED = "upload", "stage", "packet.json", "refused.json"
STAGES = ("waiting", "reading", "checking", "writing")
MOST_ROWS = 6000
"""More rows than this are for the command line: the page would be too large to be of use."""
MOST_IN_PDF = 3000
"""A PDF of more findings is some hundred pages that nobody reads, and more memory than one check may have."""


def run_check(folder: Path, year: int | None) -> None:
    """Read, check and leave the results; a refusal is a result too."""
    path = next((folder / UPLOAD).iterdir())
    try:
        packet = _read(folder, path, year)
    except BadInput as error:
        _put(folder / REFUSED, {"code": error.code, "message": error.message, "data": _plain(error.data)})
        return
    finally:
        path.unlink()
    _put(folder / PACKET, write_packet(packet))
    _enter(folder, "writing")
    _write_downloads(folder, packet)
    _enter(folder, "")


def _read(folder: Path, path: Path, year: int | None) -> Packet:
    _enter(folder, "reading")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    recap = read_recap(path, year=year)
    _require_few(recap, path.name)
    _enter(folder, "checking")
    return build_packet(check_recap(recap), name=path.name, digest=digest)


def _require_few(recap: Recap, name: str) -> None:
    rows = len(recap.rows) + len(recap.agency_rows)
    if rows > MOST_ROWS:
        raise BadInput(
            "recap_many_rows",
            "{name} berisi {rows} baris; halaman ini memeriksa paling banyak {most} baris. "
            "Pisahkan berkasnya, atau periksa dengan perintah puas recap check.",
            name=name,
            rows=rows,
            most=MOST_ROWS,
        )


def _write_downloads(folder: Path, packet: Packet) -> None:
    from puas.reports.finding_sheets import build_findings_document
    from puas.reports.pdfs import render_pdf
    from puas.reports.workbooks import render_xlsx

    (folder / "rekap.csv").write_text(write_recap_csv(packet.recap), encoding="utf-8")
    document = build_findings_document(packet.checked, packet.name, made_at=datetime.now(UTC))
    writers: dict[str, Callable[..., bytes]] = {"temuan.xlsx": render_xlsx, "temuan.pdf": render_pdf}
    if len(packet.findings) > MOST_IN_PDF:
        del writers["temuan.pdf"]
    for name, render in writers.items():
        draft = folder / f"{name}.part"
        draft.write_bytes(render(document))
        draft.replace(folder / name)


def _enter(folder: Path, stage: str) -> None:
    (folder / STAGE).write_text(stage)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in data.items()}


def _put(path: Path, value: Any) -> None:
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(value), encoding="utf-8")
    draft.replace(path)


def main(arguments: list[str]) -> None:
    """Limit this process, then run; whatever hangs ends by the clock."""
    memory, seconds, folder, year = arguments
    os.umask(0o077)
    limit_process(int(memory), int(seconds))
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds))
    run_check(Path(folder), int(year) or None)


if __name__ == "__main__":
    main(sys.argv[1:])
