"""A light client that sends filled forms as ODK Collect does; called and printing as `bench_journeys`.

PATH is the address of a collect link. Every client fetches the form and its list of surveys once, then
repeats the POST of a form filled in anew and expects 201.
"""

import random
import re
import sys
from uuid import uuid4

from puas.commands.bench_journeys import Journey, Visitor, measure

BOUNDARY = "puas-bench"
KIND = f"multipart/form-data; boundary={BOUNDARY}"
FORM_ADDRESS = re.compile(rb"<downloadUrl>[^<]*(/forms/[^<]*)</downloadUrl>")
INSTANCE = re.compile(r"<instance>(<data.*?</data>)</instance>", re.DOTALL)
ANSWERS = re.compile(r"<Answers>.*?</Answers>", re.DOTALL)
OPEN = re.compile(r"<(\w+)/>")


async def begin_phone(visitor: Visitor) -> Journey:
    """Return the journey of a filled form; the form itself is fetched here, as a phone keeps it."""
    address = FORM_ADDRESS.search(await _fetch(visitor, "/formList"))
    if not address:
        raise ValueError("no form in the list")
    path = address[1].decode()
    form = (await _fetch(visitor, path)).decode()
    surveys = (await _fetch(visitor, f"{path}/media/surveys.csv")).decode().splitlines()
    empty = empty_instance(form).replace("<Survey/>", f"<Survey>{surveys[1].partition(',')[0]}</Survey>")

    async def journey() -> bool:
        status, _ = await visitor.post(build_body(fill(empty)), KIND, "/submission")
        return status == 201

    return journey


async def _fetch(visitor: Visitor, path: str) -> bytes:
    status, content = await visitor.get(path)
    if status != 200:
        raise ValueError(f"GET {path} answered {status}")
    return content


def empty_instance(form: str) -> str:
    """Return the document that an XForm starts with. ValueError for a form without one."""
    found = INSTANCE.search(form)
    if not found:
        raise ValueError("a form without an instance")
    return found[1]


def fill(empty: str) -> str:
    """Return the document with a score for every item and a number of its own."""
    scored = ANSWERS.sub(lambda items: OPEN.sub(_score, items[0]), empty)
    return scored.replace("<instanceID/>", f"<instanceID>uuid:{uuid4()}</instanceID>")


def _score(item: re.Match[str]) -> str:
    return f"<{item[1]}>{random.choice('1234')}</{item[1]}>"  # noqa: S311 - load, not secrets


def build_body(document: str) -> bytes:
    """Return the multipart body of a submission without attachments."""
    about = 'Content-Disposition: form-data; name="xml_submission_file"; filename="isian.xml"'
    part = f"--{BOUNDARY}\r\n{about}\r\nContent-Type: text/xml\r\n\r\n{document}\r\n"
    return f"{part}--{BOUNDARY}--\r\n".encode()


if __name__ == "__main__":
    measure(begin_phone, sys.argv[1:])
