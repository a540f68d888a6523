"""The lists beside a form, as the CSV that `select_one_from_file` reads: columns `name`, `label`, ..."""

import csv
import io
from collections.abc import Iterable, Sequence

from puas.exchange.xforms_answers import NO_SERVICE
from puas.exchange.xforms_texts import Text


def render_surveys(surveys: Iterable[tuple[int, str]]) -> bytes:
    """Return surveys.csv from (number, what an enumerator reads)."""
    return _render(("name", "label"), [(str(number), label) for number, label in surveys])


def render_services(surveys: Iterable[int], services: Iterable[tuple[int, int, str]]) -> bytes:
    """Return services.csv from (number, survey, name); every survey has "another service" as its last row."""
    rows = [(str(number), name, str(survey)) for number, survey, name in services]
    rows += [(NO_SERVICE, Text.OTHER_SERVICE.value, str(survey)) for survey in surveys]
    return _render(("name", "label", "survey"), rows)


def _render(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([" ".join(cell.split()) for cell in row] for row in rows)
    return file.getvalue().encode()
