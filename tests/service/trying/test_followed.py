"""What became of a letter is waited for, not slept for; and not for ever."""

import asyncio
from collections.abc import Awaitable

import pytest

from cases.errors import TryLater
from service.trying.followed import until


async def test_what_is_there_is_given_at_once() -> None:
    async def there() -> str:
        return "a letter"

    assert await until(there, "no letter came", patience=0) == "a letter"


async def test_it_is_looked_for_again_until_it_is_there() -> None:
    looks = iter((None, None, "a letter"))

    async def third_time() -> str | None:
        return next(looks)

    assert await until(third_time, "no letter came") == "a letter"


async def test_what_never_comes_is_said_in_one_line() -> None:
    async def never() -> None:
        return None

    with pytest.raises(TryLater) as late:
        await until(never, "the approved answer did not leave", patience=0.05)
    assert str(late.value) == "the approved answer did not leave within 0.05 seconds; the trial ends here"


async def test_a_look_that_hangs_is_given_up_too() -> None:
    def hangs() -> Awaitable[None]:
        return asyncio.get_running_loop().create_future()

    with pytest.raises(TryLater, match="nobody answered within"):
        await until(hangs, "nobody answered", patience=0.05)
