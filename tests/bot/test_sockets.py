"""A page that does not read what it is sent is let go; it comes back where it was."""

import asyncio
import json
from dataclasses import replace

from fastapi import WebSocket
from starlette.types import Message

from bot import sockets
from bot.origins import Origins
from bot.reception import Reception
from cases.office import Office
from service.chatting import reception_of
from storage.book import Book
from storage.claims import Node
from tests.builders import AT


def reception(book: Book, offices: dict[str, Office]) -> Reception:
    """Give a place where visitors come in who read at once."""
    node = Node("here", lambda: AT)
    return replace(reception_of(book, offices, node, Origins({}), bytes(32)), patience=0.05)


async def test_who_does_not_read_what_they_are_sent_is_let_go(book: Book, offices: dict[str, Office]) -> None:
    chat = reception(book, offices)
    reference = chat.references.sealed(chat.references.new("mentorix", "da", AT), AT)
    says: list[Message] = [
        {"type": "websocket.receive", "text": json.dumps({"type": "ping"})},
        {"type": "websocket.receive", "text": json.dumps({"type": "hello", "reference": reference})},
        {"type": "websocket.connect"},
    ]

    async def receive() -> Message:
        return says.pop() if says else await asyncio.Future()

    async def send(message: Message) -> None:
        if message["type"] != "websocket.accept":
            await asyncio.Future()

    scope = {
        "type": "websocket",
        "path": "/mentorix/socket",
        "headers": [(b"origin", b"http://127.0.0.1:1"), (b"host", b"127.0.0.1:1")],
        "client": ("127.0.0.1", 2),
    }
    async with asyncio.timeout(5):
        await sockets.serve(WebSocket(scope, receive, send), "mentorix", chat)
