"""Who somebody is to the limits: the network that they come from."""

import pytest
from starlette.requests import HTTPConnection

from bot.reception import peer_of


@pytest.mark.parametrize(
    ("said", "peer"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_all_addresses_of_one_line_are_one_visitor(said: str, peer: str) -> None:
    assert peer_of(HTTPConnection({"type": "http", "client": (said, 1), "headers": []})) == peer


def test_whoever_comes_from_nowhere_is_one_visitor_too() -> None:
    assert not peer_of(HTTPConnection({"type": "http", "client": None, "headers": []}))
