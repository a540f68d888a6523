"""Whom a request came from."""

import pytest
from django.test import RequestFactory

from puas.addresses import address_of


@pytest.mark.parametrize(
    ("is_behind", "forwarded", "expected"),
    [
        (False, None, "10.0.0.7"),
        (False, "203.0.113.9", "10.0.0.7"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, None, ""),
    ],
)
def test_the_header_counts_only_behind_a_proxy_of_ours_and_only_its_last_address(
    settings, is_behind, forwarded, expected
):
    settings.HTTPS = is_behind
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.7")
    assert address_of(request) == expected
