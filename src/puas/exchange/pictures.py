"""Photographs from outside, rebuilt from their own parts: what is stored is a picture and nothing else.

The pixels stay as they are, byte for byte. Left out are the place and the device (EXIF, XMP, comments), and
whatever stands behind the end of the picture, where another file can hide. Which way up stays.
"""

import re
import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 150_000_000
_JPEG_KEPT = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SCAN_END = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs")
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_TOLD = 0x08 | 0x04  # the bits that announce EXIF and XMP


class Broken(Exception):
    """These bytes are not a whole picture of their kind."""


def clean_jpeg(content: bytes) -> bytes:
    """Return the JPEG with only what is needed to show it. Broken for anything else."""
    kept, has_frame, has_scan = [b"\xff\xd8"], False, False
    for marker, payload, scan in _jpeg_parts(content):
        if marker in _JPEG_FRAMES:
            has_frame = True
            _check_pixels(*struct.unpack(">HH", payload[1:5]))
        has_scan = has_scan or marker == 0xDA
        payload = _jpeg_payload(marker, payload)
        if payload:
            kept.append(bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload + scan)
    if not (has_frame and has_scan):
        raise Broken
    return b"".join([*kept, b"\xff\xd9"])


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (marker, payload, scan data) up to the end of the picture."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at : at + 2] == b"\xff\xd9":
            return
        if len(content) < at + 4 or content[at] != 0xFF or content[at + 1] < 0xC0:
            raise Broken
        marker, (length,) = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        end = after = at + 2 + length
        if length < 2 or end > len(content):
            raise Broken
        if marker == 0xDA:
            found = _SCAN_END.search(content, end)
            if found is None:
                raise Broken
            after = found.start()
        yield marker, content[at + 4 : end], content[end:after]
        at = after


def _jpeg_payload(marker: int, payload: bytes) -> bytes:
    """Return what is kept of a segment, nothing when it is left out."""
    if marker in _JPEG_KEPT or (marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0")):
        return payload
    if marker == 0xE0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
        return payload[:12] + b"\0\0"  # without the small copy of the picture
    if marker == 0xEE and payload.startswith(b"Adobe"):
        return payload[:12]
    if marker == 0xE1 and payload.startswith(b"Exif\0\0"):
        return _orientation_only(payload[6:])
    return b""


def _orientation_only(tiff: bytes) -> bytes:
    """Return an EXIF segment that says only which way up the picture is; nothing when it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    try:
        if order is None:
            return b""
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if (tag, kind) == (0x0112, 3) and 2 <= value <= 8:
                entry = struct.pack(">HHIHH", 0x0112, 3, 1, value, 0)
                return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    except struct.error:
        pass
    return b""


def clean_png(content: bytes) -> bytes:
    """Return the PNG with only what is needed to show it. Broken for anything else."""
    names: list[bytes] = []
    kept = [_PNG_START]
    for name, data in _png_parts(content):
        if not names and name == b"IHDR" and len(data) == 13:
            _check_pixels(*struct.unpack(">II", data[:8]))
        names.append(name)
        if name in _PNG_KEPT:
            kept.append(
                struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            )
    if names[:1] != [b"IHDR"] or b"IDAT" not in names:
        raise Broken
    return b"".join(kept)


def _png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(_PNG_START), b""
    while name != b"IEND":
        head = content[at : at + 8]
        if len(head) < 8:
            raise Broken
        length, name = struct.unpack(">I4s", head)
        data, check = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(name + data):
            raise Broken
        yield name, data
        at += 12 + length


def clean_webp(content: bytes) -> bytes:
    """Return the WebP with only what is needed to show it. Broken for anything else."""
    kept, has_picture = b"WEBP", False
    end = 8 + struct.unpack("<I", content[4:8])[0]
    at = 12
    while at < end:
        head = content[at : at + 8]
        if len(head) < 8:
            raise Broken
        name, length = struct.unpack("<4sI", head)
        data = content[at + 8 : at + 8 + length]
        if len(data) < length or at + 8 + length > end:
            raise Broken
        if name == b"VP8X" and data:
            data = bytes((data[0] & ~_WEBP_TOLD,)) + data[1:]
        if name in _WEBP_KEPT:
            kept += struct.pack("<4sI", name, length) + data + b"\0" * (length % 2)
        has_picture = has_picture or name in (b"VP8 ", b"VP8L", b"ANMF")
        at += 8 + length + length % 2
    if not has_picture:
        raise Broken
    return b"RIFF" + struct.pack("<I", len(kept)) + kept


def _check_pixels(height: int, width: int) -> None:
    if not 0 < height * width <= MOST_PIXELS:
        raise Broken
