"""Reading files of answers: what columns are, what words mean, what never gets through."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from puas.errors import BadInput
from puas.exchange.answer_imports import BadRow, GoodRow, Look, Plan, look_into, open_reading
from puas.exchange.answer_imports_columns import is_personal, recognise_columns, require_columns
from puas.exchange.answer_imports_facts import build_fact_readers, read_moment
from puas.exchange.answer_imports_rejections import RejectionBook
from puas.exchange.answer_imports_words import WordReader
from puas.exchange.answer_templates import write_answer_template
from puas.exchange.guards import read_workbook
from puas.exchange.instrument_files import list_instruments, load_instrument, read_instrument
from tests.factories.answer_files import ONLINE_HEADINGS, online_row, write_csv, write_online, write_xlsx
from tests.factories.refusals import refused

ZONE = ZoneInfo("Asia/Jakarta")
ONLINE, CLASSIC = "national-2024-online", "classic-2017"
CLASSIC_HEADINGS = ("No", *(f"U{n}" for n in range(1, 10)), "Jenis kelamin", "Saran", "Nama")


def look(path: Path, key: str = CLASSIC, **more) -> Look:
    return look_into(path, read_instrument(key), zone="Asia/Jakarta", **more)


def read(path: Path, key: str = CLASSIC, **plan) -> list[GoodRow | BadRow]:
    seen = look(path, key, sheet=plan.get("sheet", ""))
    given = Plan(plan.pop("targets", seen.targets), **plan)
    with open_reading(path, read_instrument(key), seen.headings, given) as reading:
        return list(reading)


@pytest.mark.parametrize(
    ("key", "item", "text", "score"),
    [
        (ONLINE, "P1", "Tidak Baik", 1),
        (ONLINE, "P1", "Kurang Baik", 2),
        (ONLINE, "P1", "Baik", 3),
        (ONLINE, "P1", "SANGAT  BAIK", 4),
        (ONLINE, "P1", "Sangat tidak setuju", 1),
        (ONLINE, "P1", "Tidak setuju", 2),
        (ONLINE, "P1", "Tidak sesuai", 2),
        (ONLINE, "P1", "Setuju", 3),
        (CLASSIC, "Q1", "Tidak sesuai", 1),
        (CLASSIC, "Q1", "Kurang sesuai", 2),
        (CLASSIC, "Q1", "Sangat Baik", 4),
        (CLASSIC, "Q4", "Gratis", 4),
        (CLASSIC, "Q4", "Murah", 3),
        (CLASSIC, "Q8", "Cukup", 2),
        (CLASSIC, "Q1", "4", 4),
        (CLASSIC, "Q1", "3.0", 3),
        (CLASSIC, "Q1", "4 - Sangat sesuai", 4),
        (CLASSIC, "Q1", "Sangat sesuai (4)", 4),
        (CLASSIC, "Q1", "", 0),
        (CLASSIC, "Q1", "-", 0),
        (CLASSIC, "Q1", "1 - Sangat sesuai", None),
        (CLASSIC, "Q1", "5", None),
        (CLASSIC, "Q1", "3.5", None),
        (CLASSIC, "Q1", "45", None),
        (CLASSIC, "Q1", "Baik tetapi lama", None),
        (CLASSIC, "Q1", "entahlah", None),
    ],
)
def test_answers_as_words(key: str, item: str, text: str, score: int | None) -> None:
    found = next(one for one in load_instrument(key).items if one.key == item)
    assert WordReader(found).read(text) == score


@pytest.mark.parametrize(
    ("text", "moment", "is_timed"),
    [
        ("2023-05-02 08:30:10", datetime(2023, 5, 2, 8, 30, 10, tzinfo=ZONE), True),
        ("2023-13-02 08:30:10", None, False),
        ("2023-05-02 24:00:00", None, False),
        ("1989-05-02 08:30:10", None, False),
        ("02/05/2023 08.30 WIB", datetime(2023, 5, 2, 8, 30, tzinfo=ZONE), True),
        ("Selasa, 2 Mei 2023", datetime(2023, 5, 2, 12, tzinfo=ZONE), False),
        ("2023-05-02 00:00:00", datetime(2023, 5, 2, 12, tzinfo=ZONE), False),
        ("2023-05-02T01:30:00+00:00", datetime(2023, 5, 2, 8, 30, tzinfo=ZONE), True),
        ("31/02/2023", None, False),
        ("05/13/2023", None, False),
        ("kemarin", None, False),
    ],
)
def test_moments(text: str, moment: datetime | None, is_timed: bool) -> None:
    assert read_moment(text, ZONE) == (moment, is_timed)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("sex", "Pria", "L"),
        ("age_group", "31", "26-34"),
        ("age_group", "26 - 34 Tahun", "26-34"),
        ("age_group", "< 17 tahun", "<17"),
        ("age_group", "di atas 65", ">65"),
        ("education", "SMA/SMK/Sederajat", "SMA"),
        ("education", "D4/S1", "S1"),
        ("occupation", "Ibu Rumah Tangga", "RUMAH_TANGGA"),
        ("occupation", "PNS", "ASN"),
        ("disability", "Tidak", None),
        ("disability", "Fisik; Netra", ["FISIK", "SENSORIK"]),
        ("trust_local", "10", 10),
        ("service_date", "2 Mei 2023", "2023-05-02"),
    ],
)
def test_facts(field: str, text: str, value: object) -> None:
    assert build_fact_readers(load_instrument(ONLINE), ZONE)[field].read(text) == (True, value)


@pytest.mark.parametrize(
    ("field", "text"), [("sex", "?"), ("age_group", "20-40"), ("trust_local", "11"), ("service_date", "32")]
)
def test_facts_that_cannot_be_told(field: str, text: str) -> None:
    assert build_fact_readers(load_instrument(ONLINE), ZONE)[field].read(text) == (False, None)


@pytest.mark.parametrize(
    ("heading", "answer"),
    [
        ("Nama", True),
        ("E-mail", True),
        ("No. HP", True),
        ("Nomor WhatsApp", True),
        ("NIK", True),
        ("Nama Layanan", False),
        ("Jenis Layanan", False),
        ("Usia", False),
    ],
)
def test_headings_about_a_person(heading: str, answer: bool) -> None:
    assert is_personal(heading) is answer


def test_a_remembered_column_wins_but_never_unlocks_a_personal_one() -> None:
    remembered = {"kolom aneh": "item:Q1", "nama": "comment"}
    found = recognise_columns(["Kolom Aneh", "Nama"], load_instrument(CLASSIC), remembered)
    assert [(column.target, column.is_remembered) for column in found] == [
        ("item:Q1", True),
        ("personal", False),
    ]


def test_targets_are_checked() -> None:
    classic = load_instrument(CLASSIC)
    items = [f"item:Q{n}" for n in range(1, 10)]
    require_columns([*items, "", "", "comment"], classic)
    with refused(BadInput, "import_target_twice"):
        require_columns([*items, "item:Q1"], classic)
    with refused(BadInput, "import_target_unknown"):
        require_columns([*items, "item:Q99"], classic)
    with refused(BadInput, "import_columns_few"):
        require_columns(items[:4], classic)


def test_an_export_of_skm_online_is_recognised(tmp_path: Path) -> None:
    seen = look(write_online(tmp_path / "x.xlsx", online_row(1, (4,) * 16)), ONLINE)
    assert (seen.is_skm_online, seen.service, seen.is_timed, seen.bad) == (True, "KTP Elektronik", True, 0)
    assert seen.targets == (
        *("number", "filled_at", "", "consent", "profile:service_date", "profile:age_group"),
        *("profile:education", "profile:occupation", "profile:disability"),
        *(f"item:P{n}" for n in range(1, 17)),
        *("comment", "personal", "personal", "personal", "profile:trust_central", "profile:trust_local"),
    )


def test_names_and_addresses_end_in_the_limited_process(tmp_path: Path) -> None:
    path = write_online(
        tmp_path / "x.xlsx", online_row(1, (4,) * 16), online_row(2, (4,) * 16, Usia="seratus")
    )
    written = repr(look(path, ONLINE)) + repr(read(path, ONLINE))
    for secret in ("Siti", "siti1", "0812345678", "Budi"):
        assert secret not in written
    good, bad = read(path, ONLINE)
    assert isinstance(good, GoodRow)
    assert (good.scores, good.answered_at) == ((4,) * 16, datetime(2023, 5, 2, 8, 1, 10, tzinfo=ZONE))
    assert good.profile == {
        "service_date": "2023-05-02",
        "age_group": "26-34",
        "education": "SMA",
        "occupation": "SWASTA",
        "trust_central": 8,
        "trust_local": 7,
    }
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.reasons) == (7, (("Usia", "“{value}” tidak dimengerti", {"value": "seratus"}),))


def test_a_column_full_of_addresses_is_personal_whatever_it_is_called(tmp_path: Path) -> None:
    rows = [[n, *"444444444", "L", f"orang{n}@contoh.id", "x"] for n in range(3)]
    assert look(write_csv(tmp_path / "a.csv", CLASSIC_HEADINGS, *rows)).targets[-2:] == (
        "personal",
        "personal",
    )


def test_rows_without_consent_or_outside_the_period_are_refused(tmp_path: Path) -> None:
    path = write_online(
        tmp_path / "x.xlsx",
        online_row(1, (4,) * 16, Persetujuan="Tidak"),
        online_row(2, (4,) * 16, Tanggal="02/07/2023"),
        online_row(3, (4,) * 16),
    )
    rows = read(path, ONLINE, starts=date(2023, 4, 1), ends=date(2023, 6, 30))
    assert [type(row) for row in rows] == [BadRow, BadRow, GoodRow]


def test_equal_rows_are_counted_and_a_file_that_grew_keeps_their_names(tmp_path: Path) -> None:
    rows = [[1, *"444444444", "L", "", "A"], [2, *"333333333", "P", "", "B"], [3, *"444444444", "L", "", "C"]]
    short = [row.key for row in read(write_csv(tmp_path / "a.csv", CLASSIC_HEADINGS, *rows))]
    moved = [[9, *rows[2][1:]], [8, *"222222222", "L", "", "D"], *rows[:2]]
    longer = [row.key for row in read(write_csv(tmp_path / "b.csv", CLASSIC_HEADINGS, *moved))]
    assert len(set(short)) == 3
    assert len(set(longer) - set(short)) == 1
    book = write_xlsx(tmp_path / "a.xlsx", {"Data": [CLASSIC_HEADINGS, *rows]})
    assert [row.key for row in read(book)] == short


@pytest.mark.parametrize("key", list_instruments())
def test_an_untouched_template_is_empty_and_every_column_is_known(key: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(write_answer_template(load_instrument(key)))
    seen = look(path, key)
    assert "" not in seen.targets
    with open_reading(path, read_instrument(key), seen.headings, Plan(seen.targets)) as reading:
        assert (list(reading), reading.examples) == ([], 1)


def test_an_example_that_was_written_over_is_not_lost_silently(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(write_answer_template(load_instrument(CLASSIC)))
    headings, example = read_workbook(path)["Jawaban"][:2]
    changed = [
        "1" if heading.startswith("Q3") else cell for heading, cell in zip(headings, example, strict=True)
    ]
    (row,) = read(write_xlsx(path, {"Jawaban": [headings, changed]}))
    assert isinstance(row, BadRow)
    assert "bertanda contoh" in row.reasons[0][1]


def test_rejected_rows_are_text_with_reasons_and_never_formulas(tmp_path: Path) -> None:
    rows = [[1, *"44444444", "=1+1", "L", "=cmd|'/c calc'!A1", "Siti"]]
    path = write_csv(tmp_path / "a.csv", CLASSIC_HEADINGS, *rows)
    seen = look(path)
    with (
        open_reading(path, read_instrument(CLASSIC), seen.headings, Plan(seen.targets)) as reading,
        RejectionBook(tmp_path / "bad.xlsx") as book,
    ):
        for row in reading:
            book.add(row, reading.headings)
    (sheet,) = read_workbook(tmp_path / "bad.xlsx").values()
    assert sheet[0] == ["Baris", "Alasan ditolak", *CLASSIC_HEADINGS[1:-1]]
    assert sheet[1][:2] == ["2", "U9: “=1+1” tidak dimengerti"]
    assert sheet[1][-1] == "=cmd|'/c calc'!A1"
    with zipfile.ZipFile(tmp_path / "bad.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_empty"),
        (b"\n\n ; ;\n", "import_empty"),
        (b"PK\x03\x04" + b"x" * 100, "workbook_broken"),
        (b"PAR1xxxx", "import_parquet"),
        (b"%PDF-1.7", "file_pdf"),
        (b"\x00" * 500, "file_not_text"),
        (",".join(f"k{n}" for n in range(400)).encode() + b"\n1\n", "import_wide"),
    ],
)
def test_hostile_files_end_in_a_sentence(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with refused(BadInput, code):
        look(path)


def test_hostile_cells_are_refused_row_by_row(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            CLASSIC_HEADINGS,
            [1, *"444444444", "L", "baik\ud800".encode("utf-8", "replace").decode(), "x"],
            [2, *"444444444", "L", "y" * 5000, "x"],
            [3, *"44", "", "", "", "", "", "", "", "L", "", "x"],
            [4, *"444444444", "L", "", "x", "lebih"],
            [5, *["٤"] * 9, "L", "", "x"],
        ]
    )
    path = tmp_path / "x.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    good, *bad = read(path)
    assert isinstance(good, GoodRow)
    assert good.comment == "baik?"
    assert [type(row) for row in bad] == [BadRow] * 4


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    head = ",".join(CLASSIC_HEADINGS) + "\n1,4,4,4,4,4,4,4,4,4,L,a,b\n"
    path.write_text(head + '2,"' + "x\n" * 1_200_000)
    with refused(BadInput, "import_text_broken"):
        read(path)


def test_a_file_that_changed_since_it_was_looked_at_is_refused(tmp_path: Path) -> None:
    path = write_online(tmp_path / "x.xlsx", online_row(1, (4,) * 16))
    plan = Plan(look(path, ONLINE).targets)
    with (
        open_reading(path, read_instrument(ONLINE), ("lain", *ONLINE_HEADINGS[1:]), plan) as reading,
        refused(BadInput, "import_changed"),
    ):
        list(reading)


def test_the_name_of_an_answer_is_the_same_in_every_version(tmp_path: Path) -> None:
    """Another name for the same content would import a file a second time as new answers."""
    headings = (*CLASSIC_HEADINGS, "Waktu pengisian")
    row = (1, *"343434343", "L", "Ramah “sekali” 👍", "Budi", "2026-10-01 08:00:05")
    [good] = read(write_csv(tmp_path / "a.csv", headings, row))
    written = (
        '[[3, 4, 3, 4, 3, 4, 3, 3, 4], {"sex": "L"}, "Ramah “sekali” 👍", "2026-10-01T08:00:05+07:00", null]'
    )
    assert good.key == hashlib.blake2b(written.encode(), digest_size=16).hexdigest() + ":1"


def test_the_name_is_what_json_makes_of_the_content_whatever_was_seen_before(tmp_path: Path) -> None:
    headings = (*CLASSIC_HEADINGS[:-1], "Usia", "Waktu pengisian")
    comments = ('a "b" \\ \u2028 c', "", "-", "é")
    cells = [
        (n, *"343434344", "LP"[n % 2], comments[n % 4], 17 + n % 3, f"2026-10-0{n}") for n in range(1, 9)
    ]
    found = read(write_csv(tmp_path / "a.csv", headings, *cells))
    for row, good in zip(cells, found, strict=True):
        at = f"2026-10-0{row[0]}T12:00:00+07:00"
        profile = {"sex": row[10], "age": row[12]}
        content = [[*good.scores], profile, "" if row[11] == "-" else row[11], at, None]
        written = json.dumps(content, sort_keys=True, ensure_ascii=False)
        assert good.key == hashlib.blake2b(written.encode(), digest_size=16).hexdigest() + ":1"


def test_more_rows_than_a_line_of_the_process_holds_keep_their_order(tmp_path: Path) -> None:
    rows = [(n, *"34343434", "x" if n % 7 == 0 else "3", "L", "", "") for n in range(1, 1001)]
    found = read(write_csv(tmp_path / "a.csv", CLASSIC_HEADINGS, *rows))
    assert [(one.row, type(one)) for one in found] == [
        (n + 1, BadRow if n % 7 == 0 else GoodRow) for n in range(1, 1001)
    ]
