"""A line of a chat: kept before anybody says "received", and once only, however often the other end sends it."""

from dataclasses import dataclass
from datetime import datetime

from cases.chat import Chat, Dialogue, Side
from cases.errors import NotAllowed
from cases.message import Channel, Envelope
from storage import arrivals, chats, threads
from storage.chats import NO_DOOR, Door, Line
from storage.ids import new_id, new_token
from storage.page import Page
from storage.threads import Thread


@dataclass(frozen=True)
class Beginning:
    """A conversation that begins: where, in which language we speak, and how the other end comes back to it.

    `address` is a Telegram chat's id, "" on our own pages. `present_until`: the person is taken to be there until then.
    """

    organisation: str
    channel: Channel
    language: str
    address: str = ""
    door: Door = NO_DOOR
    present_until: datetime | None = None


def begin(page: Page, beginning: Beginning, now: datetime) -> Chat:
    """Begin a conversation, with a thread of its own."""
    thread = Thread(new_id(now), new_token(), None)
    threads.begin(page, beginning.organisation, thread)
    chat = Chat(
        organisation=beginning.organisation,
        id=new_id(now),
        channel=beginning.channel,
        thread=thread.id,
        dialogue=Dialogue(beginning.language),
        began_at=now,
        address=beginning.address,
        present_until=beginning.present_until,
    )
    chats.begin(page, chat, beginning.door)
    return chat


def say(page: Page, chat: Chat, raw: bytes, client_id: str, now: datetime) -> int:
    """Keep a line that the person wrote, as `bot.wrap` wrapped it; give its number.

    A line of the same `client_id` has the number it had. Raises NotAllowed where the conversation is erased.
    """
    known = chats.find(page, chat.organisation, chat.id, to_change=True)
    if known is None:
        raise NotAllowed("this conversation is over")
    if (before := chats.said_before(page, known, client_id)) is not None:
        return before
    (arrival,) = arrivals.keep(page, (chat.organisation,), chat.channel, Envelope("", ()), (raw, now))
    line = Line(at=now, side=Side.PERSON, arrival=arrival, client=client_id)
    (kept,) = chats.append(page, known, (line,), now)
    return kept.seq
