import gc
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.loaders import cached

from puas.web.warmth import warm_up


def test_every_page_is_compiled_before_the_first_visit() -> None:
    folder: Path = settings.TEMPLATES[0]["DIRS"][0]
    loader = engines["django"].engine.template_loaders[0]
    assert isinstance(loader, cached.Loader)
    loader.reset()
    try:
        warm_up()
        assert loader.get_template_cache.keys() == {
            path.relative_to(folder).as_posix() for path in folder.rglob("*.html")
        }
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
