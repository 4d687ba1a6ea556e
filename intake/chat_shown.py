"""What is shown of a chat, and what the other end says it has: only then a letter of ours has arrived."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.chat import Chat, Say, Side
from cases.message import Attachment
from cases.office import Office
from cases.outgoing import OutboxStatus
from intake.converse import told_by
from intake.hiding import Hide, file_shown, hiding
from intake.sent import sent
from storage import casebook, chat_letters, chat_messages, chats, outbox
from storage.chats import Line
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page


@dataclass(frozen=True)
class Spoken:
    """A line as it is shown, numbers that nobody is to see masked.

    `text` is None for what the program `say`s, which is rendered where it is shown, and for a line of the person's that
    is not understood yet. `client` is what the other end calls a line of theirs. For staff: `message` is what it was
    kept as, `case` the case that a letter of ours is about, `by` who approved that.
    """

    seq: int
    at: datetime
    side: Side
    text: str | None = None
    say: Say | None = None
    files: tuple[Attachment, ...] = ()
    client: str | None = None
    message: int | None = None
    case: int | None = None
    by: str | None = None


def spoken(page: Page, organisation: str, chat_id: int, after: int = 0) -> tuple[Spoken, ...]:
    """Give the lines of a conversation that come after a number, as they are shown, also to the person themself."""
    chat = chats.find(page, organisation, chat_id)
    return spoken_in(page, chat, after) if chat else ()


def spoken_in(page: Page, chat: Chat, after: int = 0) -> tuple[Spoken, ...]:
    """Give the lines of a conversation as `spoken` does."""
    lines = chats.lines(page, chat.organisation, chat.id, after)
    told = _messages(page, chat, [line.message for line in lines if line.message])
    wanted = [line.letter for line in lines if line.letter]
    letters = {one.id: one for one in chat_letters.some(page, chat.organisation, wanted)}
    hide = hiding(*told.values())
    return tuple(_spoken(line, told, letters, hide) for line in lines)


def _messages(page: Page, chat: Chat, shown: Collection[int]) -> Mapping[int, Told]:
    """Give messages to be shown, and those of the conversation that say what is to be masked in them."""
    if not shown:
        return {}
    found = chat_messages.shown_with(page, chat.organisation, chats.thread_of(page, chat), shown)
    return {one.id: one for one in found}


def told(page: Page, organisation: str, chat_id: int) -> Mapping[str, str]:
    """Give what the person has told of themself in a conversation, by field, as it may be read back to them."""
    chat = chats.find(page, organisation, chat_id)
    if chat is None:
        return {}
    thread = chats.thread_of(page, chat)
    fields = chat_messages.fields_of(page, organisation, thread)
    return told_by(casebook.of_thread(page, organisation, thread), fields)


def shown(page: Page, chat_id: int, seq: int, office: Office, now: datetime) -> None:
    """Note that the other end has all lines up to a number; the clocks stop that waited for a letter among them.

    Twice has no effect.
    """
    chat = chats.find(page, office.policy.id, chat_id, to_change=True)
    if chat is None or seq <= chat.shown:
        return
    new = [line for line in chats.lines(page, chat.organisation, chat.id, chat.shown) if line.seq <= seq]
    for line in new:
        _arrived(page, chat, line, office, now)
    if new:
        chats.keep(page, replace(chat, shown=new[-1].seq))


def _arrived(page: Page, chat: Chat, line: Line, office: Office, now: datetime) -> None:
    entry = outbox.find(page, chat.organisation, line.letter, to_change=True) if line.letter else None
    if entry and entry.status is OutboxStatus.RELEASED and entry.outgoing.channel is chat.channel:
        sent(page, entry, office, now)


def _spoken(line: Line, told: Mapping[int, Told], letters: Mapping[int, Entry], hide: Hide) -> Spoken:
    message = told.get(line.message) if line.message else None
    letter = letters.get(line.letter) if line.letter else None
    text = hide(message.whole) if message else letter.outgoing.body if letter else None
    files = tuple(file_shown(file, hide) for file in message.attachments) if message else ()
    said = Spoken(line.seq, line.at, line.side, text, line.say, files, line.client, line.message)
    return replace(said, case=letter.outgoing.case, by=letter.approved_by) if letter else said
