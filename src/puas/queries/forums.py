"""Minutes of public consultation forums, only within a person's subtree."""

from puas.errors import NotFound
from puas.models import Forum, Publication, Unit, User
from puas.permissions import Action
from puas.queries.units import visible_units


def find_forum(user: User, forum_id: int, action: Action = Action.VIEW) -> Forum:
    """Return minutes of a unit where `user` may do `action`; NotFound `forum_unknown` for any other."""
    joined = Forum.objects.select_related("unit__agency", "period", "changed_by")
    forum = joined.filter(pk=forum_id, unit__in=visible_units(user, action)).first()
    if forum is None:
        raise NotFound("forum_unknown", "Notulen itu tidak ada, atau bukan notulen unit Anda.")
    return forum


def list_forums(unit: Unit) -> tuple[Forum, ...]:
    """Return the minutes of a unit, newest first. One query."""
    return tuple(Forum.objects.filter(unit=unit).select_related("period"))


def is_published(forum: Forum) -> bool:
    """Say whether the result that these minutes are about is published, so that they stay as they are."""
    return Publication.objects.filter(unit=forum.unit_id, period=forum.period_id).exists()
