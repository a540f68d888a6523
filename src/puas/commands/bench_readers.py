"""A light reader of one public page: python -m ... WAY HOST PORT PATH CLIENTS SECONDS WARM_UP.

WAY: "same" asks with the tag of the page and expects 304; "kept" asks for the page again and again; "drawn"
asks under a name of the host that nobody asked before, so that the page is drawn each time.
"""

import http.client
import itertools
import os
import sys

from puas.commands.bench_journeys import Begin, Journey, Visitor, measure

SECONDS = 60


def read_tag(host: str, port: int, path: str) -> str:
    """Return the tag of a page now."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["ETag"]


def reading(way: str, tag: str) -> Begin:
    """Return what a reader does on its connection."""
    numbers = itertools.count()
    headers = "Accept-Encoding: gzip" + (f"\r\nIf-None-Match: {tag}" if way == "same" else "")
    expected = 304 if way == "same" else 200

    async def begin(visitor: Visitor) -> Journey:
        async def journey() -> bool:
            if way == "drawn":
                visitor.named = f"n{os.getpid()}-{next(numbers)}.example"
            status, _ = await visitor.ask("GET", "", headers)
            return status == expected

        return journey

    return begin


if __name__ == "__main__":
    way, host, port, path = sys.argv[1:5]
    tag = read_tag(host, int(port), path)
    measure(reading(way, tag), sys.argv[2:])
