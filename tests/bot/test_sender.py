"""The sender of chats: what staff approve reaches whoever is there, and by mail whoever has left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.sender import Sender
from cases.kind import Kind
from cases.message import Channel
from cases.office import Office
from intake.approve import Approval, approve
from storage import chats, outbox
from storage.book import Book
from storage.claims import Node
from storage.outbox import Entry
from tests.at_work import working
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import Talking, talking
from tests.smtp import until

KNOWN = {"name": "Anna Holm", "email": "anna@example.org"}


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give the case book of Mentorix."""
    return Scene(book, offices["mentorix"])


@asynccontextmanager
async def sending(scene: Scene, channel: Channel = Channel.CHAT) -> AsyncIterator[None]:
    """Let the sender work."""
    sender = Sender(scene.book, {scene.office.policy.id: scene.office}, Node("here:1:test", lambda: scene.now))
    async with working(sender.run(channel)):
        yield


async def answered(chat: Talking, **fields: str) -> Entry:
    """Let somebody ask, and staff approve an answer; give it."""
    scene = chat.scene
    case = await chat.opened(a_reading(Kind.OTHER, fields=fields, text="Hvornår begynder kurset?"))
    await chat.shown(99)
    draft = await scene.letter(case, "answer_other")
    staff = await scene.hire("course_administrator")
    approval = Approval(case.organisation, draft.id, draft.version, draft.outgoing.subject, "Den 4. maj.")
    await scene.book.run(approve, approval, staff, scene.office.policy, scene.now)
    return draft


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.TELEGRAM])
async def test_an_answer_reaches_whoever_is_there_at_once(scene: Scene, channel: Channel) -> None:
    chat = await talking(scene, channel, hours=1)
    async with sending(scene, channel):
        letter = await answered(chat)

        async def there() -> bool:
            return letter.id in {one.letter for one in await chat.lines()}

        await until(there, "the answer stood in the chat")
    waiting = await scene.book.read(chats.with_unshown, channel, [scene.office.policy.id], scene.now, 9)
    assert [one.id for one in waiting] == [chat.chat.id]
    await chat.shown(99)
    assert await scene.book.read(chats.with_unshown, channel, [scene.office.policy.id], scene.now, 9) == ()


async def test_an_answer_for_whoever_has_left_goes_to_their_address(scene: Scene) -> None:
    chat = await talking(scene, seconds=30)
    scene.later(hours=1)
    async with sending(scene):
        letter = await answered(chat, **KNOWN)

        async def by_mail() -> bool:
            found = await scene.book.read(outbox.find, scene.office.policy.id, letter.id)
            return bool(found and found.outgoing.channel is Channel.MAIL)

        await until(by_mail, "it went by mail")
