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


def test_it_says_how_long_an_address_has_to_wait_and_counts_nothing_by_it() -> None:
    throttle = Throttle(most=2, window=timedelta(minutes=1))
    throttle.allows("192.0.2.1", AT)
    assert throttle.waits("192.0.2.1", AT) == timedelta()
    throttle.allows("192.0.2.1", AT + timedelta(seconds=10))
    assert throttle.waits("192.0.2.1", AT + timedelta(seconds=20)) == timedelta(seconds=40)
    assert throttle.waits("192.0.2.1", AT + timedelta(seconds=60)) == timedelta()
    assert throttle.waits("192.0.2.2", AT) == timedelta()


def test_what_it_remembers_has_an_end() -> None:
    throttle = Throttle(most=1)
    assert throttle.allows("first", AT)
    for number in range(REMEMBERED):
        throttle.allows(str(number), AT)
    assert throttle.allows("first", AT), "it was away longest, and is new again"
