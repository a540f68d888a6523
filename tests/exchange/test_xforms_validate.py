"""Every form that phones get passes ODK Validate, the judge of ODK's own tools; it comes with pyxform."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from puas.exchange.instrument_files import list_instruments, load_instrument
from puas.exchange.xforms import render_xform
from puas.methodology.instruments import Instrument
from tests.exchange.own_instruments import make_own_instrument

pytestmark = pytest.mark.java
VALID = ">> Xform is valid!"


def validate(paths: Sequence[Path]) -> str:
    """Return all that ODK Validate says about some forms; one start of Java for all of them."""
    from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

    command = ["java", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def in_each_language(instrument: Instrument) -> list[Instrument]:
    """Return the questionnaire with all its languages, and as an agency would keep it in only one of them."""
    return [instrument, *(replace(instrument, languages=(one,)) for one in instrument.languages)]


def test_every_form_passes(tmp_path):
    """Surveys and services come in lists beside the form, so one form stands for units with and without."""
    instruments = [*map(load_instrument, list_instruments()), make_own_instrument()]
    paths = []
    for place, instrument in enumerate(one for each in instruments for one in in_each_language(each)):
        paths.append(tmp_path / f"{place}.xml")
        paths[-1].write_bytes(render_xform(instrument))
    said = validate(paths)
    assert (said.count(VALID), "warning" in said.lower()) == (len(paths), False), said
    assert len(paths) == len(instruments) + sum(len(instrument.languages) for instrument in instruments)


def test_it_would_object(tmp_path):
    form = render_xform(load_instrument("classic-2017"))
    breaks = {
        "rule": (b". &gt;= 10 and", b". &gt;= 10 dan"),
        "list": (b"instance('scale_1')", b"instance('s')"),
    }
    paths = []
    for name, (sound, broken) in breaks.items():
        assert sound in form
        paths.append(tmp_path / f"{name}.xml")
        paths[-1].write_bytes(form.replace(sound, broken))
    said = validate(paths)
    assert (said.count(VALID), said.count("XForm is invalid")) == (0, 2), said
