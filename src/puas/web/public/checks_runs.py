"""Checks that run and their results: a private folder each, outside the data, gone after 15 minutes.

Several worker processes serve the same visitors, so everything they must agree on is in the file system: a
folder is a check, and the lock inside it is held by its process for as long as it lives.
"""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from puas.errors import BadInput, NotFound, TooBusy, TooOften
from puas.exchange.guards import PACKAGE_ROOT
from puas.exchange.recap_packets import Packet, parse_packet
from puas.web.public.checks_processes import PACKET, REFUSED, STAGE, STAGES, UPLOAD

UPLOAD_BYTES = 25 * 2**20
SECONDS = 60
MEMORY = 2 * 2**30
LIFE = 15 * 60
"""Seconds after which a result is gone, whoever still looks at it."""
RUNNING = 2
"""Checks at once: each is a process that may use a whole core."""
KEPT = 100
OFTEN, WINDOW = 12, 10 * 60
"""So many checks in so many seconds from one address; offices often share one."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_LOCK, _WHO, _NAME = "lock", "who", "name"
_EXHAUSTED = (
    "check_exhausted",
    "{name} tidak dapat dibaca dengan aman: isinya rusak, atau membacanya melewati batas memori atau waktu. "
    "Salin hanya tabel rekapnya ke berkas baru, lalu coba lagi.",
)


@dataclass(frozen=True)
class Run:
    """One check as it stands now. `stage` is where it is, `refusal` why the file was not read."""

    token: str
    folder: Path
    name: str
    started_at: float
    is_running: bool
    stage: int
    refusal: BadInput | None

    @property
    def is_read(self) -> bool:
        """Say whether there is a result to look at; the files to download may still be on their way."""
        return (self.folder / PACKET).exists()

    @property
    def minutes_left(self) -> int:
        """Return the minutes until the result is deleted, at least 1."""
        return max(1, round((self.started_at + LIFE - time.time()) / 60))

    def packet(self) -> Packet:
        """Return the result; NotFound when it has just been deleted."""
        try:
            return parse_packet(json.loads((self.folder / PACKET).read_text("utf-8")))
        except FileNotFoundError as error:
            raise _gone() from error


def start_run(upload: "UploadedFile[bytes]", *, address: str, year: int | None = None) -> str:
    """Start checking a file in a limited process and return the token of its result at once.

    Raises BadInput `check_size`, TooOften `check_often`, TooBusy `check_busy`.
    """
    if (upload.size or 0) > UPLOAD_BYTES:
        raise too_large()
    root = ensure_root()
    sweep(root)
    with _gate(root):
        _require_room(root, _who(address))
        folder = root / secrets.token_urlsafe(16)
        folder.mkdir(mode=0o700)
        (folder / _WHO).write_text(_who(address))
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        _keep_upload(upload, folder)
        process = _launch(folder, lock, year)
    finally:
        os.close(lock)  # the process holds it from now on
    threading.Thread(target=_watch, args=(process, folder), daemon=True).start()
    return folder.name


def too_large() -> BadInput:
    """Return the refusal of a file over the limit."""
    return BadInput(
        "check_size",
        "Berkas itu lebih besar dari {most} MB. Kirim hanya bagian yang berisi tabel rekapnya, "
        "atau periksa dengan perintah puas recap check.",
        most=UPLOAD_BYTES // 2**20,
    )


def ensure_root() -> Path:
    """Return the folder of all checks of this installation, private to its account."""
    mark = hashlib.sha256(str(settings.DATA_DIR).encode()).hexdigest()[:12]
    root = Path(tempfile.gettempdir()) / f"puas-checks-{os.getuid()}-{mark}"
    with suppress(FileExistsError):
        root.mkdir(mode=0o700)
    found = root.lstat()
    if root.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise TooBusy(
            "check_folder",
            "Pemeriksaan rekap dimatikan: folder sementara {path} bukan milik layanan ini. "
            "Hubungi pengelola layanan.",
            path=root,
            seconds=3600,
        )
    return root


@contextmanager
def _gate(root: Path) -> Iterator[None]:
    """Let one at a time count what runs and add to it."""
    with (root / "gate").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _require_room(root: Path, who: str) -> None:
    folders = _folders(root)
    own = [_started(folder) for folder in folders if _read_text(folder / _WHO) == who]
    now = time.time()
    recent = [at for at in own if now - WINDOW < at <= now]  # one ahead of us: the clock was put back
    if len(recent) >= OFTEN:
        raise TooOften(
            "check_often",
            "Sudah {count} berkas diperiksa dari alamat ini dalam {minutes} menit. Coba lagi sebentar lagi.",
            count=OFTEN,
            minutes=WINDOW // 60,
            seconds=max(1, int(min(recent) + WINDOW - now)),
        )
    if len(folders) >= KEPT or sum(_is_held(folder) for folder in folders) >= RUNNING:
        raise TooBusy(
            "check_busy",
            "Pemeriksa rekap sedang penuh. Coba lagi kira-kira setengah menit lagi; "
            "berkas Anda belum diterima.",
            seconds=30,
        )


def _who(address: str) -> str:
    """Return a mark of an address from which the address cannot be told."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()[:24]


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if _TOKEN.fullmatch(path.name)]


def _started(folder: Path) -> float:
    try:
        return (folder / _WHO).stat().st_mtime
    except OSError:
        return 0.0


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _is_held(folder: Path) -> bool:
    """Say whether the folder's process lives: it holds the lock until it ends, however it ends."""
    try:
        with (folder / _LOCK).open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _keep_upload(upload: "UploadedFile[bytes]", folder: Path) -> None:
    name = clean_name(upload.name or "")
    (folder / _NAME).write_text(name, "utf-8")
    (folder / UPLOAD).mkdir(mode=0o700)
    with (folder / UPLOAD / name).open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)


def clean_name(name: str) -> str:
    """Return a file name that is only a name: no folder, nothing invisible, not long; the ending stays."""
    bare = re.sub(r"[\x00-\x1f\x7f/\\]+", " ", name).strip(" .") or "rekap"
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:10]}" if dot else ending[:80]


def _launch(folder: Path, lock: int, year: int | None) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "puas.web.public.checks_processes"]
    return subprocess.Popen(
        [*command, str(MEMORY), str(SECONDS), str(folder), str(year or 0)],
        env={"PYTHONPATH": str(PACKAGE_ROOT), "LC_ALL": "C.UTF-8", "PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=(lock,),
        start_new_session=True,
    )


def _watch(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """End the whole group when its time is over, and delete the result when its life is."""
    try:
        process.wait(SECONDS + 2)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    shutil.rmtree(folder / UPLOAD, ignore_errors=True)
    time.sleep(max(0.0, _started(folder) + LIFE - time.time()))
    shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> None:
    """Delete what is over: results past their life, and uploads whose process is gone."""
    for folder in _folders(root):
        if _started(folder) < time.time() - LIFE and not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)
        elif (folder / UPLOAD).exists() and not _is_held(folder):
            shutil.rmtree(folder / UPLOAD, ignore_errors=True)


def find_run(token: str) -> Run:
    """Return a check by its token; NotFound `check_gone` when it never was, was deleted, or is over."""
    folder = ensure_root() / token
    if not _TOKEN.fullmatch(token) or not (folder / _NAME).exists():
        raise _gone()
    is_running, started_at = _is_held(folder), _started(folder)
    if started_at < time.time() - LIFE and not is_running:
        shutil.rmtree(folder, ignore_errors=True)
        raise _gone()
    stage = _read_text(folder / STAGE)
    return Run(
        token=token,
        folder=folder,
        name=_read_text(folder / _NAME),
        started_at=started_at,
        is_running=is_running,
        stage=STAGES.index(stage) if stage in STAGES else 0,
        refusal=_find_refusal(folder, is_running),
    )


def _gone() -> NotFound:
    return NotFound(
        "check_gone",
        "Hasil pemeriksaan ini sudah dihapus: hasil hanya disimpan {minutes} menit. "
        "Unggah berkasnya sekali lagi.",
        minutes=LIFE // 60,
    )


def _find_refusal(folder: Path, is_running: bool) -> BadInput | None:
    if refused := _read_text(folder / REFUSED):
        found = json.loads(refused)
        return BadInput(found["code"], found["message"], **found["data"])
    if is_running or (folder / PACKET).exists():
        return None
    code, sentence = _EXHAUSTED
    return BadInput(code, sentence, name=_read_text(folder / _NAME))


def forget_run(token: str) -> None:
    """Delete a result now; only the mark that a check took place stays until its time is over."""
    folder = find_run(token).folder
    for path in folder.iterdir():
        if path.name not in (_WHO, _LOCK):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
