"""National numbers that somebody typed are taken out of their chat at Telegram, too, once the line is kept (R-CPR-1).

A bot may delete what a person wrote to it within 48 hours (Bot API, deleteMessage). What holds a file stays: theirs may
be the only copy.
"""

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from cases.chat import Chat, Side
from cases.errors import TryLater
from intake.hiding import pieces
from reading.numbers import known_in
from storage import chats, messages
from storage.page import Page

MASKED = "masked"
"""What is said to a line in which a number was masked."""

GONE = "not found"
"""How Telegram says that a message is not there any more."""


def in_chat(page: Page, chat: Chat, seq: int) -> tuple[int, ...] | None:
    """Give the numbers at Telegram of what somebody wrote with a national number in it, up to a line that says so.

    What was there when it was last said is not given again. None where something stays, because it holds a file.
    """
    lines = [line for line in chats.lines(page, chat.organisation, chat.id) if line.seq < seq]
    since = max((line.seq for line in lines if line.say and line.say.name == MASKED), default=0)
    told = {one.id: one for one in messages.of_thread(page, chat.organisation, chats.thread_of(page, chat))}
    mine = [(line, told[line.message]) for line in lines if line.side is Side.PERSON and line.message in told]
    hot = [(line, one) for line, one in mine if line.seq > since and known_in(pieces(one), one.language)]
    if any(one.attachments for _, one in hot):
        return None
    return tuple(int((line.client or "").split("-")[1]) for line, _ in hot)


async def remove(bot: Bot, address: str, numbers: tuple[int, ...]) -> bool:
    """Delete messages of a chat; say whether they are gone. Raises TryLater where Telegram cannot be asked now."""
    try:
        gone = [await _removed(bot, address, number) for number in numbers]
    except TelegramError as away:
        raise TryLater(f"a message cannot be deleted now: {type(away).__name__}") from None
    return all(gone)


async def _removed(bot: Bot, address: str, number: int) -> bool:
    try:
        return bool(await bot.delete_message(int(address), number))
    except BadRequest as refused:
        return GONE in str(refused).lower()
    except Forbidden:
        return False
