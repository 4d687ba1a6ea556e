"""A conversation as it is shown on one open page: all that is there, and then whatever comes, frame by frame."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

from bot.conversations import Caller, Conversations, Seen, door_topic
from bot.frames import Told, lines_frame, state_frame
from bot.reception import CLOSING, Reception
from cases.chat import Chat, Side
from storage import chats
from storage.bell import Bell

QUIET = 25.0
"""Seconds without news after which we look for ourselves; whoever holds a connection open shows a sign of life."""


class Showing:
    """Shows a conversation. `seen` is what was sent of it, `chat` the conversation once it has begun.

    `ours` are the lines that are not the person's own and of which the page has not said yet that it has them.
    """

    def __init__(self, reception: Reception, caller: Caller, after: int) -> None:
        self._reception, self._caller = reception, caller
        self._state = (False, False)
        self._has_lines = after > 0  # of a conversation that is erased, where there is none
        self.seen = Seen.up_to(after)
        self.chat: Chat | None = None
        self.ours: frozenset[int] = frozenset()

    @property
    def is_over(self) -> bool:
        """Say whether the frames ended because the conversation was erased."""
        return not self._reception.closed

    def is_news(self, seq: int) -> bool:
        """Say whether lines up to a number hold one of ours that the page had not said it has; it has said so now.

        That it has what the person wrote there tells nothing.
        """
        new = {one for one in self.ours if one <= seq}
        self.ours -= new
        return bool(new)

    async def frames(self) -> AsyncGenerator[dict[str, Any] | None]:
        """Give frame after frame, None as a sign of life, until the conversation is erased or the service stops."""
        async for nothing in self._until_begun():
            yield nothing
        if self.chat is None:
            return
        async with self._reception.presence.of(self.chat), aclosing(self._news(self.chat)) as news:
            async for frame in news:
                yield frame

    async def _news(self, chat: Chat) -> AsyncGenerator[dict[str, Any] | None]:
        """Give what is there and what comes, once the conversation has begun."""
        with self._bell.listening(chats.topic(chat.id), CLOSING) as rung:
            while not self._reception.closed and (told := await self._conversations.look(chat, self.seen)):
                for frame in self._frames(told):
                    yield frame
                if not await _rings(rung):
                    yield None

    async def _until_begun(self) -> AsyncGenerator[None]:
        """Wait until something is said, here or in another tab."""
        with self._bell.listening(door_topic(self._caller.reference), CLOSING) as rung:
            while not self._reception.closed:
                self.chat = self.chat or await self._conversations.find(self._caller.reference)
                if self.chat or self._has_lines:
                    return
                if not await _rings(rung):
                    yield None

    def _frames(self, told: Told) -> Iterator[dict[str, Any]]:
        office = self._conversations.office(self._caller.reference)
        if told.lines:
            yield lines_frame(told, self._caller.reference.language, office)
            self.seen = self.seen.after(told)
            self.ours |= {one.seq for one in told.lines if one.side is not Side.PERSON}
        if self._state != (told.human, told.ended):
            self._state = (told.human, told.ended)
            yield state_frame(told)

    @property
    def _conversations(self) -> Conversations:
        return self._reception.conversations

    @property
    def _bell(self) -> Bell:
        return self._conversations.book.bell


async def _rings(rung: asyncio.Event) -> bool:
    """Wait for a ring, or as long as it may be quiet; say whether it rang."""
    try:
        async with asyncio.timeout(QUIET):
            await rung.wait()
    except TimeoutError:
        return False
    rung.clear()
    return True
