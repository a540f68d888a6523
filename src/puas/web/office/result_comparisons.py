"""A result beside others in words: the sibling units, the agency, and the flags of its answers."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

from puas.methodology.grades import grade_of
from puas.methodology.rollups import PARENT_POOLED
from puas.models import Result, Survey, User
from puas.queries.result_flags import count_result_flags
from puas.queries.result_parents import find_parent_view
from puas.queries.result_siblings import KIND, PARENT, SiblingGroup, find_siblings
from puas.web.office.qualities import NAMES
from puas.web.templatetags.printing import count, number

GROUP_NAMES = {
    PARENT: gettext_noop("Unit dengan induk yang sama"),
    KIND: gettext_noop("Unit dengan jenis yang sama"),
}


def describe_comparisons(user: User, result: Result) -> dict[str, Any]:
    """Return what `office/result_siblings.html` and `office/result_flags.html` show. Five queries."""
    siblings, flags = find_siblings(user, result), count_result_flags(result)
    found: dict[str, Any] = {
        "flags": None if flags is None else [(one, gettext(NAMES[one.flag])) for one in flags]
    }
    if siblings is None or result.exact_index is None:
        return found
    rows = [(gettext(GROUP_NAMES[group.key]), group, _say_left_out(group)) for group in siblings.groups]
    found["siblings"] = rows
    if siblings.agency is not None:
        found["agency_sentence"] = _say_agency(result.exact_index, siblings.agency)
    return found


def describe_parent(result: Result, survey: Survey | None) -> dict[str, Any]:
    """Return what `office/result_parent.html` shows of a pooled result; nothing for any other."""
    parts = find_parent_view(result, survey)
    if parts is None:
        return {}
    grade = grade_of(parts.own.index) if parts.own else None
    return {"parts": parts, "own_grade": grade, "pooled_rule": PARENT_POOLED}


def _say_left_out(group: SiblingGroup) -> str:
    """Return which units of a group have no part in it, "" when all have."""
    sentences = []
    if group.small:
        text = ngettext(
            "{n} unit berresponden sedikit tidak ikut.",
            "{n} unit berresponden sedikit tidak ikut.",
            group.small,
        )
        sentences.append(text.format(n=count(group.small)))
    if group.unknown:
        text = ngettext(
            "{n} unit belum punya hasil yang dapat dibandingkan.",
            "{n} unit belum punya hasil yang dapat dibandingkan.",
            group.unknown,
        )
        sentences.append(text.format(n=count(group.unknown)))
    return " ".join(sentences)


def _say_agency(own: Fraction, agency: Fraction) -> str:
    points = number(abs(own - agency))
    if own == agency:
        return gettext("Nilai instansi {agency}: sama dengan unit ini.").format(agency=number(agency))
    above = gettext("Nilai instansi {agency}: unit ini {points} poin di atasnya.")
    below = gettext("Nilai instansi {agency}: unit ini {points} poin di bawahnya.")
    return (above if own > agency else below).format(agency=number(agency), points=points)
