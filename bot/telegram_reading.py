"""What an update of Telegram says: who wrote, in which chat, words, files to fetch, and what we do not take. Pure."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import Chat, Document, Message, PhotoSize, Update
from telegram.constants import ChatMemberStatus, ChatType

UPDATES = ("message", "edited_message", "my_chat_member")
"""The updates that are asked for: Telegram tells a bot of no message that is deleted."""

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that a bot can fetch (Bot API, getFile)."""

COMMANDS = ("start", "help", "human", "stop")
"""What can be chosen from the menu."""

GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


@dataclass(frozen=True)
class Wanted:
    """A file that is to be fetched; what it is called and says it is are a stranger's words. `size` is 0 if untold."""

    id: str
    unique: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Posted:
    """What somebody wrote to a bot in a chat of their own.

    `number` is the message's in the chat; `at` is when Telegram received it, or its change. `edited` tells its changes
    apart, 0 where there was none. `album` is what pictures that were sent together share. `takes_all` is false where
    there is something in it that we do not take.
    """

    address: str
    number: int
    language: str
    at: datetime
    text: str = ""
    files: tuple[Wanted, ...] = ()
    takes_all: bool = True
    edited: int = 0
    album: str = ""

    @property
    def command(self) -> str:
        """Give the command that this is, "" where it is none."""
        word = self.text.strip()
        if not word.startswith("/") or len(word.split()) > (2 if word.startswith("/start") else 1):
            return ""
        return word.split()[0][1:].partition("@")[0].lower()

    @property
    def is_nothing(self) -> bool:
        """Say whether there is nothing in it for us: somebody pinned a message, set a timer, and such."""
        return self.takes_all and not self.files and not self.text.strip()


def posted(update: Update) -> Posted | None:
    """Give what somebody wrote in a chat of their own with the bot, None where the update is something else."""
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or (message.from_user and message.from_user.is_bot):
        return None
    files, takes_all = _files(message)
    return Posted(
        address=str(message.chat.id),
        number=message.message_id,
        language=_language(message),
        at=message.edit_date or message.date,
        text=message.text or message.caption or "",
        files=files,
        takes_all=takes_all,
        edited=int(message.edit_date.timestamp()) if message.edit_date else 0,
        album=message.media_group_id or "",
    )


def company(update: Update) -> Chat | None:
    """Give the group or channel that the bot is in, None where it is in none or was shown out."""
    chat, change = update.effective_chat, update.my_chat_member
    is_out = change is not None and change.new_chat_member.status in GONE
    return None if chat is None or chat.type == ChatType.PRIVATE or is_out else chat


def came_or_went(update: Update) -> tuple[str, bool] | None:
    """Give the chat of somebody who let the bot write to them, or no longer does, and which; None for all else."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.PRIVATE:
        return None
    return str(change.chat.id), change.new_chat_member.status not in GONE


def merged(parts: Sequence[Posted]) -> Posted:
    """Give an album as one message: its pictures in order, and whatever is written under any of them."""
    inorder = sorted(parts, key=lambda part: part.number)
    return replace(
        inorder[0],
        text="\n\n".join(part.text for part in inorder if part.text.strip()),
        files=tuple(file for part in inorder for file in part.files),
        takes_all=all(part.takes_all for part in inorder),
    )


def name_of(one: Posted, bot: str, key: bytes) -> str:
    """Give what a message is called for good: the same each time Telegram brings it, another once it says other words.

    The key is not in the database, so that nobody can try out there what a message said.
    """
    said = _digest(key, one.text), _digest(key, " ".join(file.unique for file in one.files))
    return "-".join((bot, str(one.number), *said, *((str(one.edited),) if one.edited else ())))


def without_repeats(one: Posted, name: str, before: str) -> Posted | None:
    """Give what is new in a message that was changed, None where nothing is; `before` is what it was called last.

    Telegram says "changed" also where nothing changed that anybody wrote.
    """
    was, is_ = before.split("-"), name.split("-")
    if was[2:4] == is_[2:4]:
        return None
    return replace(one, files=()) if was[3] == is_[3] else one


def _digest(key: bytes, said: str) -> str:
    return hmac.new(key, said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:12]


def _language(message: Message) -> str:
    code = message.from_user.language_code if message.from_user else ""
    return (code or "").partition("-")[0].lower()


def _files(message: Message) -> tuple[tuple[Wanted, ...], bool]:
    """Give the files of a message, and whether all that it brings is taken."""
    sent: Any = None if message.animation else message.effective_attachment
    if message.animation:
        return (), False
    if isinstance(sent, Document):
        return (_of_document(sent),), True
    if message.photo:
        return (_of_photo(message.photo, message.message_id),), True
    return (), sent is None


def _of_document(sent: Document) -> Wanted:
    said = (sent.file_name or "", sent.mime_type or "")
    return Wanted(sent.file_id, sent.file_unique_id, *said, sent.file_size or 0)


def _of_photo(sizes: Sequence[PhotoSize], number: int) -> Wanted:
    """Give the largest size of a picture that a bot can fetch."""
    fitting = [size for size in sizes if (size.file_size or 0) <= LARGEST] or list(sizes)[:1]
    best = max(fitting, key=lambda size: size.width * size.height)
    return Wanted(best.file_id, best.file_unique_id, f"{number}.jpg", "image/jpeg", best.file_size or 0)
