"""What is taken as evidence: by its content, whole, within limits, and of a picture only the picture."""

import io
import zipfile

import pytest

from puas.errors import BadInput
from puas.exchange.evidence_files import MOST_BYTES, EvidenceKind, read_evidence
from tests.factories.evidence_files import (
    DOCUMENT,
    JPEG,
    PDF,
    PNG,
    WORKBOOK,
    chunk,
    make_exif,
    make_jpeg,
    make_png,
    make_webp,
    make_zip,
    riff,
    segment,
)
from tests.factories.refusals import refused

HTML = b"<html><script>alert(document.cookie)</script></html>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, EvidenceKind.PDF),
        (make_zip(DOCUMENT), EvidenceKind.DOCX),
        (make_zip(WORKBOOK), EvidenceKind.XLSX),
        (JPEG, EvidenceKind.JPEG),
        (PNG, EvidenceKind.PNG),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_these_stay_byte_for_byte(content, kind):
    found = read_evidence(content)
    assert (found.kind, found.content) == (kind, content)
    assert kind.media_type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "evidence_empty"),
        (HTML, "evidence_kind"),
        (b"GIF89a" + HTML, "evidence_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "evidence_kind"),
        (b"\xd0\xcf\x11\xe0 an old Word file", "evidence_kind"),
        (b"MZ a program", "evidence_kind"),
        (HTML + PDF, "evidence_kind"),
        (HTML + make_zip(DOCUMENT), "evidence_kind"),
        (PDF[:-8], "evidence_broken"),
        (b"\xff\xd8\xff" + HTML, "evidence_broken"),
        (JPEG[:-2], "evidence_broken"),
        (JPEG[:30], "evidence_broken"),
        (b"\xff\xd8\xff\xd9", "evidence_broken"),
        (PNG[:-4], "evidence_broken"),
        (PNG[:8] + HTML, "evidence_broken"),
        (PNG.replace(b"IDAT", b"IDAX"), "evidence_broken"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "evidence_broken"),
        (b"RIFF\x04\0\0\0WEBP", "evidence_broken"),
        (b"RIFF\xff\xff\xff\x7fWEBP" + riff(b"VP8 ", b"123"), "evidence_broken"),
        (make_zip({"[Content_Types].xml": b"", "index.html": HTML}), "evidence_broken"),
        (make_zip({"word/document.xml": b""}), "evidence_broken"),
        (make_zip(DOCUMENT)[:-10], "evidence_broken"),
        (make_zip(DOCUMENT, **{"../../up.xml": b""}), "evidence_broken"),
        (make_zip(DOCUMENT, **{"/etc/passwd": b""}), "evidence_broken"),
        (make_zip(DOCUMENT, **{"a\\..\\b": b""}), "evidence_broken"),
        (make_zip(DOCUMENT, **{"WORD/document.xml": b"twice"}), "evidence_broken"),
        (make_zip(DOCUMENT, **{"word/vbaProject.bin": b""}), "evidence_macros"),
        (make_zip(WORKBOOK, **{"xl/activeX/activeX1.bin": b""}), "evidence_macros"),
        (
            make_zip(
                DOCUMENT,
                **{
                    "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                    b'Target="http://jahat.example/t.dotm" TargetMode="External"/>'
                },
            ),
            "evidence_outside",
        ),
    ],
)
def test_what_is_not_evidence_is_refused(content, code):
    with refused(BadInput, code):
        read_evidence(content)


def test_a_file_that_is_too_large_is_refused():
    with refused(BadInput, "evidence_size"):
        read_evidence(PDF + b"\0" * MOST_BYTES)


def test_a_zip_bomb_is_refused_before_it_is_inflated():
    bomb = make_zip(DOCUMENT, **{"word/media/image1.bin": b"\0" * (101 * 2**20)})
    assert len(bomb) < 200_000
    with refused(BadInput, "evidence_broken"):
        read_evidence(bomb)


def test_a_part_that_says_less_than_it_holds_is_refused():
    """The declared size is what the limit counts; a part that lies about it does not fit its checksum."""
    honest = make_zip(DOCUMENT, **{"word/big.xml": b"a" * 50_000})
    at = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"word/big.xml"))
    lying = honest[: at + 24] + (10).to_bytes(4, "little") + honest[at + 28 :]
    with refused(BadInput, "evidence_broken"):
        read_evidence(lying)


def test_too_many_parts_are_refused():
    with refused(BadInput, "evidence_broken"):
        read_evidence(make_zip(DOCUMENT, **{f"word/{n}.xml": b"" for n in range(2_000)}))


def test_a_locked_document_is_refused():
    content = bytearray(make_zip(DOCUMENT))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with refused(BadInput, "evidence_locked"):
        read_evidence(bytes(content))


def test_of_a_jpeg_only_the_picture_stays():
    extra = (
        segment(0xFE, HTML),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        segment(0xED, b"Photoshop 3.0\0"),
        segment(0xE2, b"MPF\0" + b"\0" * 8),
    )
    assert read_evidence(make_jpeg(*extra, after=HTML + make_zip(DOCUMENT))).content == JPEG
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01abc")
    assert read_evidence(make_jpeg(profile)).content == make_jpeg(profile)


@pytest.mark.parametrize("order", ["<", ">"])
def test_where_a_photograph_was_taken_goes_and_which_way_up_stays(order):
    photograph = make_jpeg(make_exif(6, order))
    assert b"106.8166" in photograph
    stored = read_evidence(photograph).content
    assert b"106.8166" not in stored
    assert stored == make_jpeg(
        segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    )
    assert read_evidence(make_jpeg(make_exif(1, order))).content == JPEG
    assert read_evidence(make_jpeg(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"))).content == JPEG


def test_of_a_png_and_a_webp_only_the_picture_stays():
    assert read_evidence(make_png(chunk(b"tEXt", HTML), chunk(b"eXIf", b"x"), after=HTML)).content == PNG
    found = read_evidence(make_webp(riff(b"EXIF", b"106.8166"), riff(b"XMP ", HTML)))
    assert (found.kind, found.content) == (EvidenceKind.WEBP, make_webp().replace(b"\x0c\0\0", b"\0\0\0", 1))


def test_a_picture_of_absurd_size_is_refused():
    huge = JPEG.replace(b"\x08\x00\x01\x00\x01\x01", b"\x08\xff\xff\xff\xff\x01")
    with refused(BadInput, "evidence_broken"):
        read_evidence(huge)


def test_the_marks_of_a_zip_stay_readable():
    with zipfile.ZipFile(io.BytesIO(read_evidence(make_zip(DOCUMENT)).content)) as archive:
        assert archive.namelist() == list(DOCUMENT)
