"""An agency's own template: filled with escaped values, in a sandbox, within limits."""

import io
import zipfile

import docx
import pytest

from puas.errors import BadInput
from puas.exchange.word_templates import fill_template, list_places
from tests.factories.refusals import refused


def make_template(*lines: str) -> bytes:
    word, file = docx.Document(), io.BytesIO()
    for line in lines:
        word.add_paragraph(line)
    word.save(file)
    return file.getvalue()


def read(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_places_and_loops_are_filled_and_text_is_never_markup():
    template = make_template(
        "IKM {{ ikm }} {{ unit }}", "{%p for one in unsur %}", "{{ one.kode }}", "{%p endfor %}"
    )
    assert list_places(template) == ("ikm", "unit", "unsur")
    values = {"ikm": "83,31", "unit": "A & <w:b/> {{ ikm }}", "unsur": [{"kode": "U1"}, {"kode": "U2"}]}
    made = fill_template(template, values)
    assert read(made) == ["IKM 83,31 A & <w:b/> {{ ikm }}", "U1", "U2"]
    assert made == fill_template(template, values)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "line",
    [
        "{{ ikm.__class__.__mro__ }}",
        "{{ nothing }}",
        "{{ ikm",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ 1 / 0 }}",
    ],
)
def test_what_breaks_or_breaks_out_is_refused(line):
    with refused(BadInput, "template_syntax"):
        fill_template(make_template(line), {"ikm": "83,31"})
