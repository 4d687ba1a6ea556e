"""A file of a letter shown at the desk, once somebody asks for it: a picture, or the first page of a PDF.

Whether it is shown is decided as for the file itself. The page that shows it loads one picture from an answer of its
own, which runs nothing and reaches nothing; what the letter says of the file's type counts for nothing.
"""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from cases.files import FileState
from desk.console import Console
from desk.faults import Missing
from desk.files import HEADERS, PATH, Wanted, Which, masked, refused, wanted_file
from desk.pages import page
from desk.visitor import Desk, Reader

router = APIRouter()

LARGEST = 15_000_000
"""Bytes of a picture that is shown."""

PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
"""How the bytes of a picture begin, and its type. An SVG is a program and is none."""

_few_at_a_time = asyncio.Semaphore(2)


@router.get(f"{PATH}/preview")
async def preview(request: Request, which: Which, me: Reader, desk: Desk) -> Response:
    """Show the page around a file; of one that may not be had, say why."""
    wanted = await desk.book.read(wanted_file, me, which, desk)
    if wanted.state is not FileState.OPEN:
        return refused(request, me, wanted.state)
    octets = await _octets(wanted, desk)
    address, is_page = request.url.path.removesuffix("/preview"), _is_pdf(octets)
    facts: dict[str, Any] = {"name": masked(wanted.file.name, me), "address": address, "number": which.number}
    is_shown = is_page or _picture(octets) is not None
    return page(request, "file_preview.html", me, **facts, is_page=is_page, is_shown=is_shown)


@router.get(f"{PATH}/picture")
async def picture(request: Request, which: Which, me: Reader, desk: Desk) -> Response:
    """Give the picture itself, or the first page of a PDF as one."""
    wanted = await desk.book.read(wanted_file, me, which, desk)
    if wanted.state is not FileState.OPEN:
        return refused(request, me, wanted.state)
    octets = await _octets(wanted, desk)
    if _is_pdf(octets):
        async with _few_at_a_time:
            drawn = await asyncio.to_thread(desk.letters.first_page, octets)
        octets = drawn or b""
    media_type = _picture(octets)
    if media_type is None:
        raise Missing
    return Response(octets, media_type=media_type, headers=HEADERS | {"Content-Disposition": "inline"})


async def _octets(wanted: Wanted, desk: Console) -> bytes:
    try:
        return await asyncio.to_thread(desk.letters.attachment, wanted.arrival, wanted.file.part)
    except KeyError:  # the bytes are erased
        raise Missing from None


def _is_pdf(octets: bytes) -> bool:
    return octets.startswith(b"%PDF-")


def _picture(octets: bytes) -> str | None:
    """Give the type of a picture by its own bytes; None where it is none, or too large to be shown."""
    if len(octets) > LARGEST:
        return None
    if octets.startswith(b"RIFF") and octets[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begins, kind in PICTURES.items() if octets.startswith(begins)), None)
