"""Who waits is woken, each of those who listen for themselves, and what nobody waits for does not pile up."""

import asyncio

from storage.bell import KEPT, Bell


async def test_a_ring_that_nobody_waited_for_is_kept_for_the_next_who_does() -> None:
    bell = Bell()
    bell.ring(["letters"])
    assert await bell.wait("letters", 0)
    assert not await bell.wait("letters", 0)


async def test_all_who_listen_to_a_topic_hear_every_ring() -> None:
    bell = Bell()
    with bell.listening("chat 1", "closing") as one, bell.listening("chat 1") as other:
        bell.ring(["chat 1"])
        assert (one.is_set(), other.is_set()) == (True, True)
        one.clear()
        other.clear()
        bell.ring(["closing"])
        assert (one.is_set(), other.is_set()) == (True, False)
    bell.ring(["chat 1"])
    assert not other.is_set()


async def test_who_waits_and_who_listens_take_no_ring_from_each_other() -> None:
    bell = Bell()
    waits = asyncio.create_task(bell.wait("chat 1", 5))
    await asyncio.sleep(0)
    with bell.listening("chat 1") as event:
        bell.ring(["chat 1"])
        assert await waits
        assert event.is_set()


async def test_of_rings_that_nobody_ever_waited_for_only_the_last_are_kept() -> None:
    bell = Bell()
    bell.ring(f"chat {number}" for number in range(KEPT + 1))
    assert not await bell.wait("chat 0", 0)
    assert await bell.wait("chat 1", 0)
    assert await bell.wait(f"chat {KEPT}", 0)
