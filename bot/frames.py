"""The frames of a web chat: what the browser sends, read with care, and what it is sent. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.says import words
from cases.office import Office
from intake.chat_shown import Spoken

LONGEST_LINE = 8_000
"""Characters of one line; a letter of two pages fits in."""

LONGEST_FRAME = 64 * 1024
"""Bytes. Whoever sends more in one frame is not heard to its end."""

LAST_SEQ = 2**31 - 1

_CLIENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Controls, and marks that turn the direction of what stands beside them: nobody types them, and they can make a text
show as what it is not (UTR 36)."""

Frame = Mapping[str, Any]


class BadFrame(Exception):
    """A frame, or a body, that says nothing we understand. `code` says why, `client` which line it is about."""

    def __init__(self, code: str, client: str = "") -> None:
        super().__init__(code)
        self.code, self.client = code, client


@dataclass(frozen=True)
class TypedLine:
    """A line as it was typed, and what the other end calls it."""

    client: str
    text: str


@dataclass(frozen=True)
class Told:
    """What is shown of a conversation now: its new lines, what the person told of themself, and how it stands.

    `links` are the addresses of the pages of its cases, by number.
    """

    lines: tuple[Spoken, ...]
    filled: Mapping[str, str]
    human: bool = False
    ended: bool = False
    links: Mapping[str, str] = field(default_factory=dict)


def read_frame(text: str | bytes) -> dict[str, Any]:
    """Read a frame, which is a JSON object; raise BadFrame where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("frame") from None
    if not isinstance(found, dict):
        raise BadFrame("frame")
    return found


def line_of(frame: Frame) -> TypedLine:
    """Read a line; raise BadFrame where it is empty, too long, or without a name that can be answered by."""
    client = client_of(frame)
    text = frame.get("text")
    if not isinstance(text, str):
        raise BadFrame("frame", client)
    if len(text) > LONGEST_LINE:
        raise BadFrame("long", client)
    if not _UNSEEN.sub("", text).strip():
        raise BadFrame("empty", client)
    return TypedLine(client, text)


def client_of(frame: Frame) -> str:
    """Give what the other end calls a line; raise BadFrame where that is nothing."""
    client = frame.get("client")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise BadFrame("client")
    return client


def number_of(frame: Frame, name: str) -> int:
    """Read the number of a line; raise BadFrame where there is none."""
    number = frame.get(name)
    if type(number) is not int or not 0 <= number <= LAST_SEQ:
        raise BadFrame("frame")
    return number


def text_of(frame: Frame, name: str) -> str:
    """Read a text, "" where it is left out; raise BadFrame where it is something else."""
    text = frame.get(name, "")
    if not isinstance(text, str):
        raise BadFrame("frame")
    return text


def lines_frame(told: Told, language: str, office: Office) -> dict[str, Any]:
    """Give the frame that shows lines; their text is plain, and nothing in it is markup."""
    return {"type": "lines", "lines": [_line(one, _filled(one, told), language, office) for one in told.lines]}


def state_frame(told: Told) -> dict[str, Any]:
    """Give the frame that says whether a person goes on with it, and whether the person wants no more questions."""
    return {"type": "state", "human": told.human, "ended": told.ended}


def plain(text: str) -> str:
    """Give a text without what cannot be seen and misleads."""
    return _UNSEEN.sub("", text)


def _filled(one: Spoken, told: Told) -> Mapping[str, str]:
    link = told.links.get(one.say.about.get("number", "")) if one.say else None
    return {**told.filled, "link": link} if link else told.filled


def _line(one: Spoken, filled: Mapping[str, str], language: str, office: Office) -> dict[str, Any]:
    text = words(one.say, language, office, filled) if one.say else one.text
    return {
        "seq": one.seq,
        "at": one.at.isoformat(),
        "side": one.side,
        "html": False,
        "text": None if text is None else plain(text),
        "files": _files(one),
        "client": one.client,
        "state": "received",
    }


def _files(one: Spoken) -> Sequence[dict[str, Any]]:
    return [{"name": plain(file.name), "size": file.size} for file in one.files]
