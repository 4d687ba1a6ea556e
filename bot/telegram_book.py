"""What Telegram writes into the case book: conversations by the chat they are held in, their lines, who left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.telegram_reading import Posted, without_repeats
from cases.chat import Chat, Say, Side
from cases.errors import NotAllowed
from cases.message import Channel
from cases.office import Office
from intake import chat_line
from intake.chat_letters import deliver, is_here
from intake.chat_line import Beginning
from storage import chats, outbox
from storage.chats import Line
from storage.page import Page

FAR = timedelta(days=36_500)
"""Whoever did not block the bot has what it says: it lies on their telephone."""


@dataclass(frozen=True)
class Came:
    """A message that is to be kept: what it is called for good, its bytes, and what is said to it at once.

    `raw` is empty where nothing in it is for the cases. `at` is when Telegram received it: clocks run from then, as
    those of a letter run from when its server received it.
    """

    name: str
    at: datetime
    raw: bytes = b""
    says: tuple[Say, ...] = ()


def opened(page: Page, office: Office, one: Posted, name: str, now: datetime) -> Chat:
    """Give the conversation that a message belongs to; a new one begins with the greeting (AI Act Art. 50(1)).

    Whoever writes has not blocked the bot (any longer).
    """
    organisation = office.policy.id
    found = chats.by_address(page, organisation, Channel.TELEGRAM, one.address)
    if found and not found.is_there(now):
        found = is_here(page, organisation, found.id, now + FAR, now)
    if found:
        return found
    language = office.policy.language(one.language)
    beginning = Beginning(organisation, Channel.TELEGRAM, language, one.address, present_until=now + FAR)
    chat = chat_line.begin(page, beginning, now)
    say_to(page, chat, name if one.command == "start" else f"greeting {name}", (Say("greeting"),), now)
    return chat


def new_in(page: Page, chat: Chat, one: Posted, name: str) -> Posted | None:
    """Give what of a message is not kept yet, None where all is."""
    names = [line.client for line in chats.lines(page, chat.organisation, chat.id) if line.client]
    if name in names:
        return None
    mine = name.split("-")[:2]
    same = [other for other in names if other.split("-")[:2] == mine]
    return without_repeats(one, name, same[-1]) if same and one.edited else one


def keep(page: Page, chat: Chat, came: Came, now: datetime) -> None:
    """Keep a message as a line, and say what is to be said to it. Twice has no effect.

    Raises NotAllowed where the conversation is erased.
    """
    known = chats.find(page, chat.organisation, chat.id, to_change=True)
    if known is None:
        raise NotAllowed("this conversation is over")
    if chats.said_before(page, known, came.name) is not None:
        return
    say_to(page, known, f"to {came.name}" if came.raw else came.name, came.says, now)
    if came.raw:
        chat_line.say(page, known, came.raw, came.name, min(came.at, now))


def say_to(page: Page, chat: Chat, name: str, says: Iterable[Say], now: datetime) -> None:
    """Say something to a message that is called so, once."""
    if chats.said_before(page, chat, name) is None:
        about = {"language": chat.dialogue.language}
        told = [Line(at=now, side=Side.PROGRAM, say=Say(one.name, {**one.about, **about})) for one in says]
        named = [Line(at=told[0].at, side=told[0].side, say=told[0].say, client=name), *told[1:]] if told else []
        chats.append(page, chat, named, now)


def returned(page: Page, organisation: str, address: str, now: datetime) -> None:
    """Note that somebody lets the bot write to them again; what waited for them stands in the chat."""
    chat = chats.by_address(page, organisation, Channel.TELEGRAM, address)
    if chat:
        is_here(page, organisation, chat.id, now + FAR, now)


def left(page: Page, office: Office, address: str, now: datetime) -> None:
    """Note that somebody blocked the bot: letters that stand in the chat unread go by mail, where they may."""
    organisation = office.policy.id
    found = chats.by_address(page, organisation, Channel.TELEGRAM, address)
    chat = chats.find(page, organisation, found.id, to_change=True) if found else None
    if chat is None:
        return
    chats.present(page, organisation, chat.id, now)
    for line in chats.lines(page, organisation, chat.id, chat.shown):
        letter = outbox.find(page, organisation, line.letter) if line.letter else None
        if letter:
            deliver(page, letter, office, now)
