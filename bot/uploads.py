"""Files that come into a web chat: read up to a limit, and judged by what they are, whatever they say they are."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from bot.frames import BadFrame, client_of
from bot.reception import FileSense
from bot.wrap import File

LARGEST_FILE = 25 * 1024 * 1024
"""Bytes; wrapped as a letter it is still one that the door would take."""

MOST_FILES = 10
"""So many files are offered to be sent at a time."""

PASSES, PASSES_WITHIN = 4 * LARGEST_FILE, 20.0
"""So many bytes, and seconds, of what is too large are let go by before we hang up."""

_BESIDE = 64 * 1024
"""Bytes of a form that are not the file."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "image/avif": (".avif",),
    "image/tiff": (".tif", ".tiff"),
    "image/bmp": (".bmp",),
    "application/rtf": (".rtf",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    "application/vnd.ms-outlook": (".msg",),
    f"{_OFFICE}wordprocessingml.document": (".docx",),
    f"{_OFFICE}spreadsheetml.sheet": (".xlsx",),
    f"{_OFFICE}presentationml.presentation": (".pptx",),
    f"{_OPEN}text": (".odt",),
    f"{_OPEN}spreadsheet": (".ods",),
}
"""What is taken, by how its bytes begin, and what its name may end in."""

PLAIN: Mapping[str, str] = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/plain", ".log": "text/plain"}
"""Plain text is told by its name, and by there being nothing but text in it."""

OFFERED = (*TYPES, *PLAIN.values(), *(end for ends in TYPES.values() for end in ends), *PLAIN)
"""What a browser offers to choose."""

_OLD_OFFICE = "application/x-ole-storage"
_OLD_KINDS = tuple(f"application/{kind}" for kind in ("msword", "vnd.ms-excel", "vnd.ms-powerpoint", "vnd.ms-outlook"))
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


async def upload_of(request: Request, sense: FileSense, at_a_time: asyncio.Semaphore) -> tuple[str, File]:
    """Give the file that a form brings, and what the other end calls its line; raise BadFrame for what is not taken.

    It is on the disk while it comes, however slowly; `at_a_time` counts those that are held in memory.
    """
    try:
        async with limited(request).form(max_files=1, max_fields=4) as form:
            client = client_of({"client": form.get("client")})
            given = form.get("file")
            if not isinstance(given, UploadFile):
                raise BadFrame("form", client)
            async with at_a_time:
                content = await given.read(LARGEST_FILE + 1)
                return client, await asyncio.to_thread(judged, content, given.filename or "", sense)
    except (HTTPException, UnicodeError):  # UnicodeError: it names a character set that is none for texts
        raise BadFrame("form") from None


def limited(request: Request, most: int = LARGEST_FILE + _BESIDE) -> Request:
    """Give a request of which so many bytes are read: usually a form around the largest file. More is a BadFrame."""
    return Request(request.scope, up_to(most, request))


def judged(content: bytes, name: str, sense: FileSense) -> File:
    """Give a file by what its bytes are; raise BadFrame where that is nothing we take, whatever it is called.

    Its name ends as its bytes are, so that it opens as what it is and as nothing else.
    """
    if not content:
        raise BadFrame("nothing")
    if len(content) > LARGEST_FILE:
        raise BadFrame("large")
    safe = sense.safe_name(_SURROGATES.sub("", name)) or "file"
    ending = PurePosixPath(safe.lower()).suffix
    kind = _kind(content, ending, sense.type_of(content, "", ""))
    if kind is None:
        raise BadFrame("type")
    endings = TYPES.get(kind, (ending,))
    return File(safe if ending in endings else f"{safe}{endings[0]}", kind, content)


def _kind(content: bytes, ending: str, shown: str) -> str | None:
    """Give the type of a file, None where it is not taken; `shown` is what its bytes show, "" where that is nothing."""
    if shown == _OLD_OFFICE:
        return next((kind for kind in _OLD_KINDS if ending in TYPES[kind]), None)
    if shown:
        return shown if shown in TYPES else None
    return PLAIN.get(ending) if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    return not _NOT_TEXT.intersection(content[:65536])


def up_to(most: int, request: Request) -> Receive:
    """Receive what comes until it is too much, by what was declared or by what came."""
    said = request.headers.get("content-length", "")
    read = int(said[:20]) if said.isdecimal() and int(said[:20]) > most else 0

    async def receive_some() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            await _let_pass(request, message)
            raise BadFrame("large")
        return message

    return receive_some


async def _let_pass(request: Request, message: Message) -> None:
    """Let the rest of what is too large go by, so that a browser that still sends it reads our answer."""
    passed = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(PASSES_WITHIN):
            while message.get("more_body") and passed < PASSES:
                message = await request.receive()
                passed += len(message.get("body", b""))
