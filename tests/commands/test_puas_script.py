"""./puas on hard ground: no network, no Python, spaces in the path, two at once, an interrupted installation.

Each test works on its own copy of the script with empty locks and a `puas` package that prints its arguments,
so nothing is downloaded.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOSED_INDEX = "http://127.0.0.1:9/simple"
UNREACHABLE = {"PIP_INDEX_URL": CLOSED_INDEX, "UV_DEFAULT_INDEX": CLOSED_INDEX, "PIP_CONFIG_FILE": os.devnull}
NEEDED = f"neversuchpackage==1.0 --hash=sha256:{'0' * 64}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the script in a folder with a space in its name."""
    folder = tmp_path / "puas dengan spasi"
    (folder / "src" / "puas").mkdir(parents=True)
    shutil.copy(ROOT / "puas", folder / "puas")
    (folder / "src/puas/__init__.py").touch()
    (folder / "src/puas/__main__.py").write_text("import sys\nprint('ran', sys.argv[1:])\n")
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-installer.lock"):
        (folder / name).write_text("# nothing is needed\n")
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "puas", *arguments],
        env={**_environment(folder), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        cwd="/",
        check=False,
    )


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_", "PUAS_", "PYTHON"))}
    return {**kept, **UNREACHABLE, "PUAS_PYTHON": str(_python_without_ensurepip(folder))}


def _only(folder: Path, *programs: str) -> str:
    """Return a PATH that holds these programs and nothing else."""
    binaries = folder / "bin"
    binaries.mkdir(exist_ok=True)
    for program in programs:
        if found := shutil.which(program):
            (binaries / program).symlink_to(found)
    return str(binaries)


def _python_without_ensurepip(folder: Path) -> Path:
    """Return a Python as Debian's python3-pip leaves it; it also makes its environment ten times faster."""
    script = 'case "$*" in *version_info*) echo "$0" ;; *"import venv"*) exit 1 ;; *) exec REAL "$@" ;; esac'
    return _write_python(folder, "python3.11", script.replace("REAL", sys.executable))


COREUTILS = ("sh", "dirname", "cat", "cmp", "cp", "mv", "rm", "mkdir", "tail", "sleep", "readlink")


def _write_python(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    if not path.exists():
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    return path


def test_first_run_installs_and_the_second_does_nothing(folder: Path) -> None:
    first, second = run(folder, "index", "a file.csv"), run(folder, "index", "a file.csv")
    assert (first.returncode, first.stdout) == (0, "ran ['index', 'a file.csv']\n")
    assert first.stderr == "puas: memasang requirements.lock (sekali saja) ...\n"
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")


def test_exit_code_and_link_to_the_script(folder: Path, tmp_path: Path) -> None:
    (folder / "src/puas/__main__.py").write_text("raise SystemExit(7)\n")
    (tmp_path / "link").symlink_to(folder / "puas")
    done = subprocess.run(
        [tmp_path / "link"], env=_environment(folder), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 7


def test_development_lock_is_enough_for_every_command(folder: Path) -> None:
    assert (
        run(folder, "test", PUAS_LANGUAGE="en").stderr
        == "puas: installing requirements-dev.lock (once) ...\n"
    )
    assert run(folder, "serve").stderr == ""


def test_changed_lock_is_installed_again(folder: Path) -> None:
    run(folder)
    (folder / "requirements.lock").write_text("# still nothing\n")
    assert run(folder).stderr == "puas: memasang requirements.lock (sekali saja) ...\n"


def test_moved_folder_is_made_anew(folder: Path, tmp_path: Path) -> None:
    run(folder)
    moved = folder.rename(tmp_path / "moved")
    done = run(moved)
    assert (done.returncode, done.stdout) == (0, "ran []\n")
    assert (moved / ".venv" / "root").read_text() == str(moved)


def test_python_that_went_away_is_replaced(folder: Path) -> None:
    run(folder)
    for link in (folder / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python3.11")
    assert run(folder).stdout == "ran []\n"


def test_no_python(folder: Path) -> None:
    done = run(folder, PATH=_only(folder, *COREUTILS), PUAS_PYTHON="")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "puas: Python 3.11 atau yang lebih baru tidak ditemukan. Pasang dahulu (Debian: apt install python3 "
        "python3-venv), atau sebutkan letaknya: PUAS_PYTHON=/letak/python3.11 ./puas\n"
    )


def test_python_too_old_is_passed_over(folder: Path) -> None:
    path = _only(folder, *COREUTILS)
    _write_python(Path(path), "python3", 'case "$*" in *version_info*) exit 1 ;; esac; exit 9')
    done = run(folder, PATH=path, PUAS_PYTHON="", PUAS_LANGUAGE="en")
    assert done.returncode == 3
    assert done.stderr.startswith("puas: Python 3.11 or newer was not found.")


def test_python_without_venv_and_without_pip(folder: Path) -> None:
    script = 'case "$*" in *version_info*) echo "$0" ;; *) exit 1 ;; esac'
    python = _write_python(folder, "python3.12", script)
    done = run(folder, PUAS_PYTHON=str(python))
    assert (done.returncode, (folder / ".venv.lock").exists()) == (3, False)
    assert done.stderr == (
        f"puas: Python ini ({python}) tidak mempunyai modul venv. "
        "Pasang dahulu (Debian: apt install python3-venv), lalu ulangi.\n"
    )


@pytest.mark.parametrize("has_ensurepip", [True, False])
def test_pip_is_put_into_the_folder_or_used_from_outside(folder: Path, has_ensurepip: bool) -> None:
    done = run(
        folder, PUAS_PYTHON=sys.executable if has_ensurepip else str(_python_without_ensurepip(folder))
    )
    assert (done.returncode, done.stdout) == (0, "ran []\n")
    assert len(list((folder / ".venv").glob("lib/*/site-packages/pip"))) == has_ensurepip


def test_no_network_is_one_sentence_and_no_stamp(folder: Path) -> None:
    (folder / "requirements.lock").write_text(NEEDED)
    done = run(folder, PIP_RETRIES="0")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1] == (
        "puas: requirements.lock tidak dapat dipasang. Sambungkan mesin ini ke indeks paket Python "
        "(atau tunjuk indeks Anda dengan PIP_INDEX_URL), lalu ulangi; "
        f"catatan lengkap ada di {folder}/.venv/install.log"
    )
    assert not list((folder / ".venv").glob("*.installed"))


def test_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "a file").touch()
    done = run(folder, PUAS_VENV=str(folder / "a file" / "venv"))
    assert done.returncode == 3
    assert done.stderr == (
        f"puas: Folder {folder}/a file/venv tidak dapat dibuat. Periksa ruang disk dan izin tulis, "
        "atau pilih folder lain: PUAS_VENV=/folder/lain ./puas\n"
    )


def test_two_at_once_install_once(folder: Path) -> None:
    runs = [
        subprocess.Popen([folder / "puas"], env=_environment(folder), stdout=-1, stderr=-1, text=True)
        for _ in range(2)
    ]
    spoken = [process.communicate(timeout=120) for process in runs]
    assert [out for out, _ in spoken] == ["ran []\n", "ran []\n"]
    assert "".join(err for _, err in spoken).count("memasang requirements.lock") == 1


def test_interrupted_installation_is_finished_by_the_next(folder: Path) -> None:
    (folder / "requirements.lock").write_text(NEEDED)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        process = subprocess.Popen(
            [folder / "puas"],
            env={**_environment(folder), "PIP_INDEX_URL": index},
            stderr=-1,
            start_new_session=True,
        )
        with silent.accept()[0]:  # pip is asking, and would wait for ever
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)
    assert (folder / ".venv.lock").is_dir()
    (folder / "requirements.lock").write_text("# nothing is needed\n")
    assert run(folder).stdout == "ran []\n"
    assert not (folder / ".venv.lock").exists()


def test_a_run_with_nothing_to_do_starts_python_only(folder: Path) -> None:
    """The overhead is a few small programs: no pip, no uv (its time is printed by -v, never judged)."""
    run(folder)
    (folder / ".venv" / "bin" / "uv").write_text(
        "#!/bin/sh\necho touched > " + str(folder / "touched").replace(" ", "\\ ")
    )
    started = time.perf_counter()
    run(folder)
    print(f"{time.perf_counter() - started:.3f} s")
    assert not (folder / "touched").exists()


def test_script_is_posix_sh() -> None:
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", ROOT / "puas"], check=False).returncode == 0
