"""Signing as Standard Webhooks says, and sending over real sockets, whatever the receiver does."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from puas.exchange import webhooks
from puas.exchange.webhooks import Trouble, new_webhook_secret, send_webhook, sign_webhook
from tests.receivers import open_dripping, open_receiver

OURS = (ip_network("127.0.0.0/8"),)


def test_the_signature_is_that_of_the_specifications_own_example():
    """From the reference libraries of Standard Webhooks."""
    found = sign_webhook(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_long_and_new_each_time():
    first, second = new_webhook_secret(), new_webhook_secret()
    assert (first[:6], len(first), first == second) == ("whsec_", 50, False)


def test_what_is_no_secret_signs_nothing():
    with pytest.raises(ValueError, match="no secret"):
        sign_webhook("whsec_***", "msg_1", 1, b"{}")


def send(url, networks=OURS):
    found = send_webhook(url, {"webhook-id": "msg_1"}, b"{}", networks)
    return found.trouble, found.status


def test_a_message_arrives_whole():
    with open_receiver() as receiver:
        assert send(receiver.url + "?a=b") == (Trouble.NONE, 204)
    ((path, headers, body),) = receiver.seen
    assert (path, headers["webhook-id"], headers["host"], body) == (
        "/kabar?a=b",
        "msg_1",
        receiver.url.split("/")[2],
        b"{}",
    )


@pytest.mark.parametrize(
    ("status", "trouble"), [(500, Trouble.STATUS), (410, Trouble.STATUS), (302, Trouble.REDIRECT)]
)
def test_another_status_is_none_of_arrival_and_a_redirect_is_not_followed(status, trouble):
    with open_receiver(status) as receiver:
        assert send(receiver.url) == (trouble, status)
    assert [path for path, *_ in receiver.seen] == ["/kabar"]


def test_nothing_is_sent_inside_unless_it_is_allowed():
    with open_receiver() as receiver:
        assert send(receiver.url, ()) == (Trouble.PRIVATE, None)
        assert send(receiver.url, (ip_network("10.0.0.0/8"),)) == (Trouble.PRIVATE, None)
        assert send("https://localhost/", (ip_network("10.0.0.0/8"),)) == (Trouble.PRIVATE, None)
    assert receiver.seen == []


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/") == (Trouble.UNREACHABLE, None)


def test_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert send("https://tidak-ada.invalid/") == (Trouble.NAME, None)


def test_one_that_thinks_too_long(monkeypatch):
    monkeypatch.setattr(webhooks, "SECONDS", 0.3)
    with open_receiver(seconds=1) as receiver:
        assert send(receiver.url) == (Trouble.TIMEOUT, None)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n"])
def test_one_that_drips_is_cut(monkeypatch, first):
    monkeypatch.setattr(webhooks, "SECONDS", 0.4)
    with open_dripping(first, b"X-A: b\r\n" if first else b"H") as url:
        assert send(url) == (Trouble.TIMEOUT, None)


def test_an_answer_that_is_no_http():
    with open_dripping(b"SSH-2.0-OpenSSH\r\n\r\n", b"") as url:
        assert send(url) == (Trouble.ANSWER, None)


def make_tls(folder):
    """Return a certificate of "localhost" and its key, in a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_https_is_checked(tmp_path, monkeypatch):
    file = make_tls(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        thread = threading.Thread(target=_answer_twice, args=(listening, context), daemon=True)
        thread.start()
        assert send(url) == (Trouble.TLS, None)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert send(url) == (Trouble.NONE, 200)
        thread.join(5)


def _answer_twice(listening, context):
    for _ in range(2):
        plain, _ = listening.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except ssl.SSLError:
            plain.close()
