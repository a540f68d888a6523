"""What is typed for a field, and the way back."""

import pytest

from puas.errors import BadInput
from puas.exchange.instrument_files import list_instruments, load_instrument
from puas.web.office.papers_rows import columns_of, parse_row, print_row

CLASSIC = columns_of(load_instrument("classic-2017"), ())
HYBRID = columns_of(load_instrument("national-2024-hybrid"), ())


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("Q1", "1", 1),
        ("Q1", "0", None),
        ("Q1", "-", None),
        ("Q1", " ", None),
        ("sex", "2", "P"),
        ("age", "41", 41),
        ("_date", "2-5-2023", "2023-05-02"),
        ("_date", "02/05/2023", "2023-05-02"),
        ("_date", "02052023", "2023-05-02"),
        ("_date", "2023-05-02", "2023-05-02"),
        ("_comment", "0", "0"),
        ("occupation", "12", "OTHER"),
        ("disability", "3, 1", ["MENTAL", "PHYSICAL"]),
        ("trust_local", "10", 10),
    ],
)
def test_what_is_typed_is_read(key, typed, kept):
    columns = CLASSIC if key in {c.key for c in CLASSIC} and key != "occupation" else HYBRID
    content = parse_row(columns, {key: typed})
    if key in ("occupation", "disability"):
        field = next(f for f in load_instrument("national-2024-hybrid").profile if f.key == key)
        places = [int(part) - 1 for part in typed.split(",")]
        kept = [field.options[place].key for place in places]
        kept = kept if key == "disability" else kept[0]
    assert content == ({} if kept is None else {key: kept})


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("Q1", "5", "paper_choice"),
        ("Q1", "empat", "paper_choice"),
        ("Q1", "٣", "paper_choice"),
        ("sex", "3", "paper_choice"),
        ("age", "4l", "paper_number"),
        ("age", "-4", "paper_number"),
        ("_date", "kemarin", "paper_day"),
        ("_date", "5-2023", "paper_day"),
    ],
)
def test_what_cannot_be_read_names_its_field(key, typed, code):
    with pytest.raises(BadInput) as caught:
        parse_row(CLASSIC, {key: typed})
    assert (caught.value.code, caught.value.data["field"]) == (code, key)


@pytest.mark.parametrize("key", list_instruments())
def test_every_field_goes_there_and_back(key):
    columns = columns_of(load_instrument(key), ())
    typed = {}
    for column in columns:
        plain = {"date": "02-05-2023", "multiple": "1, 2", "number": "40", "text": "Baik"}
        typed[column.key] = plain.get(column.kind, str(column.most))
    assert print_row(columns, parse_row(columns, typed)) == typed


def test_a_number_that_may_go_on_does_not_advance_too_early():
    occupation = next(column for column in HYBRID if column.key == "occupation")
    assert (occupation.advances, occupation.letters) == (12, 2)
    assert {column.letters for column in CLASSIC if column.kind == "score"} == {1}
