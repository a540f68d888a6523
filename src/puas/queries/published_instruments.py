"""The text of questionnaires that published results were measured with."""

from puas.models import InstrumentVersion, Publication

HIGHEST = 9999


def find_published_instrument(key: str, version: int) -> str | None:
    """Return the TOML of a questionnaire; None when no published result names it. At most two queries."""
    if not 1 <= version <= HIGHEST or "\x00" in key:
        return None
    found = InstrumentVersion.objects.filter(key=key, version=version).first()
    if found is None:
        return None
    name = str(found)
    used = Publication.objects.order_by().values_list("result__instruments", flat=True).distinct()
    return found.content if any(name in names for names in used) else None
