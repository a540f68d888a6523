"""Who answered, as the unit's page prints it."""

from collections.abc import Iterator
from typing import Any

from puas.queries.publications import PublishedGroups
from puas.web.group_names import print_group, print_question


def name_questions(groups: PublishedGroups) -> list[dict[str, Any]]:
    """Return each question with its groups by name; questions that nobody was asked are left out."""
    return list(_name_questions(groups))


def _name_questions(groups: PublishedGroups) -> Iterator[dict[str, Any]]:
    for question in groups.questions:
        if any(group.respondents or group.is_hidden for group in question.groups):
            yield {
                "title": print_question(question.label),
                "rows": [(print_group(one.key, one.label), one) for one in question.groups],
                "allows_several": question.allows_several,
                "hidden": question.hidden,
            }
