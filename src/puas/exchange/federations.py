"""Reading the published tallies of several installations, to be added up exactly.

Each address is asked for itself: one that does not answer, or answers something else, is named and does not
stop the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from puas.errors import BadInput, PuasError
from puas.methodology.federations import AgencyTally, Federation
from puas.methodology.instruments import Instrument, parse_instrument
from puas.methodology.tallies import Tally

SECONDS = 20
MOST_BYTES = 32 * 1024 * 1024
MOST_PAGES = 10_000


def read_federation(addresses: Iterable[str], period: str) -> Federation:
    """Return what the installations at `addresses` publish for a period; no error of one stops another."""
    agencies: list[AgencyTally] = []
    instruments: dict[str, Instrument] = {}
    problems: list[tuple[str, PuasError]] = []
    for address in dict.fromkeys(one.rstrip("/") for one in addresses):
        try:
            found = read_installation(address, period)
            known = {name: _instrument(address, name) for name in _names(found)}
            _require_same(address, known, instruments)
        except PuasError as error:
            problems.append((address, error))
        else:
            agencies += found
            instruments |= known
    return Federation(tuple(agencies), instruments, tuple(problems))


def read_installation(address: str, period: str) -> list[AgencyTally]:
    """Return the agencies of one installation that published their own figure for the period.

    BadInput `federate_address`, `federate_unreachable`, `federate_answer` or `federate_nothing`.
    """
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise BadInput("federate_address", "{address} bukan alamat web; tulis https://…", address=address)
    try:
        told = [one for one in _records(address, "tallies", period) if one["scope"] == "agency"]
        results = {
            one["agency"]: one for one in _records(address, "results", period) if one["unit"] == one["agency"]
        }
        found = [_agency(address, result, told) for result in results.values()]
    except (KeyError, TypeError, ValueError) as error:
        raise _strange(address) from error
    if not found:
        raise BadInput(
            "federate_nothing",
            "{address} tidak mempunyai angka instansi yang terbit untuk {period}.",
            address=address,
            period=period,
        )
    return found


def _agency(address: str, result: Mapping[str, Any], told: Iterable[Mapping[str, Any]]) -> AgencyTally:
    own = [one for one in told if one["agency"] == result["agency"]]
    return AgencyTally(
        address=address,
        agency=str(result["agency"]),
        name=str(result["agency_name"]),
        area_code=str(result["area_code"]),
        index=Decimal(str(result["index"])),
        grade=str(result["grade"]),
        respondents=None if result["n"] is None else int(result["n"]),
        tallies=tuple(Tally.from_dict(json.loads(one["tally"])) for one in own if not one["is_withheld"]),
        is_withheld=any(one["is_withheld"] for one in own),
        uncounted=max((int(one["uncounted"]) for one in own), default=0),
    )


def _names(found: Iterable[AgencyTally]) -> set[str]:
    return {tally.instrument for one in found for tally in one.tallies}


def _instrument(address: str, name: str) -> Instrument:
    key, _, version = name.partition("@")
    place = f"{address}/api/v1/instruments/{quote(key, safe='')}/{quote(version, safe='')}.toml"
    return parse_instrument(_fetch(address, place).decode("utf-8", "replace"))


def _require_same(address: str, found: Mapping[str, Instrument], known: Mapping[str, Instrument]) -> None:
    for name, instrument in found.items():
        if name in known and _measures(known[name]) != _measures(instrument):
            raise BadInput(
                "federate_instrument",
                "{address} memakai kuesioner {name} dengan butir, unsur, atau bobot lain daripada yang sudah "
                "dibaca, jadi cacahnya tidak dapat dijumlahkan.",
                address=address,
                name=name,
            )


def _measures(one: Instrument) -> tuple[Any, ...]:
    """Return what of a questionnaire decides about figures; its wording does not."""
    elements = tuple(element.key for element in one.elements)
    return elements, one.weights, tuple((item.key, item.element) for item in one.items)


def _records(address: str, table: str, period: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a table, page after page, all from the host that was named."""
    following: str | None = f"{address}/api/v1/{table}?{urlencode({'period': period, 'limit': 200})}"
    for _ in range(MOST_PAGES):
        if following is None:
            return
        page = json.loads(_fetch(address, following))
        yield from page["records"]
        following = page["next"] and _at_home(address, str(page["next"]))
    raise _strange(address)


def _at_home(address: str, following: str) -> str:
    """Return the next page's address at the host that was named: a proxy may call it otherwise."""
    parts, home = urlsplit(following), urlsplit(address)
    return f"{home.scheme}://{home.netloc}{parts.path}?{parts.query}"


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **named: Any) -> None:
        return None


def _fetch(address: str, place: str) -> bytes:
    request = Request(place, headers={"Accept": "application/json", "User-Agent": "puas federate"})  # noqa: S310 - http(s) was checked
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        raise _unreachable(address, f"HTTP {error.code}") from error
    except OSError as error:
        raise _unreachable(address, str(getattr(error, "reason", error)) or type(error).__name__) from error
    if len(content) > MOST_BYTES:
        raise _strange(address)
    return content


def _unreachable(address: str, reason: str) -> BadInput:
    return BadInput(
        "federate_unreachable",
        "{address} tidak menjawab ({reason}). Periksa alamatnya, atau coba lagi nanti.",
        address=address,
        reason=reason,
    )


def _strange(address: str) -> BadInput:
    return BadInput(
        "federate_answer",
        "{address} menjawab, tetapi bukan seperti puas versi ini. Periksa alamatnya dan versinya.",
        address=address,
    )
