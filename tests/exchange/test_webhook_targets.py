"""Where webhooks may go: public addresses over https, and nothing inside."""

from ipaddress import ip_address, ip_network

import pytest

from puas.errors import BadInput
from puas.exchange.webhook_targets import Target, find_addresses, is_allowed, parse_target

OURS = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    ("url", "target", "authority"),
    [
        ("https://contoh.go.id", Target("contoh.go.id", 443, "/", True), "contoh.go.id"),
        (
            "https://Contoh.go.id:8443/a?b=c",
            Target("contoh.go.id", 8443, "/a?b=c", True),
            "contoh.go.id:8443",
        ),
        ("https://[2606:4700::1]/", Target("2606:4700::1", 443, "/", True), "[2606:4700::1]"),
    ],
)
def test_an_address_is_taken_apart(url, target, authority):
    found = parse_target(url)
    assert (found, found.authority) == (target, authority)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "contoh.go.id",
        "http://contoh.go.id/",
        "ftp://contoh.go.id/",
        "https:///a",
        "https://nama:sandi@contoh.go.id/",
        "https://contoh.go.id/#bagian",
        "https://contoh.go.id:99999/",
        "https://[::1/",
        "https://contoh.go.id/a b",
        "https://contoh.go.id/\n",
        "https://contöh.go.id/",
        "https://contoh.go.id/" + "a" * 500,
        "http://127.0.0.1/",
    ],
)
def test_what_is_no_address_for_it_is_refused(url):
    with pytest.raises(BadInput) as refusal:
        parse_target(url)
    assert (refusal.value.code, refusal.value.data["field"]) == ("webhook_url", "alamat")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_a_written_private_address_is_refused(host):
    with pytest.raises(BadInput) as refusal:
        parse_target(f"https://{host}/")
    assert refusal.value.code == "webhook_url_private"


def test_this_machine_may_be_plain_http_where_the_installation_allows_it():
    assert parse_target("http://127.0.0.1:8000/a", OURS) == Target("127.0.0.1", 8000, "/a", False)
    with pytest.raises(BadInput):
        parse_target("http://contoh.go.id/", OURS)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("::ffff:8.8.8.8", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_only_public_addresses_are_allowed(address, expected):
    assert is_allowed(ip_address(address)) is expected


def test_a_name_is_looked_up_and_what_it_stands_for_judged():
    target = Target("localhost", 443, "/", True)
    assert find_addresses(target) == ()
    assert "127.0.0.1" in find_addresses(target, (*OURS, ip_network("::1/128")))
