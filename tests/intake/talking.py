"""A chat at an organisation, with a dialogue that a test decides, and lines that come already understood."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from cases.case import Case
from cases.chat import Chat, Dialogue, Gathered, Say, Take, Turn
from cases.message import Address, Channel, Message
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.reading import Reading
from intake.chat_letters import deliver, is_here
from intake.chat_line import Beginning, begin, say
from intake.chat_shown import Spoken, shown, spoken
from intake.converse import Conversed, converse
from intake.receive import Understood
from mail.typed import TYPED
from storage import chats, outbox
from storage.outbox import Entry
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.intake.scene import Scene


@dataclass
class FakeTalk:
    """Takes a line as `taking` says, as it was read unless told; says what it was given, and remembers what it knew."""

    taking: Callable[[Dialogue, Reading], Take] = lambda dialogue, reading: Take(reading, dialogue)
    says: tuple[Say, ...] = (Say("noted", {"language": "da"}),)
    knew: list[Gathered] = field(default_factory=list)
    opened: list[tuple[Case, ...]] = field(default_factory=list)

    def take(self, dialogue: Dialogue, reading: Reading, known: Gathered, _office: Office, /) -> Take:
        """Take a line."""
        self.knew.append(known)
        return self.taking(dialogue, reading)

    def turn(self, take: Take, known: Gathered, opened: tuple[Case, ...], _office: Office, /) -> Turn:
        """Say the same every time, and count the questions."""
        self.knew.append(known)
        self.opened.append(opened)
        return Turn(replace(take.dialogue, again=take.dialogue.again + 1), self.says)


def only_talk(dialogue: Dialogue, _reading: Reading) -> Take:
    """Take a line as one that is about no case."""
    return Take(None, dialogue)


def a_line(text: str, client: str, **changed: Any) -> Message:  # noqa: ANN401 - a builder takes any field
    """Give a line as it comes out of the wrapping."""
    plain: dict[str, Any] = {
        "channel": Channel.CHAT,
        "sender": Address("", ""),
        "return_path": "",
        "recipients": (),
        "to": (),
        "subject": "",
        "text": text,
        "fingerprint": f"of {client} {text}",
        "message_id": f"<{client}@chat.invalid>",
    }
    return a_message(**{**plain, **changed})


@dataclass
class Talking:
    """One conversation by chat in a scene."""

    scene: Scene
    chat: Chat
    talk: FakeTalk
    count: int = 0

    async def say(self, client: str = "") -> int:
        """Keep a line, not yet understood; give its number."""
        self.count += 1
        client = client or f"c{self.count}"
        return await self.scene.book.run(say, self.chat, b"raw bytes of " + client.encode(), client, self.scene.now)

    async def answer(self, seq: int, reading: Reading | None = None, **message: Any) -> Conversed:  # noqa: ANN401
        """Have a line understood and answered."""
        line = next(one for one in await self.lines() if one.seq == seq)
        read = reading or a_reading(fields={})
        given = {"channel": self.chat.channel, "received_at": self.scene.now, **message}
        said = a_line(read.text, f"{line.client}.{self.chat.id}", **given)
        understood = Understood(line.arrival or 0, said, TYPED[self.chat.channel], read)
        return await self.scene.book.run(converse, understood, self.talk, self.scene.office, self.scene.now)

    async def hear(self, reading: Reading | None = None, **message: Any) -> Conversed:  # noqa: ANN401
        """Let the person say something, and have it answered."""
        return await self.answer(await self.say(), reading, **message)

    async def opened(self, reading: Reading | None = None) -> Case:
        """Let the person state a matter; give its case."""
        found = (await self.hear(reading)).received
        assert found
        (case,) = found.opened
        return case

    async def lines(self) -> tuple[chats.Line, ...]:
        """Give the lines."""
        return await self.scene.book.read(chats.lines, self.chat.organisation, self.chat.id)

    async def spoken(self) -> tuple[Spoken, ...]:
        """Give the lines as they are shown."""
        return await self.scene.book.read(spoken, self.chat.organisation, self.chat.id)

    async def now(self) -> Chat:
        """Give the conversation as it is now."""
        found = await self.scene.book.read(chats.find, self.chat.organisation, self.chat.id)
        assert found
        return found

    async def shown(self, seq: int) -> None:
        """Let the other end say what it has."""
        await self.scene.book.run(shown, self.chat.id, seq, self.scene.office, self.scene.now)

    async def comes(self, **stays: float) -> None:
        """Let the person be there for so long."""
        until = self.scene.now + timedelta(**stays)
        await self.scene.book.run(is_here, self.chat.organisation, self.chat.id, until, self.scene.now)

    async def deliver(self) -> None:
        """Let every letter that waits be brought to the person."""
        for entry in await self.letters():
            if entry.status is OutboxStatus.RELEASED and entry.outgoing.channel.is_chat:
                await self.scene.book.run(deliver, entry, self.scene.office, self.scene.now)

    async def letters(self) -> tuple[Entry, ...]:
        """Give our letters in the conversation."""
        return await self.scene.book.read(_letters, self.chat)


def _letters(page: Page, chat: Chat) -> tuple[Entry, ...]:
    return outbox.of_thread(page, chat.organisation, chats.thread_of(page, chat))


async def talking(scene: Scene, channel: Channel = Channel.CHAT, **stays: float) -> Talking:
    """Begin a conversation; the person is there for so long, a minute unless told."""
    until = scene.now + timedelta(**(stays or {"minutes": 1}))
    beginning = Beginning(scene.office.policy.id, channel, "da", present_until=until)
    return Talking(scene, await scene.book.run(begin, beginning, scene.now), FakeTalk())
