import pytest

from puas.methodology.toml_tables import find_lines, parse_toml
from tests.methodology.samples import refusal

TEXT = '''# a comment [not.a.table]
plain = 1
dotted.inner = "a # b"
many = [
    "x]",  # a closing bracket ] in a comment
    { y = 1 },
]
long = """
fake = 1
[fake]
"""
raw = \'\'\'one line\'\'\'
escaped = "a \\" ["

[table]
key = 1

[[rows]]
key = 1
[[rows]]
key = 2
[rows.deep]
"quoted key" = 3
[[rows.more]]
x = 1
[[rows.more]]
x = 2
'''


def test_every_key_and_table_knows_its_line():
    assert find_lines(TEXT) == {
        ("plain",): 2,
        ("dotted",): 3,
        ("dotted", "inner"): 3,
        ("many",): 4,
        ("long",): 8,
        ("raw",): 12,
        ("escaped",): 13,
        ("table",): 15,
        ("table", "key"): 16,
        ("rows",): 18,
        ("rows", 0): 18,
        ("rows", 0, "key"): 19,
        ("rows", 1): 20,
        ("rows", 1, "key"): 21,
        ("rows", 1, "deep"): 22,
        ("rows", 1, "deep", "quoted key"): 23,
        ("rows", 1, "more"): 24,
        ("rows", 1, "more", 0): 24,
        ("rows", 1, "more", 0, "x"): 25,
        ("rows", 1, "more", 1): 26,
        ("rows", 1, "more", 1, "x"): 27,
    }


def test_a_text_that_goes_over_lines_hides_what_looks_like_keys():
    assert find_lines('a = """x\n[t]\n""" \nb = 1\n') == {("a",): 1, ("b",): 4}
    assert find_lines("a = '''\n]]\n'''\nb = [ [1],\n c = 2, ]\nd = 1") == {("a",): 1, ("b",): 4, ("d",): 6}


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = \nc = 2", 2), ("a = [1,\n", 1), ("x", 1)])
def test_a_syntax_error_names_its_line(text, line):
    code, message = refusal(parse_toml, text)

    assert (code, message.split(":")[0]) == ("toml_syntax", f"Baris {line}")


def read(text, method, *arguments):
    return getattr(parse_toml(text), method)(*arguments)


@pytest.mark.parametrize(
    ("text", "method", "arguments", "expected"),
    [
        ("\na = 1", "text", ("a",), ("toml_type", "Baris 2: “a” harus berupa teks dalam tanda kutip.")),
        ("\na = ' '", "text", ("a",), ("toml_empty", "Baris 2: “a” tidak boleh kosong.")),
        (
            "b = 1",
            "text",
            ("a",),
            ("toml_missing", "Baris 1: “a” belum ada; tambahkan teks dalam tanda kutip."),
        ),
        ("a = true", "integer", ("a", 0, 5), ("toml_type", "Baris 1: “a” harus berupa bilangan bulat.")),
        ("a = 6", "integer", ("a", 0, 5), ("toml_range", "Baris 1: “a” harus antara 0 dan 5.")),
        ("a = -1", "integer", ("a", 0, 5), ("toml_range", "Baris 1: “a” harus antara 0 dan 5.")),
        ("a = 1", "flag", ("a",), ("toml_type", "Baris 1: “a” harus berupa true atau false.")),
        (
            "a = []",
            "texts",
            ("a",),
            ("toml_texts", "Baris 1: “a” harus berupa daftar teks yang tidak kosong."),
        ),
        (
            "a = [1]",
            "texts",
            ("a",),
            ("toml_texts", "Baris 1: “a” harus berupa daftar teks yang tidak kosong."),
        ),
        (
            "a = ['']",
            "texts",
            ("a",),
            ("toml_texts", "Baris 1: “a” harus berupa daftar teks yang tidak kosong."),
        ),
        ("a = 1", "table", ("a",), ("toml_type", "Baris 1: “a” harus berupa tabel.")),
        ("a = 1", "tables", ("a",), ("toml_type", "Baris 1: “a” harus berupa daftar tabel [[a]].")),
        ("a = [1]", "tables", ("a",), ("toml_type", "Baris 1: “a” harus berupa daftar tabel [[a]].")),
        ("\nb = 1", "close", (), ("toml_unknown", "Baris 2: “b” tidak dikenal di sini. Yang dikenal: .")),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(text, method, arguments, expected):
    assert refusal(read, text, method, *arguments) == expected


def test_right_values_are_read_and_bounds_belong():
    root = parse_toml("a = 'x'\nb = 5\nc = true\nd = ['x']\n[e]\nf = 0\n[[g]]\n")

    assert (root.text("a"), root.integer("b", 0, 5), root.flag("c"), root.texts("d")) == (
        "x",
        5,
        True,
        ("x",),
    )
    assert (root.table("e").integer("f", 0, 5), root.table("e").names()) == (0, ("f",))
    assert ([table.path for table in root.tables("g")], root.tables("h")) == ([("g", 0)], ())
    root.close()


def test_a_key_inside_an_inline_table_has_the_line_of_the_table_around_it():
    root = parse_toml("\na = { b = 1 }\n")

    assert (root.table("a").line("b"), root.line()) == (2, 1)
