"""Addresses that webhooks are sent to: text of somebody else, called from inside our own network.

So nothing is asked for but a public address. What a name stands for is looked up at every sending and the
connection goes to that very address: a name that changes in between leads nowhere else.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from puas.errors import BadInput

LONGEST = 500
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_CARRIES_OTHERS = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))
"""Networks whose addresses lead to an IPv4 address that is written inside them."""

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Target:
    """An address taken apart. `path` with its query."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def authority(self) -> str:
        """What stands in the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"


def parse_target(url: str, networks: Sequence[Network] = ()) -> Target:
    """Return where an address leads. BadInput `webhook_url` unless it is https without a password in it, or
    `webhook_url_private` for a written address that is not public.

    `networks`: private ones that the installation allows; with them this machine's own may be plain http.
    """
    target = _take_apart(url)
    is_ours = target is not None and target.host in LOOPBACK_NAMES and bool(networks)
    if target is None or not (target.is_secure or is_ours):
        raise BadInput(
            "webhook_url",
            "Tulis alamat yang berawal dengan https://, tanpa sandi di dalamnya, "
            "paling panjang {longest} huruf.",
            field="alamat",
            longest=LONGEST,
        )
    try:
        written = ip_address(target.host)
    except ValueError:
        return target
    if not is_allowed(written, networks):
        raise BadInput(
            "webhook_url_private",
            "{host} adalah alamat jaringan dalam. Kiriman hanya pergi ke alamat yang terbuka di internet.",
            field="alamat",
            host=target.host,
        )
    return target


def _take_apart(url: str) -> Target | None:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.fragment:
        return None
    is_secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if is_secure else 80), path, is_secure)


def find_addresses(target: Target, networks: Sequence[Network] = ()) -> tuple[str, ...]:
    """Return the addresses of a target, () when one of them is not public: it might be the one that answers.

    OSError when the name is not known.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = tuple(dict.fromkeys(str(one[4][0]) for one in found))
    if all(is_allowed(ip_address(one.partition("%")[0]), networks) for one in addresses):
        return addresses
    return ()


def is_allowed(address: IPv4Address | IPv6Address, networks: Sequence[Network] = ()) -> bool:
    """Say whether a message may go to an address: a public one, or one in `networks`."""
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if any(plain in network for network in networks):
        return True
    if plain.is_multicast or any(plain in network for network in _CARRIES_OTHERS):
        return False
    return plain.is_global
