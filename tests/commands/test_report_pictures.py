"""Writes docs/screenshots/report-*.png when PUAS_SCREENSHOTS=1: pages of the agency report of `puas demo`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {1: "cover", 3: "summary", 8: "recap"}


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("PUAS_SCREENSHOTS") != "1", reason="PUAS_SCREENSHOTS=1 writes them")
def test_write_the_pictures(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PUAS_DATABASE_URL"}
    environment["PUAS_DATA"] = str(tmp_path / "data")
    demo = [sys.executable, "-m", "puas", "demo", "--no-serve", "--out", str(tmp_path)]
    subprocess.run(demo, env=environment, check=True, stdout=subprocess.DEVNULL)
    for page, name in PAGES.items():
        target = FOLDER / f"report-{name}"
        draw = ["pdftoppm", "-png", "-singlefile", "-r", "80", "-f", str(page), "-l", str(page)]
        subprocess.run([*draw, str(tmp_path / "kota-surakarta-2023-S1.pdf"), str(target)], check=True)
        assert target.with_suffix(".png").stat().st_size > 5000
