"""A page whose last part differs at every visit, sent compressed for the price of that last part.

The first part is deflated once and ended on a byte border (Z_FULL_FLUSH), so a freshly deflated last part can
be appended: together they are one ordinary gzip stream.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@dataclass(frozen=True)
class PackedPage:
    """The fixed parts around one short value."""

    head: bytes
    tail: bytes

    @cached_property
    def _deflated_head(self) -> bytes:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.head) + packer.flush(zlib.Z_FULL_FLUSH)

    @cached_property
    def _head_sum(self) -> int:
        return zlib.crc32(self.head)

    def plain(self, value: bytes) -> bytes:
        """Return the page as it is read."""
        return self.head + value + self.tail

    def gzipped(self, value: bytes) -> bytes:
        """Return the page as one gzip stream."""
        last = value + self.tail
        packer = zlib.compressobj(6, zlib.DEFLATED, -15, 5)
        deflated = packer.compress(last) + packer.flush()
        total = len(self.head) + len(last)
        trailer = struct.pack("<II", zlib.crc32(last, self._head_sum), total & 0xFFFFFFFF)
        return _GZIP_HEADER + self._deflated_head + deflated + trailer
