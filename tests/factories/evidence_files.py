"""Small files of every kind that is taken as evidence, made here byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def segment(marker: int, payload: bytes) -> bytes:
    """Make a segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def make_exif(orientation: int, order: str = "<") -> bytes:
    """Make an EXIF segment: where it was taken, and which way up."""
    start = b"II*\0" if order == "<" else b"MM\0*"
    place = b"-6.2000, 106.8166"
    entries = struct.pack(f"{order}HHII", 0x010E, 2, len(place), 38)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = start + struct.pack(f"{order}IH", 8, 2) + entries + b"\0\0\0\0" + place
    return segment(0xE1, b"Exif\0\0" + tiff)


_FRAME = segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\x01\x11\x00")
_TABLES = segment(0xDB, b"\0" + b"\x01" * 64) + segment(0xC4, b"\0" + b"\x01" + b"\0" * 15 + b"\0")
_SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\xff\xd0\x34"
JFIF = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
JPEG = b"\xff\xd8" + JFIF + _TABLES + _FRAME + _SCAN + b"\xff\xd9"
"""A JPEG of one pixel that holds nothing but the picture."""


def make_jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    """Make the same JPEG with more segments in front, and something behind its end."""
    return b"\xff\xd8" + JFIF + b"".join(extra) + JPEG[2 + len(JFIF) :] + after


def chunk(name: bytes, data: bytes) -> bytes:
    """Make a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


_PIXEL = chunk(b"IDAT", zlib.compress(b"\0\x7f"))
PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + _PIXEL
PNG += chunk(b"IEND", b"")


def make_png(*extra: bytes, after: bytes = b"") -> bytes:
    """Make the same PNG with more chunks before its pixels, and something behind its end."""
    at = PNG.index(_PIXEL)
    return PNG[:at] + b"".join(extra) + PNG[at:] + after


def make_webp(*extra: bytes) -> bytes:
    """Make a WebP; its picture is no picture, but its frame is whole."""
    parts = b"WEBP" + riff(b"VP8X", b"\x0c" + b"\0" * 9) + riff(b"VP8 ", b"123") + b"".join(extra)
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


def riff(name: bytes, data: bytes) -> bytes:
    """Make a chunk of a WebP."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


DOCUMENT = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def make_zip(parts: Mapping[str, bytes], **more: bytes) -> bytes:
    """Make an office document of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **more}.items():
            archive.writestr(name, part)
    return target.getvalue()
