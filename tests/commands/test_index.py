"""`puas index FILE` with real files: the vectors of the method, every format, every refusal a sentence."""

import csv
import io
import json
import subprocess
import sys

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from puas.commands import run

U = [f"U{number}" for number in range(1, 10)]
Q = [f"Q{number}" for number in range(1, 10)]
MIXED = [4, 3, 4, 3, 4, 3, 4, 3, 4]
NAMES = {
    "U1": "Persyaratan",
    "U2": "Sistem, Mekanisme, dan Prosedur",
    "U3": "Waktu Penyelesaian",
    "U4": "Biaya/Tarif",
    "U5": "Produk Spesifikasi Jenis Pelayanan",
    "U6": "Kompetensi Pelaksana",
    "U7": "Perilaku Pelaksana",
    "U8": "Penanganan Pengaduan, Saran dan Masukan",
    "U9": "Sarana dan Prasarana",
}


def save_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def save_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def save_parquet(path, rows):
    columns = {heading: [row[place] for row in rows[1:]] for place, heading in enumerate(rows[0])}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


SAVE = {"csv": save_csv, "xlsx": save_xlsx, "parquet": save_parquet}


@pytest.fixture
def index(tmp_path, capsys):
    """Return a function that saves a table, runs the command, and gives (exit code, output, errors)."""

    def call(rows, *options, form="csv"):
        path = tmp_path / f"jawaban.{form}"
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        else:
            SAVE[form](path, rows)
        code = run(["index", str(path), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.mark.parametrize("form", SAVE)
@pytest.mark.parametrize(
    ("answers", "weights", "value", "grade"),
    [
        ([4] * 9, "exact", "100.00", "A"),
        ([4] * 9, "0.111", "99.90", "A"),
        ([4] * 9, "0.11", "99.00", "A"),
        ([3] * 9, "exact", "75.00", "C"),
        (MIXED, "exact", "88.89", "A"),
        (MIXED, "0.111", "88.80", "A"),
        (MIXED, "0.11", "88.00", "B"),
    ],
)
def test_worked_examples_of_the_method(index, form, answers, weights, value, grade):
    code, out, err = index([U, answers, answers], "--weights", weights, "--format", "json", form=form)
    found = json.loads(out)
    assert (code, found["index"], found["grade"], found["weights"], err) == (0, value, grade, weights, "")


def test_classic_items_feed_their_element_not_their_place(index):
    _, out, _ = index([Q, [4, 4, 4, 4, 4, 4, 4, 1, 4]], "--format", "json")
    found = json.loads(out)
    values = {element["key"]: element["value"] for element in found["elements"]}
    assert (values["U8"], values["U9"], found["priorities"]) == ("100.00", "25.00", ["U9", "U1", "U2"])
    assert found["notes"] == [
        "Butir dihitung ke unsur menurut kuesioner, bukan menurut urutan: Q8 → U9, Q9 → U8."
    ]


def test_json_is_the_documented_object(index):
    rows = [U, [4, 4, 4, 4, 4, 4, 4, 4, ""], [3, 4, 4, 4, 4, 4, 4, 4, 3]]
    code, out, err = index(rows, "--format", "json")
    elements = [
        {"key": key, "name": name, "answered": 2, "mean": "4.0000", "value": "100.00"}
        for key, name in NAMES.items()
    ]
    elements[0] |= {"mean": "3.5000", "value": "87.50"}
    elements[8] |= {"answered": 1, "mean": "3.0000", "value": "75.00"}
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "respondents": 2,
        "rejected": 0,
        "instrument": "classic-2017",
        "weights": "exact",
        "elements": elements,
        "index": "95.83",
        "grade": "A",
        "performance": "Sangat baik",
        "margin": "2.7",
        "required_sample": None,
        "priorities": ["U9", "U1", "U2"],
        "notes": [],
    }


def test_rejected_rows_are_listed_by_row_and_column(index):
    rows = [
        ["No", *U],
        [1, *MIXED],
        [2, 4, 5, *[4] * 7],
        [3, "Sangat Baik", 0, *[4] * 7],
        [],
        [4, 4, 4, 4, 4, "", "", "", "", ""],
        [5, "3,5", *[4] * 8],
        [6, *[4] * 9, "", "x"],
        ["NRR", *[4] * 9],
        [7, "4,0", " 3 ", "4.00", *[3] * 6],
    ]
    code, out, err = index(rows, "--format", "json")
    assert (code, json.loads(out)["respondents"], json.loads(out)["rejected"]) == (0, 2, 6)
    assert err.splitlines() == [
        "6 dari 8 baris ditolak:",
        "baris 3, kolom U2: “5” di luar 1–4",
        "baris 4, kolom U1: “Sangat Baik” bukan angka; tulis 1, 2, 3, atau 4",
        "baris 4, kolom U2: “0” di luar 1–4",
        "baris 6, kolom U5, U6, U7, U8, U9: hanya 4 dari 9 unsur yang dijawab; paling sedikit 5",
        "baris 7, kolom U1: “3,5” bukan bilangan bulat; tulis 1, 2, 3, atau 4",
        "baris 8: baris ini mempunyai lebih banyak sel daripada judulnya",
        "baris 9, kolom No: baris jumlah atau rata-rata, bukan jawaban responden",
    ]


@pytest.mark.parametrize("form", SAVE)
def test_rows_have_the_number_that_the_spreadsheet_shows(index, form):
    rows = [U, *[MIXED] * 3000, [4, 4, 4, 9, 4, 4, 4, 4, 4], MIXED]
    _, _, err = index(rows, form=form)
    assert err.splitlines() == ["1 dari 3002 baris ditolak:", "baris 3002, kolom U4: “9” di luar 1–4"]


def test_no_row_that_counts_is_exit_code_1(index):
    code, out, err = index([U, [5] * 9], "--format", "json")
    found = json.loads(out)
    assert (code, found["index"], found["grade"], found["margin"], found["rejected"]) == (
        1,
        None,
        None,
        None,
        1,
    )
    assert len(err.splitlines()) == 10


@pytest.mark.parametrize(
    "content", [b"", b"U1,U2,U3,U4,U5,U6,U7,U8,U9\n", b"U1,U2,U3,U4,U5,U6,U7,U8,U9\n,,,,,,,,\n"]
)
def test_an_empty_file_has_no_index_and_no_grade(index, content):
    code, out, err = index(content, "--format", "json")
    found = json.loads(out)
    assert (code, err, found["respondents"], found["index"], found["grade"], found["priorities"]) == (
        1,
        "",
        0,
        None,
        None,
        [],
    )
    assert found["notes"] == ["Tidak ada jawaban yang dapat dihitung, jadi belum ada IKM dan belum ada mutu."]


def test_an_element_nobody_answered_leaves_no_index(index):
    code, out, _ = index([U, [*[4] * 8, ""]], "--format", "json")
    found = json.loads(out)
    assert (code, found["respondents"], found["index"]) == (0, 1, None)
    assert found["notes"] == ["Tidak ada yang menjawab U9, jadi IKM tidak dapat dihitung."]


GROUPED = [["Layanan", *U], ["KTP", *[4] * 9], [" KTP ", *[3] * 9], ["KK", *[5] * 9], ["", *[2] * 9]]


@pytest.mark.parametrize("form", SAVE)
def test_groups_by_a_column(index, form):
    _, out, err = index(GROUPED, "--by", "layanan", "--format", "json", form=form)
    found = json.loads(out)
    assert (found["respondents"], found["rejected"], found["index"]) == (3, 1, "75.00")
    assert [
        (group["group"], group["respondents"], group["rejected"], group["index"]) for group in found["groups"]
    ] == [("KK", 0, 1, None), ("KTP", 2, 0, "87.50"), (None, 1, 0, "50.00")]
    assert len(err.splitlines()) == 10


def test_numbers_group_as_they_are_shown(index):
    rows = [["Loket", *U], *[[loket, *MIXED] for loket in (10, 2, 1)]]
    _, out, _ = index(rows, "--by", "Loket", "--format", "json", form="xlsx")
    assert [group["group"] for group in json.loads(out)["groups"]] == ["1", "2", "10"]


def test_csv_has_one_row_for_each_group_and_no_live_formula(index):
    rows = [["Layanan", *U], ["=1+1", *[4] * 9], ["KTP\x1b[31m", *MIXED]]
    _, out, _ = index(rows, "--by", "Layanan", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(out)))
    assert [row["group"] for row in found] == ["'=1+1", "KTP [31m"]
    assert found[1] | {"group": ""} == {
        "group": "",
        "respondents": "1",
        "rejected": "0",
        "instrument": "classic-2017",
        "weights": "exact",
        **{key: "100.00" if score == 4 else "75.00" for key, score in zip(U, MIXED, strict=True)},
        "index": "88.89",
        "grade": "A",
        "performance": "Sangat baik",
        "margin": "",
        "required_sample": "",
        "priorities": "U2 U4 U6",
    }


def test_population_gives_the_sample_and_a_smaller_margin(index):
    rows = [U, *[[4] * 9] * 40, *[[2] * 9] * 40]
    _, without, _ = index(rows, "--format", "json")
    code, out, _ = index(rows, "--population", "100", "--format", "json")
    found = json.loads(out)
    assert (code, found["required_sample"], found["notes"]) == (0, 80, [])
    assert (json.loads(without)["margin"], found["margin"]) == ("5.5", "2.5")
    _, out, _ = index(rows, "--population", "1.240", "--format", "json")
    assert json.loads(out)["notes"] == ["Responden 80 orang, di bawah sampel minimum 293 orang."]


def test_table_is_for_people(index):
    rows = [U, MIXED, [3, 3, 3, 3, 3, 3, 3, 3, 3]]
    code, out, _ = index(rows, "--weights", "0.11", "--population", "1240")
    assert code == 0
    assert out == (
        "    Unsur                                    Menjawab     NRR  Nilai\n"
        "U1  Persyaratan                                     2  3,5000  87,50\n"
        "U2  Sistem, Mekanisme, dan Prosedur                 2  3,0000  75,00\n"
        "U3  Waktu Penyelesaian                              2  3,5000  87,50\n"
        "U4  Biaya/Tarif                                     2  3,0000  75,00\n"
        "U5  Produk Spesifikasi Jenis Pelayanan              2  3,5000  87,50\n"
        "U6  Kompetensi Pelaksana                            2  3,0000  75,00\n"
        "U7  Perilaku Pelaksana                              2  3,5000  87,50\n"
        "U8  Penanganan Pengaduan, Saran dan Masukan         2  3,0000  75,00\n"
        "U9  Sarana dan Prasarana                            2  3,5000  87,50\n"
        "\n"
        "IKM 81,13   Mutu pelayanan B (Baik)\n"
        "\n"
        "IKM 81,13 berada pada rentang 76,61–88,30, jadi mutu pelayanannya B (Baik). Mutu A dimulai dari\n"
        "88,31, yaitu 7,18 poin lagi.\n"
        "Metode: kuesioner classic-2017@1, bobot 0,11 tiap unsur, 2 responden, 0 baris ditolak. Galat IKM\n"
        "±13,5 poin pada tingkat kepercayaan 95 %.\n"
        "Unsur prioritas perbaikan: U2 Sistem, Mekanisme, dan Prosedur; U4 Biaya/Tarif; U6 Kompetensi\n"
        "Pelaksana.\n"
        "Sampel minimum untuk 1.240 penerima layanan: 293 responden (Krejcie dan Morgan).\n"
        "Dengan bobot 0,11 nilai sempurna adalah 99,00, bukan 100,00.\n"
        "Responden 2 orang, di bawah sampel minimum 293 orang.\n"
    )


def test_table_of_groups_comes_first(index):
    _, out, _ = index(GROUPED, "--by", "Layanan")
    head, kk, ktp, blank = out.split("\n\n")[0].splitlines()
    assert head.split() == ["Kelompok", "Responden", "Ditolak", *U, "IKM", "Mutu", "Galat"]
    assert kk.split() == ["KK", "0", "1", *["–"] * 12]
    assert ktp.split() == ["KTP", "2", "0", *["87,50"] * 10, "B", "±24,5"]
    assert blank.split() == ["(kosong)", "1", "0", *["50,00"] * 10, "D", "–"]


def test_national_form_counts_integrity_items_apart(index):
    headings = [f"P{number}" for number in range(1, 17)]
    integrity = {5, 8, 9, 13, 14}
    row = [2 if number in integrity else 4 for number in range(1, 17)]
    row[0] = 3
    code, out, _ = index([headings, row], "--instrument", "national-2024-online", "--format", "json")
    found = json.loads(out)
    assert (code, found["elements"][0]["mean"], found["index"]) == (0, "3.5000", "98.61")
    assert found["notes"] == ["IPAK 50,00 dihitung tersendiri dan tidak mengubah IKM."]


def test_own_questionnaire_from_a_file(index, tmp_path):
    from tests.spec.chapters.instruments import OWN

    path = tmp_path / "kuesioner.toml"
    path.write_text(OWN, encoding="utf-8")
    row = [*[4] * 8, 2, 4, 3]
    code, out, _ = index([[*U, "Q10a", "Q10b"], row], "--instrument", str(path), "--format", "json")
    found = json.loads(out)
    # 0.8 * 100 + 0.05 * 50 + 0.15 * 87.5
    assert (code, found["weights"], found["index"]) == (0, "given", "95.63")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bobot.toml", 'U1 = "1/5"\n' + "".join(f"U{number} = 0.1\n" for number in range(2, 10))),
        ("bobot.toml", "[weights]\nU1 = 0.20\n" + "".join(f"U{number} = 0.1\n" for number in range(2, 10))),
        ("bobot.csv", "unsur;bobot\nU1;0,2\n" + "".join(f"u{number};0,1\n" for number in range(2, 10))),
        ("bobot.csv", "unsur,bobot\nU1,0.2\n" + "".join(f"U{number},0.1\n" for number in range(2, 10))),
    ],
)
def test_own_weights_from_a_file(index, tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, _ = index([U, [1, *[4] * 8]], "--weights", str(tmp_path / name), "--format", "json")
    found = json.loads(out)
    assert (code, found["weights"], found["index"]) == (0, "given", "85.00")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("U1 = 0.5\n", "puas: Berkas bobot bobot.toml belum memuat U2, U3, U4, U5, U6, U7, U8, U9."),
        ("U1 = 0.5\nU77 = 0.5", "puas: Berkas bobot bobot.toml tidak dapat dibaca pada “U77 = 0.5”."),
        ("U1 = 'banyak'", "puas: Berkas bobot bobot.toml tidak dapat dibaca pada “U1 = banyak”."),
        ("U1 = ", "puas: Berkas bobot bobot.toml tidak dapat dibaca pada “Invalid value"),
        (
            "".join(f"U{number} = 0.11\n" for number in range(1, 10)),
            "puas: Bobot harus lebih dari 0 dan berjumlah",
        ),
    ],
)
def test_weights_that_cannot_be_used_are_refused(index, tmp_path, content, message):
    (tmp_path / "bobot.toml").write_text(content, encoding="utf-8")
    code, out, err = index([U, MIXED], "--weights", str(tmp_path / "bobot.toml"))
    assert (code, out, err[: len(message)]) == (1, "", message)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"#" * 70_000])
def test_weights_that_are_no_small_text_are_refused(index, tmp_path, content):
    (tmp_path / "bobot.csv").write_bytes(content)
    code, out, err = index([U, MIXED], "--weights", str(tmp_path / "bobot.csv"))
    assert (code, out, err[:30]) == (1, "", "puas: Berkas bobot bobot.csv t")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "pdf"], "puas: Bentuk keluaran “pdf” tidak dikenal; pilih table, json, csv.\n"),
        (["--weights", "0.12"], "puas: Bobot “0.12” tidak dikenal; pilih exact, 0.111, atau 0.11.\n"),
        (["--instrument", "lama"], "puas: Kuesioner “lama” tidak ada."),
        (["--instrument", "tidak-ada.toml"], "puas: Berkas kuesioner tidak-ada.toml tidak dapat dibaca."),
        (["--population", "banyak"], "puas: “banyak” bukan bilangan bulat."),
        (
            ["--population", "1"],
            "puas: Jumlah penerima layanan (1) lebih kecil daripada jumlah responden (2).",
        ),
        (["--by", "Kota"], "puas: Tidak ada kolom “Kota”. Kolom yang ada: “U1”"),
        (["--by", "U3"], "puas: Kolom “U3” berisi jawaban;"),
    ],
)
def test_options_that_cannot_be_used_are_refused(index, options, message):
    code, out, err = index([U, MIXED, MIXED], *options)
    assert (code, out, err[: len(message)]) == (1, "", message)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"\xff" * 300,
        b"PAR1" + b"\xff" * 300 + b"PAR1",
        b"\xd0\xcf\x11\xe0" + b"\0" * 300,
        bytes(range(256)) * 20,
        b",".join(f"U{k}".encode() for k in range(1, 10)) + b"\n" + b"4" * 3_000_000 + b",4" * 8,
        b",".join(f"U{k}".encode() for k in range(1, 10)) + b'\n"4' + b"\n4" * 50_000,
        b"\n".join([b"x;y"] * 50),
    ],
)
def test_hostile_file_is_a_sentence(index, content):
    code, out, err = index(content)
    assert (code, out, err[:6], err.count("\n")) == (1, "", "puas: ", 1)


def test_long_group_names_do_not_break_the_table(index):
    _, out, _ = index([["Nama", *U], ["x" * 90, *MIXED]], "--by", "Nama")
    assert out.splitlines()[1].split()[0] == "x" * 39 + "…"


def test_thousands_of_groups_are_refused(index):
    rows = [["Nama", *U], *[[f"nama {number}", *MIXED] for number in range(1_001)]]
    code, _, err = index(rows, "--by", "Nama")
    assert (code, err) == (
        1,
        "puas: Kolom “Nama” memuat lebih dari 1000 nilai yang berbeda. "
        "Pilih kolom lain untuk mengelompokkan.\n",
    )


def test_the_command_needs_neither_django_nor_a_data_folder(tmp_path):
    save_csv(tmp_path / "jawaban.csv", [U, [4] * 9])
    script = (
        "import sys; from puas.commands import run; code = run(['index', 'jawaban.csv', '--format', 'json']);"
        "sys.exit(code or 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, json.loads(done.stdout)["index"]) == (0, "", "100.00")
    assert [path.name for path in tmp_path.iterdir()] == ["jawaban.csv"]
