"""What the follow-up table says, taken from a plan: the official columns know nothing of states."""

from puas.queries.plan_overviews import PlanOverview
from puas.reports.follow_ups import FollowUp


def follow_ups_of(overview: PlanOverview) -> tuple[FollowUp, ...]:
    """Return the activities of a plan, by priority; a priority without any has one empty line."""
    rows: list[FollowUp] = []
    for group in overview.priorities:
        rows += [
            FollowUp(group.element.name, one.item.text, one.item.pure_quarters, one.item.person)
            for one in group.statuses
        ] or [FollowUp(group.element.name)]
    return tuple(rows)
