"""How often one network address may ask: so often in a minute, and then again."""

from datetime import timedelta

from bot.throttle import REMEMBERED, Throttle
from tests.builders import AT


def test_an_address_may_ask_so_often_in_a_minute_and_again_after_it() -> None:
    throttle = Throttle(most=2, window=timedelta(minutes=1))
    assert [throttle.allows("192.0.2.1", AT) for _ in range(4)] == [True, True, False, False]
    assert throttle.allows("192.0.2.2", AT), "another address is another"
    assert not throttle.allows("192.0.2.1", AT + timedelta(seconds=59))
    assert throttle.allows("192.0.2.1", AT + timedelta(minutes=1))


def test_what_it_remembers_has_an_end() -> None:
    throttle = Throttle(most=1)
    assert throttle.allows("first", AT)
    for number in range(REMEMBERED):
        throttle.allows(str(number), AT)
    assert throttle.allows("first", AT), "it was away longest, and is new again"
