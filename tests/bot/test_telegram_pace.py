"""How fast a bot writes: Telegram's limits are kept before Telegram has to say so."""

import asyncio
from itertools import islice, pairwise

from bot.telegram_pace import BURST, GAP, LONGEST, TOGETHER, Pace, growing


class Moments:
    """A clock that goes as far as somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(burst: int = BURST) -> tuple[Pace, Moments]:
    moments = Moments()
    return Pace(burst=burst, clock=moments, sleep=moments.sleep), moments


async def turns(pace: Pace, moments: Moments, many: int) -> list[float]:
    """Give when so many messages went to one chat that were there at once."""
    went = []
    for _ in range(many):
        await pace.turn("1")
        went.append(moments.now)
    return went


async def test_a_few_messages_go_at_once_and_the_next_of_the_chat_a_second_apart() -> None:
    pace, moments = paced()
    went = await turns(pace, moments, BURST + 4)
    assert went[BURST - 1] < 100.0 + BURST * TOGETHER
    assert all(abs(later - sooner - GAP) < 0.1 for sooner, later in pairwise(went[BURST:]))
    assert went[-1] >= 100.0 + 4 * GAP


async def test_whoever_may_have_none_at_once_has_one_a_second() -> None:
    pace, moments = paced(burst=1)
    went = await turns(pace, moments, 3)
    assert went[0] == 100.0
    assert all(abs(later - sooner - GAP) < 0.001 for sooner, later in pairwise(went))


async def test_a_chat_that_was_quiet_waits_for_nothing() -> None:
    pace, moments = paced()
    await turns(pace, moments, BURST)
    await moments.sleep(BURST * GAP + 2)
    began = moments.now
    went = await turns(pace, moments, BURST)
    assert went[-1] < began + BURST * TOGETHER


async def test_a_chat_that_was_quiet_for_a_moment_has_as_many_at_once_as_seconds_passed() -> None:
    pace, moments = paced()
    await turns(pace, moments, BURST)
    await moments.sleep(GAP)
    began = moments.now
    went = await turns(pace, moments, 2)
    assert went[0] == began
    assert went[1] >= began + GAP - BURST * TOGETHER


async def test_to_many_chats_go_thirty_a_second() -> None:
    pace, moments = paced()
    for chat in range(61):
        await pace.turn(str(chat))
    assert abs(moments.now - 100.0 - 60 * TOGETHER) < 0.001


async def test_while_telegram_wants_rest_nobody_is_written_to() -> None:
    pace, moments = paced()
    await pace.turn("1")
    pace.stop(7)
    await pace.turn("2")
    assert moments.now == 107.0


async def test_who_already_waits_for_their_turn_waits_for_the_rest_too() -> None:
    pace, moments = paced(burst=1)
    await pace.turn("1")
    turn = asyncio.create_task(pace.turn("1"))
    pace.stop(30)
    await turn
    assert moments.now == 130.0


def test_pauses_grow_to_a_minute_and_no_further() -> None:
    assert list(islice(growing(), 8)) == [1, 2, 4, 8, 16, 32, LONGEST, LONGEST]
