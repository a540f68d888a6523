"""A page put together from a packed head and a fresh tail."""

import gzip

from puas.web.public.packed_pages import PackedPage

PAGE = PackedPage(b"<p>awal</p>" * 500, b'"></form>')


def test_the_gzip_stream_is_the_plain_page():
    for value in (b"11111111-1111-1111-1111-111111111111", b""):
        assert gzip.decompress(PAGE.gzipped(value)) == PAGE.plain(value)


def test_it_is_much_smaller():
    assert len(PAGE.gzipped(b"1")) < len(PAGE.plain(b"1")) / 10
