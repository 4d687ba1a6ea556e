"""How much one visitor may ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot import web_limits
from bot.web_limits import Limits, TooMuch
from tests.builders import AT


@pytest.mark.parametrize(
    ("count", "most", "seconds"),
    [
        (lambda limits, now: limits.session("1.2.3.4", now), web_limits.SESSIONS, 60),
        (lambda limits, now: limits.line("1.2.3.4", "secret", 9, now), web_limits.LINES, 60),
        (lambda limits, now: limits.upload("1.2.3.4", "secret", now), web_limits.UPLOADS, 3600),
        (lambda limits, now: limits.link("secret", now), web_limits.LINKS, 3600),
    ],
)
def test_so_many_are_taken_and_after_a_while_again(
    count: Callable[[Limits, datetime], None], most: int, seconds: int
) -> None:
    limits = Limits()
    for _ in range(most):
        count(limits, AT)
    with pytest.raises(TooMuch, match="slow") as refused:
        count(limits, AT)
    assert refused.value.seconds == seconds
    count(limits, AT + timedelta(seconds=seconds))


def test_long_lines_count_for_as_much_as_they_are() -> None:
    limits = Limits()
    for _ in range(5):
        limits.line("1.2.3.4", "secret", 7_000, AT)
    with pytest.raises(TooMuch, match="slow"):
        limits.line("1.2.3.4", "secret", 7_000, AT)


def test_many_conversations_behind_one_address_do_not_disturb_each_other_until_it_is_a_flood() -> None:
    limits = Limits()
    for number in range(web_limits.LINES_OF_PEER):
        limits.line("1.2.3.4", f"secret {number}", 9, AT)
    with pytest.raises(TooMuch, match="slow"):
        limits.line("1.2.3.4", "another", 9, AT)
    limits.line("1.2.3.5", "another", 9, AT)


def test_so_many_connections_are_open_at_once_and_one_that_closes_makes_room() -> None:
    limits = Limits()
    held = [limits.open_of("secret") for _ in range(web_limits.SOCKETS_OF_CHAT)]
    for one in held:
        one.__enter__()
    with pytest.raises(TooMuch, match="busy"), limits.open_of("secret"):
        pass
    with limits.open_of("another"), limits.open_by("1.2.3.4"):
        pass
    held[0].__exit__(None, None, None)
    with limits.open_of("secret"):
        pass
