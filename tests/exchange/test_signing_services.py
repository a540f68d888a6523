"""The adapter of a signing service, against a service of our own on 127.0.0.1 that speaks as BSrE's does."""

import base64
import json
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from puas.errors import NotNow
from puas.exchange.pdf_signatures import read_signature, sign_with_file
from puas.exchange.signing_services import SigningService, sign_with_service
from puas.reports.agency_reports import build_agency_report
from puas.reports.pdfs import render_pdf
from puas.reports.wording import load_wording
from tests.factories.certificates import PASSPHRASE, SIGNER, make_certificate
from tests.factories.refusals import refused
from tests.reports.samples import make_input

NIK = "3372010101700001"


class FakeService(BaseHTTPRequestHandler):
    """Signs for one NIK and passphrase; everything else is refused as the real one does, in JSON."""

    answers = "signed"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = self._read(body)
        login = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        told = (self.path, login, fields["nik"], fields["tampilan"])
        if told != ("/api/sign/pdf", "puas:rahasia", NIK.encode(), b"invisible"):
            return self._answer(401, json.dumps({"error": "tidak dikenal"}).encode())
        if fields["passphrase"] != PASSPHRASE.encode():
            return self._answer(400, json.dumps({"error": "Passphrase anda salah"}).encode())
        pdf = fields["file"]
        signed = sign_with_file(pdf, make_certificate(), PASSPHRASE, "BSrE").content
        return self._answer(200, signed if self.answers == "signed" else pdf)

    def _read(self, body: bytes) -> dict[str, bytes]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        return {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in parts
        }

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(build_agency_report(make_input(), load_wording("agency")))


@pytest.fixture
def service() -> Iterator[SigningService]:
    server = HTTPServer(("127.0.0.1", 0), FakeService)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield SigningService(f"http://127.0.0.1:{server.server_port}", "puas", "rahasia")
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_service_signs_and_the_signature_holds(pdf, service):
    signed = sign_with_service(pdf, service, NIK, PASSPHRASE)
    assert (signed.signer, signed.content[: len(pdf)]) == (SIGNER, pdf)
    assert read_signature(signed.content) == signed


def test_its_refusal_is_told_without_what_was_typed(pdf, service):
    with pytest.raises(NotNow) as caught:
        sign_with_service(pdf, service, NIK, "frasa-yang-salah")
    assert (caught.value.code, caught.value.data) == ("sign_service", {"reason": "Passphrase anda salah"})


def test_an_answer_that_is_not_signed_is_refused(pdf, service, monkeypatch):
    monkeypatch.setattr(FakeService, "answers", "same")
    with refused(NotNow, "sign_service_answer"):
        sign_with_service(pdf, service, NIK, PASSPHRASE)


def test_a_service_that_is_gone_is_told(pdf):
    with refused(NotNow, "sign_service_gone"):
        sign_with_service(pdf, SigningService("http://127.0.0.1:9", "", ""), NIK, PASSPHRASE)
