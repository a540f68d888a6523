"""Documents from phones: read by local names, refused when hostile."""

from uuid import UUID

import pytest

from puas.errors import BadInput
from puas.exchange.xforms_documents import MOST_BYTES, parse_document, parse_instance_id
from tests.factories.refusals import refused

ONE = UUID(int=1, version=4)


def document(inside: str = "", root: str = 'id="f_v1" version="f@1-1"', meta: str = f"uuid:{ONE}") -> bytes:
    return f"<data {root}>{inside}<meta><instanceID>{meta}</instanceID></meta></data>".encode()


def test_a_document_is_its_texts_by_path():
    read = parse_document(document("<Survey> 7 </Survey><Answers><Q1>4</Q1><Q2/></Answers><Profile/>"))
    assert (read.form_id, read.version, read.uuid, read.corrects) == ("f_v1", "f@1-1", ONE, None)
    assert read.values == {"Survey": "7", "Answers/Q1": "4", "Answers/Q2": "", "Profile": ""}


def test_names_are_matched_without_their_namespace():
    read = parse_document(
        b'<x:data xmlns:x="http://contoh.id/f" xmlns:orx="http://openrosa.org/xforms" version="3">'
        b"<x:Q>1</x:Q><orx:meta><orx:instanceID>lain:7</orx:instanceID><orx:deprecatedID>uuid:"
        + str(ONE).upper().encode()
        + b"</orx:deprecatedID><orx:instanceName>n</orx:instanceName></orx:meta></x:data>"
    )
    assert (read.form_id, read.version, read.values) == ("http://contoh.id/f", "3", {"Q": "1"})
    assert (read.uuid, read.corrects) == (parse_instance_id("lain:7"), ONE)


def test_text_is_read_in_the_encoding_it_names():
    for encoding in ("utf-8", "utf-16", "iso-8859-1"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + document("<C>café &amp; &#233;</C>").decode()
        assert parse_document(text.encode(encoding)).values == {"C": "café & é"}


@pytest.mark.parametrize("text", [f"uuid:{ONE}", str(ONE), f"UUID:{str(ONE).upper()}"])
def test_a_number_that_names_a_uuid_is_that_uuid(text):
    assert parse_instance_id(text) == ONE


def test_another_number_is_the_same_uuid_every_time():
    assert parse_instance_id("kobo:1") == parse_instance_id("kobo:1") != parse_instance_id("kobo:2")
    assert parse_instance_id("x" * 249) != ONE
    for text in ("", "x" * 250):
        with refused(BadInput, "xform_no_instance"):
            parse_instance_id(text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "xform_unreadable"),
        (b"bukan xml", "xform_unreadable"),
        (b"\xff\xfe\x00", "xform_unreadable"),
        (b"<data>", "xform_unreadable"),
        (document() + b"<data/>", "xform_unreadable"),
        (b'<!DOCTYPE data SYSTEM "file:///etc/passwd">' + document(), "xform_unreadable"),
        (b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + document("<C>&b;</C>"), "xform_unreadable"),
        (document("<C>&tiada;</C>"), "xform_unreadable"),
        (document("<C>a</C><C>b</C>"), "xform_unreadable"),
        (document("<A><Q>1</Q></A><A><Q>2</Q></A>"), "xform_unreadable"),
        (document("teks lepas"), "xform_unreadable"),
        (document("<A>teks<Q>1</Q></A>"), "xform_unreadable"),
        (document("<A><Q>1</Q>teks</A>"), "xform_unreadable"),
        (document("<p:Q>1</p:Q>"), "xform_unreadable"),
        (document("<C>\x0b</C>"), "xform_unreadable"),
        (document("<a>" * 9 + "</a>" * 9), "xform_unreadable"),
        (document("".join(f"<a{n}/>" for n in range(501))), "xform_unreadable"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + document(), "xform_unreadable"),
        (b'<?xml version="1.0" encoding="tiada"?>' + document(), "xform_unreadable"),
        (document("<C>" + "x" * MOST_BYTES + "</C>"), "xform_too_large"),
        (document(root=""), "xform_no_form"),
        (document(root=f'id="{"x" * 121}"'), "xform_no_form"),
        (document(meta=""), "xform_no_instance"),
        (b'<data id="f_v1"/>', "xform_no_instance"),
    ],
)
def test_what_is_hostile_or_broken_is_refused(content, code):
    with refused(BadInput, code):
        parse_document(content)
