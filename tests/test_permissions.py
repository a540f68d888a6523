"""A role at a unit reaches over its subtree, and no further."""

import pytest
from django.contrib.auth.models import AnonymousUser

from puas.errors import NotAllowed
from puas.models import Role, Unit
from puas.operations.users import grant_role
from puas.permissions import ROLE_ACTIONS, Action, above, below, can, require, units_of
from tests.factories import make_agency, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    agency = make_agency()
    head = make_unit(agency, "Dinas Satu")
    child = make_unit(agency, "UPT Anak", parent=head)
    grandchild = make_unit(agency, "Pos Cucu", parent=child)
    other = make_unit(agency, "Dinas Dua")
    make_agency("Kota Lain")
    return {"root": head.parent, "head": head, "child": child, "grandchild": grandchild, "other": other}


def names(units):
    return sorted(unit.name for unit in units)


def test_below_is_the_unit_and_everything_under_it(tree):
    assert names(below(Unit.objects.filter(pk=tree["head"].pk))) == ["Dinas Satu", "Pos Cucu", "UPT Anak"]
    assert names(below(Unit.objects.filter(pk=tree["grandchild"].pk))) == ["Pos Cucu"]


def test_above_is_the_unit_and_everything_over_it(tree):
    assert names(above(tree["grandchild"])) == ["Dinas Satu", "Kota Contoh", "Pos Cucu", "UPT Anak"]


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("root", ["Dinas Dua", "Dinas Satu", "Kota Contoh", "Pos Cucu", "UPT Anak"]),
        ("head", ["Dinas Satu", "Pos Cucu", "UPT Anak"]),
        ("child", ["Pos Cucu", "UPT Anak"]),
        ("grandchild", ["Pos Cucu"]),
    ],
)
def test_a_person_sees_the_subtree_of_the_role(tree, place, seen):
    user = make_user(role=Role.OFFICER, unit=tree[place])
    assert names(units_of(user)) == seen
    assert [unit.name for unit in Unit.objects.all() if can(user, Action.VIEW, unit)] == [
        unit.name for unit in Unit.objects.all() if unit.name in seen
    ]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_every_role_may_exactly_what_its_row_says(tree, role, action):
    user = make_user(role=role, unit=tree["child"])
    may = action in ROLE_ACTIONS[role]
    assert names(units_of(user, action)) == (["Pos Cucu", "UPT Anak"] if may else [])
    assert can(user, action, tree["grandchild"]) is may
    assert can(user, action, tree["head"]) is False


def test_several_roles_add_up_and_each_unit_comes_once(tree):
    user = make_user(role=Role.OFFICER, unit=tree["head"])
    grant_role(user=user, unit=tree["child"], role=Role.AUDITOR, by=None)
    assert names(units_of(user)) == ["Dinas Satu", "Pos Cucu", "UPT Anak"]
    assert names(units_of(user, Action.VIEW_AUDIT)) == ["Pos Cucu", "UPT Anak"]


def test_nobody_without_a_role_sees_anything(tree):
    user = make_user()
    superuser = make_user("akar")
    superuser.is_superuser = True
    superuser.save()
    inactive = make_user("lama", Role.COORDINATOR, tree["root"])
    inactive.is_active = False
    inactive.save()
    for person in (user, superuser, inactive, AnonymousUser()):
        assert list(units_of(person)) == []
        assert not can(person, Action.VIEW, tree["root"])


def test_require_raises_where_can_says_no(tree):
    user = make_user(role=Role.OFFICER, unit=tree["child"])
    require(user, Action.SUBMIT, tree["child"])
    with refused(NotAllowed, "not_allowed"):
        require(user, Action.PUBLISH, tree["child"])


def test_the_subtree_is_one_query(tree, django_assert_num_queries):
    user = make_user(role=Role.COORDINATOR, unit=tree["root"])
    with django_assert_num_queries(1):
        assert len(units_of(user)) == 5
    with django_assert_num_queries(1):
        can(user, Action.VIEW, tree["grandchild"])
