"""A scripted ODK Collect: does over HTTP what the app does, in its order, and insists on what it insists on.

Written from the OpenRosa pages of docs.getodk.org and the behaviour collected in docs/openrosa.md.
"""

import base64
import csv
import gzip
import hashlib
import http.client
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

DEVICE = "?deviceID=collect%3Atest"
FORMS = "{http://openrosa.org/xforms/xformsList}"
FILES = "{http://openrosa.org/xforms/xformsManifest}"
ANSWER = "{http://openrosa.org/http/response}"
MODEL = "{http://www.w3.org/2002/xforms}"
BOUNDARY = "puas-test-boundary"


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def message(self) -> str:
        """The sentence that Collect would show."""
        root = ElementTree.fromstring(self.body)
        assert root.tag == f"{ANSWER}OpenRosaResponse"
        return root.findtext(f"{ANSWER}message") or ""


@dataclass
class Form:
    """A downloaded form with its lists."""

    form_id: str
    version: str
    name: str
    content: bytes
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)


class Collect:
    """A phone with one project."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url

    @classmethod
    def scan(cls, code: str) -> "Collect":
        """Set up a phone from the text of a settings code."""
        settings = json.loads(zlib.decompress(base64.b64decode(code)))
        assert {"general", "admin"} <= set(settings)
        return cls(settings["general"]["server_url"])

    def request(
        self, method: str, url: str, body: bytes | Iterable[bytes] | None = None, **headers: str
    ) -> Reply:
        """Send one request; a body that is no bytes goes in chunks. The clock is wrong, as Collect's is."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        sent = {
            "X-OpenRosa-Version": "1.0",
            "User-Agent": "org.odk.collect.android/v2026.1.0",
            "Date": "Thu, 01 Jan 1970 03:00:00 GMT",
            "Accept-Language": "en-GB",
        }
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(
                method, address, body, sent | headers, encode_chunked=not isinstance(body, bytes | None)
            )
            reply = connection.getresponse()
            return Reply(reply.status, reply.headers, reply.read())
        finally:
            connection.close()

    def fetch(self, url: str) -> Reply:
        """GET as Collect does: with its device number on every address."""
        reply = self.request("GET", url + DEVICE)
        assert reply.headers["X-OpenRosa-Version"] == "1.0", "not an OpenRosa server"
        return reply

    def list_forms(self) -> list[Form]:
        """Download every form on the server's list with its files, checking every hash."""
        reply = self.fetch(f"{self.server_url}/formList")
        assert reply.status == 200
        assert "text/xml" in reply.headers["Content-Type"]
        return [self._download(entry) for entry in ElementTree.fromstring(reply.body)]

    def _download(self, entry: ElementTree.Element) -> Form:
        text = {child.tag.removeprefix(FORMS): child.text or "" for child in entry}
        content = self._checked(text["downloadUrl"], text["hash"])
        form = Form(text["formID"], text["version"], text["name"], content)
        reply = self.fetch(text["manifestUrl"])
        assert (reply.status, "text/xml" in reply.headers["Content-Type"]) == (200, True)
        for file in ElementTree.fromstring(reply.body):
            named = {child.tag.removeprefix(FILES): child.text or "" for child in file}
            content = self._checked(named["downloadUrl"], named["hash"]).decode()
            form.lists[named["filename"]] = list(csv.DictReader(io.StringIO(content)))
        return form

    def _checked(self, url: str, given: str) -> bytes:
        reply = self.fetch(url)
        assert (reply.status, f"md5:{hashlib.md5(reply.body).hexdigest()}") == (200, given)
        return reply.body

    def send(self, document: bytes, *, files: Mapping[str, bytes] | None = None, **how: bool) -> Reply:
        """HEAD, then POST, as Collect does when somebody presses "send"."""
        head = self.request("HEAD", f"{self.server_url}/submission{DEVICE}")
        assert head.status == 204
        assert int(head.headers["X-OpenRosa-Accept-Content-Length"]) >= len(document)
        return self.post(document, files=files, **how)

    def post(
        self,
        document: bytes,
        *,
        files: Mapping[str, bytes] | None = None,
        is_chunked: bool = True,
        is_packed: bool = False,
        is_incomplete: bool = False,
    ) -> Reply:
        """POST one filled form, in chunks of unknown total as Collect sends."""
        body = multipart(document, files or {}, is_incomplete=is_incomplete)
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        if is_packed:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        sent = (body[i : i + 1000] for i in range(0, len(body), 1000)) if is_chunked else body
        return self.request("POST", f"{self.server_url}/submission{DEVICE}", sent, **headers)


def multipart(document: bytes, files: Mapping[str, bytes], *, is_incomplete: bool = False) -> bytes:
    """Return the body of a submission."""
    parts = [("xml_submission_file", "isian.xml", "text/xml", document)]
    parts += [(name, name, "image/jpeg", content) for name, content in files.items()]
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, kind, content in parts
    )
    if is_incomplete:
        body += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n'.encode()
        )
    return body + f"--{BOUNDARY}--\r\n".encode()


def fill(
    form: Form, values: Mapping[str, str], *, instance: str | None = None, corrects: str | None = None
) -> bytes:
    """Return the form filled in: its own first instance, with a number, and `values` by field."""
    head = ElementTree.fromstring(form.content).find(f".//{MODEL}instance")
    assert head is not None
    data = head[0]
    left = dict(values)
    for node in list(data.iter()):
        name = node.tag.removeprefix(MODEL)
        if name in left:
            node.text = left.pop(name)
        if name == "meta":
            node[0].text = instance or f"uuid:{uuid4()}"
            if corrects:
                ElementTree.SubElement(node, f"{MODEL}deprecatedID").text = corrects
    assert left == {}, f"the form does not ask for {sorted(left)}"
    return ElementTree.tostring(data, xml_declaration=True, encoding="UTF-8")
