"""Who answered, as records: the very groups of the portal, so that one cannot tell what the other hides.

What is withheld and why is in `published_groups`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from puas.language import gettext_noop, say
from puas.methodology.profile_groups import UNKNOWN
from puas.models import Channel, Publication
from puas.queries.published_facts import read_publications, round_number, say_source
from puas.queries.published_groups import CHANNEL, SERVICE, PublishedGroups, published_groups
from puas.queries.published_rows import ProfileRecord
from puas.queries.result_changes import find_instruments

NOT_SAID = gettext_noop("Tidak menjawab")
NAMES = {CHANNEL: gettext_noop("Saluran"), SERVICE: gettext_noop("Jenis layanan")}
CHANNELS = {
    Channel.ONLINE.value: gettext_noop("Daring"),
    Channel.KIOSK.value: gettext_noop("Kios"),
    Channel.INTERVIEW.value: gettext_noop("Wawancara"),
    Channel.PAPER.value: gettext_noop("Kertas"),
}


def describe_profiles(ids: Sequence[int]) -> Iterator[ProfileRecord]:
    """Return the groups of the publications that are broken down."""
    found = read_publications(ids)
    versions = _versions(found)
    instruments = find_instruments(one.result for one in found)
    for publication in found:
        together = versions[publication.unit_id, publication.period_id]
        groups = published_groups(together, instruments)
        if groups.services or groups.questions:
            yield from _records(say_source(publication, instruments), groups)


def _versions(publications: Sequence[Publication]) -> dict[tuple[int, int], list[Publication]]:
    """Return every publication of the same units and periods, the oldest first."""
    units, periods = {one.unit_id for one in publications}, {one.period_id for one in publications}
    every = Publication.objects.filter(unit__in=units, period__in=periods).select_related("result")
    found: dict[tuple[int, int], list[Publication]] = {}
    for one in every.order_by("version"):
        found.setdefault((one.unit_id, one.period_id), []).append(one)
    return found


def _records(said: Mapping[str, Any], groups: PublishedGroups) -> Iterator[ProfileRecord]:
    for service in groups.services:
        yield ProfileRecord(
            **said,
            question=SERVICE,
            question_name=say(NAMES[SERVICE], "id"),
            group=service.name,
            group_name=service.name or say(NOT_SAID, "id"),
            is_withheld=service.is_hidden,
            group_n=service.respondents,
            group_share=None,
            group_index=round_number(service.index, 2),
        )
    for question in groups.questions:
        name = question.label.get("id") or say(NAMES[CHANNEL], "id")
        for group in question.groups:
            yield ProfileRecord(
                **said,
                question=question.key,
                question_name=name,
                group=group.key,
                group_name=_name(group.key, group.label),
                is_withheld=group.is_hidden,
                group_n=group.respondents,
                group_share=round_number(group.share, 2),
                group_index=None,
            )


def _name(key: str, label: Mapping[str, str]) -> str:
    if key == UNKNOWN:
        return say(NOT_SAID, "id")
    return label.get("id") or CHANNELS.get(key, key)
