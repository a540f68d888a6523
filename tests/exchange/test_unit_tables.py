"""The table of units as a file, and what its rows say."""

import pytest

from puas.errors import BadInput
from puas.exchange.unit_rows import ServiceFacts, parse_unit_row
from puas.exchange.unit_tables import (
    COLUMNS,
    KEYS,
    read_unit_table,
    write_refused_rows,
    write_unit_table,
    write_unit_template,
)
from tests.factories.answer_files import write_xlsx
from tests.factories.refusals import refused

HEADINGS = [heading for _, heading, _ in COLUMNS]


def cells(**given: str) -> tuple[str, ...]:
    return tuple(given.get(key, "") for key in KEYS)


def read(tmp_path, content: bytes):
    path = tmp_path / "unit.xlsx"
    path.write_bytes(content)
    return read_unit_table(path, "unit.xlsx")


def test_what_is_written_is_read_again(tmp_path):
    first = cells(
        number="3", name="=Dinas Satu", kind="UPT", area_code="33.70", services="KTP\nKK", users="12\n-"
    )
    second = cells(name="UPT Dua", parent="=Dinas Satu", services="A; B\n", channels="Loket", users="900")
    assert read(tmp_path, write_unit_table([first, second])) == [(2, first), (3, second)]


def test_the_untouched_template_holds_nothing_and_its_example_is_sound(tmp_path):
    with refused(BadInput, "unit_table_empty"):
        read(tmp_path, write_unit_template())


def test_refused_rows_come_back_with_reasons_and_can_be_read_again(tmp_path):
    row = cells(name="Dinas Satu")
    assert read(tmp_path, write_refused_rows([(row, "Isi jenisnya.")])) == [(2, row)]


def test_columns_may_stand_elsewhere_and_others_are_ignored(tmp_path):
    table = [
        ["Daftar unit"],
        [],
        ["Keterangan", "Jenis unit", "NAMA UNIT"],
        ["x", "UPT", " Dinas  Satu "],
        ["y"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Lain": [["kosong"]], "Unit": table})
    assert read_unit_table(path, "a.xlsx") == [(4, cells(name="Dinas Satu", kind="UPT"))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Nama unit,Jenis\nA,UPT\n", "unit_table_kind"),
        (b"%PDF-1.7", "file_pdf"),
        (b"PK\x03\x04 bukan zip", "workbook_broken"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path, content, code):
    with refused(BadInput, code):
        read(tmp_path, content)


def test_a_workbook_without_the_headings_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Unit": [["Judul", "Jenis"], ["A", "UPT"]]})
    with refused(BadInput, "unit_table_headings"):
        read_unit_table(path, "a.xlsx")


def test_a_row_says_what_it_says():
    facts = parse_unit_row(
        2,
        cells(
            number="1.204",
            name="Kelurahan Satu",
            kind="desa",
            area_code="3372011001",
            email="kel@contoh.go.id",
            services="KTP; KK",
            channels="loket, daring; -",
            users="1.200; -",
        ),
    )
    assert (facts.number, facts.kind, facts.area_code) == (1204, "kelurahan", "33.72.01.1001")
    assert facts.services == (
        ServiceFacts("KTP", ("counter", "online"), 1200),
        ServiceFacts("KK", None, None),
    )
    assert facts.reasons == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Nama unit harus diisi."),
        ({"name": "x" * 201}, "Isi sel terlalu panjang: paling banyak {most} huruf."),
        ({"kind": "pabrik"}, "Jenis unit “{kind}” tidak dikenal. Pilih dari daftar jenis."),
        ({"number": "satu"}, "“{text}” bukan bilangan bulat. Tulis seperti 4.087."),
        (
            {"area_code": "kota"},
            "Kode wilayah “{area}” tidak terbaca. Tulis seperti 33.72 atau 33.72.01.1001.",
        ),
        ({"email": "a@b"}, "Surel “{email}” tidak terbaca. Tulis seperti layanan@contoh.go.id."),
        ({"services": "KTP\nktp"}, "Layanan yang sama tertulis dua kali."),
        (
            {"services": "KTP", "channels": "radio"},
            "Saluran layanan “{channel}” tidak dikenal. Tulis loket, daring, atau keliling.",
        ),
        (
            {"services": "KTP\nKK", "users": "900"},
            "Banyaknya saluran atau pengguna tidak sama dengan banyaknya layanan: satu baris untuk setiap "
            "layanan, - bila tidak tahu.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_says_why(given, sentence):
    assert [message for message, _ in parse_unit_row(2, cells(**{"name": "Dinas", **given})).reasons] == [
        sentence
    ]
