"""How fast a bot writes: Telegram's limits are kept before Telegram has to say so."""

import asyncio
from itertools import islice, pairwise

from bot.telegram_pace import GAP, LONGEST, TOGETHER, Pace, growing


class Moments:
    """A clock that goes as far as somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced() -> tuple[Pace, Moments]:
    moments = Moments()
    return Pace(clock=moments, sleep=moments.sleep), moments


async def test_the_first_message_goes_at_once_and_the_next_of_the_chat_a_second_later() -> None:
    pace, moments = paced()
    went = []
    for _ in range(3):
        await pace.turn("1")
        went.append(moments.now)
    assert went[0] == 100.0
    assert all(abs(later - sooner - GAP) < 0.001 for sooner, later in pairwise(went))


async def test_a_chat_that_was_quiet_waits_for_nothing() -> None:
    pace, moments = paced()
    await pace.turn("1")
    await moments.sleep(5)
    await pace.turn("1")
    assert moments.now == 105.0


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
    pace, moments = paced()
    await pace.turn("1")
    turn = asyncio.create_task(pace.turn("1"))
    pace.stop(30)
    await turn
    assert moments.now == 130.0


def test_pauses_grow_to_a_minute_and_no_further() -> None:
    assert list(islice(growing(), 8)) == [1, 2, 4, 8, 16, 32, LONGEST, LONGEST]
