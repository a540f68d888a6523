"""Loading what the first visitor of a server would otherwise wait for."""

import gc
from collections.abc import Iterator

from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver


def warm_up() -> None:
    """Load every door and compile every page, before the server's processes are made from this one.

    What is loaded is then left out of the collector's rounds, which would copy it into each process.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it loads the doors
    for name in _templates():
        get_template(name)
    gc.collect()
    gc.freeze()


def _templates() -> Iterator[str]:
    for folder in engines["django"].engine.dirs:  # type: ignore[attr-defined]  # django-stubs: only the base
        for path in sorted(folder.rglob("*.html")):
            yield path.relative_to(folder).as_posix()
