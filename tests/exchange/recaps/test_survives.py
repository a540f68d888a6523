"""What an import must survive: each way in which scans and offices break a recap, with a small table for
it."""

from decimal import Decimal
from pathlib import Path

import pytest

from puas.methodology.elements import ELEMENTS
from puas.methodology.findings.recaps import UNREADABLE, RecapRow, RowKind
from tests.exchange.recaps.tables import HALF_1, HALF_2, HEADER, VALUES, continued, read, row


def elements(found: RecapRow) -> list[str | None]:
    return [priority.element for priority in found.priorities]


def plans(found: RecapRow) -> list[tuple[str | None, str]]:
    return [(plan.element, plan.text) for plan in found.plans]


def reasons(found: RecapRow, name: str) -> list[tuple[str, str]]:
    return [(repair.printed, repair.value) for repair in found.repairs if repair.field == name]


# 1. headers


def test_the_header_is_repeated_on_every_page(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), "", HEADER, row("", HALF_2, no=""))
    assert [(r.unit, r.code) for r in recap.rows] == [("Dinas Satu", "2024-S1"), ("Dinas Satu", "2024-S2")]


def test_a_page_shifted_by_one_column_is_read_by_its_own_header(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), "", f"٨\t{HEADER}", f"\t{row('', HALF_2, no='')}")
    assert [r.values for r in recap.rows] == [tuple(Decimal(v) for v in VALUES)] * 2


def test_a_unit_column_cut_in_two_is_one_name(tmp_path: Path) -> None:
    cut = HEADER.replace("Unit Pelayanan Publik", "OPD/ ( Pelaya\tanan")
    recap = read(tmp_path, row("Dinas Kepen\tdudukan"), title="Dinas Kependudukan TAHUN 2024\n", header=cut)
    assert recap.rows[0].unit == "Dinas Kependudukan"
    assert recap.rows[0].index == Decimal("85.33")


def test_header_words_with_noise_still_name_their_columns(tmp_path: Path) -> None:
    noisy = (
        HEADER.replace("No\t", "Ne\t")
        .replace("Periode Pelaksanaan", "Periode Pelaksan aan*")
        .replace("Jumlah Responden", "Jumlah respon den")
    )
    recap = read(tmp_path, row(), header=noisy)
    assert (recap.rows[0].no, recap.rows[0].code, recap.rows[0].respondents) == (1, "2024-S1", 120)


def test_a_column_whose_name_is_lost_on_one_page_is_known_from_the_page_before(tmp_path: Path) -> None:
    recap = read(
        tmp_path, row(), "", HEADER.replace("Periode Pelaksanaan", ""), row("Dinas Dua", HALF_2, no="2")
    )
    assert [r.code for r in recap.rows] == ["2024-S1", "2024-S2"]


def test_elements_named_in_words_instead_of_u1_to_u9(tmp_path: Path) -> None:
    named = "\t".join(element.name for element in ELEMENTS)
    header = HEADER.replace("\t".join(f"U{n}" for n in range(1, 10)), named)
    assert read(tmp_path, row(), header=header).rows[0].values == tuple(Decimal(v) for v in VALUES)


# 2. numbers and units


def test_number_and_unit_are_printed_in_the_first_row_only(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), row("", HALF_2, no=""), row("Dinas Dua", no="2"))
    assert [(r.no, r.unit) for r in recap.rows] == [(1, "Dinas Satu"), (1, "Dinas Satu"), (2, "Dinas Dua")]


def test_a_unit_name_goes_on_after_a_page_break(tmp_path: Path) -> None:
    recap = read(
        tmp_path, row("Dinas Pemuda"), "", HEADER, continued(unit="dan Olahraga"), row("", HALF_2, no="")
    )
    assert {r.unit for r in recap.rows} == {"Dinas Pemuda dan Olahraga"}


def test_a_word_broken_by_a_narrow_column_is_joined_with_the_reports_own_words(tmp_path: Path) -> None:
    found = read(tmp_path, row("Badan Perencanaa n Pembangun an Daerah")).rows[0]
    assert found.unit == "Badan Perencanaan Pembangunan Daerah"
    assert reasons(found, "unit") == [("Badan Perencanaa n Pembangun an Daerah", found.unit)]


def test_two_whole_words_are_not_joined_although_another_name_joins_them(tmp_path: Path) -> None:
    appendix = "LAMPIRAN\n\nNo\tNama UPP\tLink\n1\tKecamatan Pasarkliwon\tx\n2\tKelurahan Pasar Kliwon\tx"
    recap = read(tmp_path, row("Kecamatan Pasarkliwon"), row("Kelurahan Pasar Kliwon", no="2"), "", appendix)
    assert recap.rows[1].unit == "Kelurahan Pasar Kliwon"


def test_a_wrong_running_number_is_repaired_from_its_neighbours(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), row("Dinas Dua", no="7"), row("Dinas Tiga", no="3"))
    assert [r.no for r in recap.rows] == [1, 2, 3]
    assert reasons(recap.rows[1], "no") == [("7", "2")]


def test_a_torn_name_is_taken_from_the_appendix_of_the_same_report(tmp_path: Path) -> None:
    appendix = "LAMPIRAN\n\nNo\tNama UPP\tLink\n1\tDinas Satu\tx\n2\tKecamatan Contoh Utara\tx"
    recap = read(tmp_path, row(), row("Contoh", no="2"), "", appendix)
    assert recap.rows[1].unit == "Kecamatan Contoh Utara"
    assert reasons(recap.rows[1], "unit") == [("Contoh", "Kecamatan Contoh Utara")]


def test_spelling_differences_are_kept(tmp_path: Path) -> None:
    appendix = "LAMPIRAN\n\nNo\tNama UPP\tLink\n1\tPuskesmas Penumping\tx"
    assert read(tmp_path, row("Puskesmas Penumpang"), "", appendix).rows[0].unit == "Puskesmas Penumpang"


def test_units_without_a_number_stand_under_the_numbered_one(tmp_path: Path) -> None:
    recap = read(tmp_path, row("Dinas Induk"), row("UPT Anak", no=""), row("Dinas Lain", no="2"))
    assert [(r.unit, r.parent, r.no) for r in recap.rows] == [
        ("Dinas Induk", None, 1),
        ("UPT Anak", "Dinas Induk", 1),
        ("Dinas Lain", None, 2),
    ]


def test_one_name_under_two_parents_is_two_units(tmp_path: Path) -> None:
    recap = read(
        tmp_path,
        *(row("Dinas Kesehatan"), row("Manahan", no="")),
        *(row("Kecamatan Banjar", no="2"), row("Manahan", no="")),
    )
    assert [(r.parent, r.unit) for r in recap.rows if r.unit == "Manahan"] == [
        ("Dinas Kesehatan", "Manahan"),
        ("Kecamatan Banjar", "Manahan"),
    ]


# 3. values


@pytest.mark.parametrize(
    ("printed", "value"), [("98,57 5", "98.575"), ("88,629 97", "88.62997"), ("90 ,5", "90.5")]
)
def test_digits_split_by_a_narrow_column_are_joined(tmp_path: Path, printed: str, value: str) -> None:
    found = read(tmp_path, row(values=[printed, *VALUES[1:]])).rows[0]
    assert found.values[0] == Decimal(value)
    assert reasons(found, "U1") == [(printed, value)]


def test_last_digits_on_the_line_below_are_given_back_and_doubles_are_noise(tmp_path: Path) -> None:
    values = ["80,062", "82,5", "84,125", "90,33", "86,5", "85,25", "87,75", "91,5", "83,25"]
    found = read(
        tmp_path,
        row(values=values),
        continued(period="", U1="5", U2="32,500", U3="5", U4="25", people="120", realisation="10078"),
    ).rows[0]
    assert [str(value) for value in found.values[:4]] == ["80.0625", "82.5", "84.1255", "90.3325"]
    assert (found.respondents, found.realisation) == (120, Decimal(100))
    assert reasons(found, "U1") == [("80,062 5", "80.0625")]


def wide(*start: str) -> list[str]:
    return [*start, *VALUES[len(start) :]]


def test_a_lost_digit_is_solved_from_the_average_only_in_a_column_that_wraps(tmp_path: Path) -> None:
    wraps = [
        row("Dinas Nol", no="9", values=wide("91,40 6")),
        row("Dinas Lain", no="10", values=wide("91,32 5")),
    ]
    first = row(values=wide("91,40", "85,938"))
    second = row("", HALF_2, no="", values=wide("91,25", "89,125"))
    average = row(
        "",
        "Rata-rata Tahunan",
        no="",
        values=wide("91,32 8", "87,5315"),
        people="240",
        priorities="",
        plans="",
    )
    found = read(tmp_path, first, second, average, *wraps).rows[0]
    assert found.values[0] == Decimal("91.406")
    assert reasons(found, "U1") == [("91.40", "91.406")]
    alone = read(tmp_path, first, second, average.replace("91,32 8", "91,328")).rows[0]
    assert alone.values[0] == Decimal("91.40")


def test_an_empty_cell_is_filled_only_when_the_average_leaves_one_value(tmp_path: Path) -> None:
    first = row(values=["", *VALUES[1:]])
    second = row("", HALF_2, no="", values=["82,5", *VALUES[1:]])
    average = row(
        "", "Rata-rata Tahunan", no="", values=["81,25", *VALUES[1:]], people="240", priorities="", plans=""
    )
    found = read(tmp_path, first, second, average).rows[0]
    assert found.values[0] == Decimal(80)
    assert found.is_mended("U1")
    assert read(tmp_path, first, second).rows[0].values[0] is None


def test_an_unlabelled_row_that_is_the_mean_of_those_above_is_their_average(tmp_path: Path) -> None:
    first, second = row(), row("", HALF_2, no="", values=[f"{int(v) + 1}" for v in VALUES], index="86,33")
    lost = row(
        "",
        "",
        no="",
        values=[f"{int(v)},5" for v in VALUES],
        index="85,83",
        people="240",
        priorities="",
        plans="",
    )
    found = read(tmp_path, first, second, lost).rows[2]
    assert (found.unit, found.kind, found.code) == ("Dinas Satu", RowKind.AVERAGE, "2024")


@pytest.mark.parametrize("text", ["??", "8O,5", "delapan puluh"])
def test_what_is_no_number_is_unreadable_never_zero(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, row(values=[text, *VALUES[1:]])).rows[0]
    assert found.values[0] is None
    assert "U1" in found.unreadable
    assert reasons(found, "U1") == [(text, UNREADABLE)]


def test_each_cell_has_its_own_locale(tmp_path: Path) -> None:
    found = read(tmp_path, row(values=["98,575", "89.847", *VALUES[2:]], people="4.087")).rows[0]
    assert (str(found.values[0]), str(found.values[1]), found.respondents) == ("98.575", "89.847", 4087)


# 4. lines


def test_one_row_over_many_lines(tmp_path: Path) -> None:
    pieces = [
        continued(plans=word)
        for word in ["membeli", "dua", "puluh", "kursi", "baru", "untuk", "ruang", "tunggu", "lansia"]
    ]
    found = read(
        tmp_path, row(priorities="1. Sarana dan prasarana", plans="Sarana dan prasarana: •"), *pieces
    ).rows[0]
    assert plans(found) == [("U9", "membeli dua puluh kursi baru untuk ruang tunggu lansia")]
    assert len(found.source.lines) == 1 + len(pieces)


def test_the_tail_of_a_plan_in_the_average_row_goes_back(tmp_path: Path) -> None:
    first = row(priorities="1. Persyaratan", plans="Persyaratan: Membuat")
    average = row("", "Rata-rata Tahunan", no="", people="120", priorities="", plans="papan syarat")
    found = read(tmp_path, first, average).rows
    assert plans(found[0]) == [("U1", "Membuat papan syarat")]
    assert found[1].plans == ()


def test_a_plan_at_the_head_of_the_next_row_goes_back(tmp_path: Path) -> None:
    first = row(priorities="1. Persyaratan 2. Waktu pelayanan", plans="Persyaratan: Membuat brosur")
    second = row(
        *("", HALF_2),
        no="",
        priorities="1. Biaya/tarif",
        plans="Waktu pelayanan: Menambah loket Biaya/tarif: Memasang daftar tarif",
    )
    found = read(tmp_path, first, second).rows
    assert plans(found[0]) == [("U1", "Membuat brosur"), ("U3", "Menambah loket")]
    assert plans(found[1]) == [("U4", "Memasang daftar tarif")]


def test_a_list_that_restarts_before_the_page_header_belongs_to_the_row_after(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        row(),
        continued(priorities="1. Waktu penyelesaian", plans="1. Waktu penyelesaian Menambah loket"),
        "",
        HEADER,
        row("Dinas Dua", no="2", priorities="2. Persyaratan", plans="2. Persyaratan Membuat brosur"),
    ).rows
    assert elements(found[0]) == ["U1", "U2", "U9"]
    assert elements(found[1]) == ["U3", "U1"]
    assert plans(found[1]) == [("U3", "Menambah loket"), ("U1", "Membuat brosur")]


# 5. layouts of priorities and plans

THREE = [("U3", "Menambah loket"), ("U1", "Membuat brosur"), ("U6", "Melatih petugas")]
NAMES = ("1. Waktu penyelesaian", "2. Persyaratan", "3. Kompetensi pelaksana")
PLANS = ("Menambah loket", "Membuat brosur", "Melatih petugas")
PAIRS = [f"{name} {plan}" for name, plan in zip(NAMES, PLANS, strict=True)]


def layout_in_one_cell() -> list[str]:
    return [row(priorities=" ".join(NAMES), plans=" ".join(PAIRS))]


def layout_line_by_line() -> list[str]:
    rest = [continued(priorities=NAMES[at], plans=PAIRS[at]) for at in (1, 2)]
    return [row(priorities=NAMES[0], plans=PAIRS[0]), *rest]


def layout_slipped_to_the_left() -> list[str]:
    rest = [continued(U1=NAMES[at], U2=PAIRS[at]) for at in (1, 2)]
    return [row(priorities=NAMES[0], plans=PAIRS[0]), *rest]


def layout_slipped_by_one() -> list[str]:
    rest = [continued(methods=NAMES[at], priorities=PAIRS[at]) for at in (1, 2)]
    return [row(priorities=NAMES[0], plans=PAIRS[0]), *rest]


def layout_names_on_lines_plans_in_the_first() -> list[str]:
    rest = [continued(priorities=NAMES[at]) for at in (1, 2)]
    return [row(priorities=NAMES[0], plans=" ".join(PAIRS)), *rest]


def layout_of_paragraphs() -> list[str]:
    return [row(priorities=NAMES[0], plans="".join(f"<p>{pair}</p>" for pair in PAIRS))]


LAYOUTS = (
    layout_in_one_cell,
    layout_line_by_line,
    layout_slipped_to_the_left,
    layout_slipped_by_one,
    layout_names_on_lines_plans_in_the_first,
    layout_of_paragraphs,
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_gives_the_same_row(tmp_path: Path, layout) -> None:
    found = read(tmp_path, *layout()).rows
    assert len(found) == 1
    assert elements(found[0]) == ["U3", "U1", "U6"]
    assert plans(found[0]) == THREE


def test_numbers_inside_a_plan_are_not_numbers_of_priorities(tmp_path: Path) -> None:
    text = "1. Waktu penyelesaian 1. Menambah loket 2. Membuka pagi 2. Persyaratan Membuat brosur"
    found = read(tmp_path, row(priorities="1. Waktu penyelesaian 2. Persyaratan", plans=text)).rows[0]
    assert plans(found) == [("U3", "1. Menambah loket 2. Membuka pagi"), ("U1", "Membuat brosur")]


def test_numbered_plans_without_names_keep_their_own_lists(tmp_path: Path) -> None:
    text = "1. 1. Menambah loket 2. Membuka pagi 2. Membuat brosur"
    found = read(tmp_path, row(priorities="1. Waktu penyelesaian 2. Persyaratan", plans=text)).rows[0]
    assert plans(found) == [("U3", "1. Menambah loket 2. Membuka pagi"), ("U1", "Membuat brosur")]


def test_a_plan_may_begin_with_the_words_of_its_element(tmp_path: Path) -> None:
    text = (
        "1. Persyaratan Persyaratan layanan dipasang di web 2. Waktu penyelesaian Waktu penyelesaian dua hari"
    )
    found = read(tmp_path, row(priorities="1. Persyaratan 2. Waktu penyelesaian", plans=text)).rows[0]
    assert plans(found) == [
        ("U1", "Persyaratan layanan dipasang di web"),
        ("U3", "Waktu penyelesaian dua hari"),
    ]


# 6. repeated rows


def test_a_row_printed_once_per_priority_is_one_row(tmp_path: Path) -> None:
    lines = [
        row(no="" if at else "1", unit="" if at else "Dinas Satu", priorities=NAMES[at], plans=PAIRS[at])
        for at in range(3)
    ]
    recap = read(tmp_path, *lines)
    assert [elements(r) for r in recap.rows] == [["U3", "U1", "U6"]]
    assert [note.code for note in recap.notes] == ["row_merged"]


def test_a_second_row_of_a_period_goes_to_the_one_unit_that_lacks_it(tmp_path: Path) -> None:
    other = [str(int(v) - 1) for v in VALUES]
    recap = read(
        tmp_path,
        *(row("Dinas Induk", values=other, index="84,33"), row("UPT Anak", no="")),
        row("", HALF_2, no=""),
        row("", HALF_2, no="", values=other, index="84,33"),
        *(row("Dinas Lain", no="2"), row("", HALF_2, no="")),
    )
    assert [(r.unit, r.code) for r in recap.rows][2:4] == [
        ("UPT Anak", "2024-S2"),
        ("Dinas Induk", "2024-S2"),
    ]
    assert reasons(recap.rows[3], "unit") == [("UPT Anak", "Dinas Induk")]


def test_a_second_row_with_other_values_never_overwrites(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), row("Dinas Satu", no="1", index="84,10"))
    assert [str(r.index) for r in recap.rows] == ["85.33", "84.10"]


# 7. markup and letters


def test_html_remnants_bullets_and_lookalike_letters(tmp_path: Path) -> None:
    plan = "<ul><li>Persyaratan: • Membuat <i>brosur</i></li></ul>"
    found = read(tmp_path, row(priorities="1. Ρersyaratan", plans=plan)).rows[0]
    assert elements(found) == ["U1"]
    assert plans(found) == [("U1", "Membuat brosur")]


def test_misread_names_and_lost_numbers(tmp_path: Path) -> None:
    found = read(
        tmp_path, row(priorities="Naktu     penyelesaian     Prosedur     layanan     Prilaku     Pelaksana")
    ).rows[0]
    assert elements(found) == ["U3", "U2", "U7"]


def test_a_garbled_list_is_taken_from_the_headings_of_the_plans(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        row(
            priorities="Sarana dan prasarana Serim dan prasarana Serim dan prasarana",
            plans="Sarana dan prasarana: Menambah kursi Kompetensi: Melatih petugas",
        ),
    ).rows[0]
    assert elements(found) == ["U9", "U6"]
    assert reasons(found, "priorities")[0][1] == "U9, U6"


def test_a_list_whose_beginning_is_torn_off(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        row(
            priorities="penyelesaian 2. Persyaratan",
            plans="penyelesaian: Menambah loket Persyaratan: Membuat brosur",
        ),
    ).rows[0]
    assert elements(found) == ["U3", "U1"]
    assert plans(found) == [("U3", "Menambah loket"), ("U1", "Membuat brosur")]


# 8. cells cut short or missing


def test_a_row_without_realisation_and_method(tmp_path: Path) -> None:
    found = read(tmp_path, row(methods="", realisation="").rstrip("\t")).rows[0]
    assert (found.realisation, found.methods) == (None, ())
    assert {"realisation", "methods"} <= found.blank


@pytest.mark.parametrize(
    ("printed", "letter", "word"),
    [("A", "A", None), ("(Sangat", "A", "Sangat baik"), ("B (Baik)", "B", "Baik")],
)
def test_a_grade_cut_short(tmp_path: Path, printed: str, letter: str, word: str | None) -> None:
    found = read(tmp_path, row(grade=printed)).rows[0]
    assert (found.grade, found.grade_word) == (letter, word)


def test_a_method_cut_after_the_joining_word(tmp_path: Path) -> None:
    found = read(tmp_path, row(methods="SKM Offline (Manual) dan SKM")).rows[0]
    assert found.methods == ("offline", "online")
    assert reasons(found, "methods") == [("SKM Offline (Manual) dan SKM", "offline+online")]


# 9. text that never made it


def test_a_lost_plan_is_unreadable_not_missing(tmp_path: Path) -> None:
    first = row(priorities="1. Biaya/tarif 2. Persyaratan", plans="Biaya/tarif:")
    second = row(
        "", HALF_2, no="", priorities="1. Biaya/tarif 2. Persyaratan", plans="Memasang tarif Persyaratan:"
    )
    found = read(tmp_path, first, second).rows
    assert plans(found[0]) == [("U4", "Memasang tarif"), ("U1", "")]
    assert plans(found[1]) == [("U4", UNREADABLE), ("U1", UNREADABLE)]
    assert "plans" in found[1].unreadable


def test_a_beheaded_plan_keeps_what_is_left(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        row("Dinas Nol", no="1", priorities="1. Persyaratan", plans="Persyaratan: Membuat brosur"),
        row(
            "Dinas Dua",
            no="2",
            priorities="1. Waktu penyelesaian 2. Persyaratan",
            plans="loket Persyaratan: Membuat papan",
        ),
    ).rows[1]
    assert plans(found) == [("U3", "loket"), ("U1", "Membuat papan")]
    assert reasons(found, "plans") == [("loket", "loket")]


# 10. periods


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Triwulan 1 (Januari – Maret)", "2024-Q1"),
        ("TW II", "2024-Q2"),
        ("Triwulan III (Juli – Septembe r)", "2024-Q3"),
        ("Semester 2 (Juli- Desember )", "2024-S2"),
        ("Januari - Juni", "2024-S1"),
        ("Tahun 2023", "2023"),
        ("2022-Q4", "2022-Q4"),
        ("Semester Pertama 2021", "2021-S1"),
    ],
)
def test_periods_by_label_and_by_months(tmp_path: Path, label: str, code: str) -> None:
    assert read(tmp_path, row(period=label)).rows[0].code == code


def test_a_label_that_contradicts_its_months_takes_the_free_period(tmp_path: Path) -> None:
    labels = ["Triwulan I (Januari – Maret)", "Triwulan II (April – Juni)", "Triwulan II (Juli – September)"]
    recap = read(
        tmp_path,
        *(row("" if at else "Dinas Satu", label, no="" if at else "1") for at, label in enumerate(labels)),
    )
    assert [r.code for r in recap.rows] == ["2024-Q1", "2024-Q2", "2024-Q3"]
    assert reasons(recap.rows[2], "period") == [("Triwulan II (Juli – September)", "2024-Q3")]


def test_averages_without_a_number_belong_to_the_half_above(tmp_path: Path) -> None:
    labels = [
        "Triwulan 1 (Januari – Maret)",
        "Triwulan 2 (April – Juni)",
        "Rata-rata Semester",
        HALF_2,
        "Rata-rata Tahunan",
    ]
    recap = read(
        tmp_path,
        *(row("" if at else "Dinas Satu", label, no="" if at else "1") for at, label in enumerate(labels)),
    )
    assert [(r.code, r.kind.value) for r in recap.rows] == [
        ("2024-Q1", "survey"),
        ("2024-Q2", "survey"),
        ("2024-S1", "average"),
        ("2024-S2", "survey"),
        ("2024", "average"),
    ]


def test_agency_rows_whose_name_is_wrapped_over_their_rows(tmp_path: Path) -> None:
    recap = read(
        tmp_path,
        row(),
        row("Rata-rata", HALF_1, no="", people=""),
        row("Kota", HALF_2, no="", people=""),
        row("", "Tahunan", no="", people=""),
    )
    assert [(r.unit, r.code) for r in recap.rows] == [("Dinas Satu", "2024-S1")]
    assert [r.code for r in recap.agency_rows] == ["2024-S1", "2024-S2", "2024"]


def test_a_recap_that_names_no_year_keeps_its_periods(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), title="Rekap SKM\n\n")
    assert recap.rows[0].code == "S1"
    assert [note.code for note in recap.notes] == ["year_unknown"]
