"""Passwords by NIST SP 800-63B-4, and the link that replaces a forgotten one."""

import pytest

from puas.errors import BadInput, NotFound, NotNow
from puas.models import AuditEvent, User
from puas.operations.passwords import change_password, check_new_password, make_password_link
from puas.operations.users import deactivate_user
from puas.queries.users import open_password_link
from tests.factories import make_user
from tests.factories.refusals import refused

GOOD = "hujan turun di kebun belakang"


@pytest.mark.parametrize(
    "password",
    [
        "empatbelas huruf",
        "aaabbbcccdddeeeg",
        "tanpa angka dan tanda",
        "kucing-biru-lompat-pagar-" + "x" * 170,
    ],
)
def test_length_is_the_only_rule_of_composition(password):
    check_new_password(password, User(username="budi"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("empat belas hu", "password_length"),
        ("x" * 201, "password_length"),
        ("passwordpassword", "password_repeats"),
        ("x" * 15, "password_repeats"),
        ("qwerty123456789", "user_password"),
        ("budi.santoso.dukcapil", "user_password"),
    ],
)
def test_short_common_and_own_names_are_refused(password, code):
    with refused(BadInput, code):
        check_new_password(password, User(username="budi.santoso.dukcapil"))


def test_twelve_letters_do_beside_a_second_factor():
    check_new_password("dua belas hu", User(username="budi"), has_second_factor=True)
    with refused(BadInput, "password_length"):
        check_new_password("sebelas hur", User(username="budi"), has_second_factor=True)


@pytest.mark.django_db
def test_a_link_sets_one_password_once():
    user = make_user()
    token = make_password_link(user=user, by=None)
    assert open_password_link(token) == user
    change_password(user=user, password=GOOD, by=user)
    user.refresh_from_db()
    assert user.check_password(GOOD)
    with refused(NotFound, "password_link_over"):
        open_password_link(token)
    assert list(AuditEvent.objects.values_list("operation", "data").order_by("sequence"))[1:] == [
        ("make_password_link", {}),
        ("change_password", {}),
    ]


@pytest.mark.django_db
def test_no_link_opens_an_account_that_is_switched_off():
    user = make_user()
    token = make_password_link(user=user, by=None)
    deactivate_user(user=user, by=None)
    for wrong in (token, "x", "MQ.x", f"{'9' * 40}.x"):
        with refused(NotFound, "password_link_over"):
            open_password_link(wrong)
    user.refresh_from_db()
    with refused(NotNow, "user_inactive"):
        make_password_link(user=user, by=None)
