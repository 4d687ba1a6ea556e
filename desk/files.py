"""The files of letters: given to save, never shown and never run, and not before the virus scanner has looked."""

import asyncio
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from cases.case import Case
from cases.errors import NotAllowed
from cases.files import FileState, state_of
from desk.console import Console
from desk.faults import Forged, Missing
from desk.pages import page
from desk.sight import hidden_messages, seen, source_of
from desk.visitor import Desk, Form, Key, Number, Reader, Visitor
from intake.open_unchecked import Opened, open_unchecked
from intake.restricted import barred, trusted
from reading.numbers import mask
from storage import arrivals, casebook, looks
from storage.arrivals import Arrival
from storage.dossier import File, file_of
from storage.page import Page

router = APIRouter()

SAFE = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/rtf",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "image/bmp",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
    }
)
"""Types that a browser may be told, as it runs nothing in them; of all others it hears only that they are bytes."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Download-Options": "noopen",
}

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST_NAME = 120


SAID = {
    FileState.REFUSED: "file.is_refused",
    FileState.WAITING: "file.is_waiting",
    FileState.UNCHECKED: "file.is_unchecked",
    FileState.RESTRICTED: "file.is_restricted",
    FileState.ERASED: "file.is_erased",
}
"""Why a file is not given."""


@dataclass(frozen=True)
class Address:
    """Where a file stands at the desk: its case, the message it came with, its part."""

    number: Number
    message: Key
    part: Key


@dataclass(frozen=True)
class Wanted:
    """A file that somebody asked for, where its bytes are, and whether it may be had."""

    file: File
    arrival: Arrival
    state: FileState


PATH = "/desk/cases/{number}/messages/{message}/attachments/{part}"
Which = Annotated[Address, Depends()]


@router.get(PATH)
async def attachment(request: Request, which: Which, me: Reader, desk: Desk) -> Response:
    """Give a file that was checked, or that came while there was no scanner; of others say why not."""
    wanted = await desk.book.read(wanted_file, me, which, desk)
    return await _given(request, me, wanted, desk)


@router.post(f"{PATH}/unchecked")
async def unchecked(request: Request, which: Which, sent: Form, desk: Desk) -> Response:
    """Give a file that the scanner could not look into to somebody who has asked for it as it is."""
    me, now = sent.visitor, desk.clock()
    if not sent.genuine:
        raise Forged

    def open_it(book_page: Page) -> Wanted:
        case = _case(book_page, me, which)
        if _barred(book_page, me, case, which):
            raise NotAllowed("few may open this file")
        file = open_unchecked(book_page, Opened(case, which.message, which.part), me.staff, now)
        return Wanted(file, _arrival(book_page, case, file), FileState.OPEN)

    try:
        wanted = await desk.book.run(open_it)
    except NotAllowed:  # by now something is known about it
        wanted = await desk.book.read(wanted_file, me, which, desk)
    return await _given(request, me, wanted, desk)


def disposition(name: str, part: int) -> str:
    """Give the header that makes a browser save a file, its name said in both ways there are (RFC 6266, RFC 8187)."""
    shown = file_name(name) or f"file-{part}"
    return f"attachment; filename=\"{_plain(shown)}\"; filename*=UTF-8''{quote(shown, safe='')}"


def file_name(name: str) -> str:
    """Give a name that can be saved anywhere: no path, no device, nothing unseen that turns an ending around."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    kept = _NOT_IN_NAMES.sub("_", readable).strip(" .")
    if _DEVICE.match(kept):
        kept = f"_{kept}"
    ending = PurePosixPath(kept).suffix[:10]
    return kept if len(kept) <= _LONGEST_NAME else kept[: _LONGEST_NAME - len(ending)] + ending


def _plain(name: str) -> str:
    """Give a name in ASCII, for what does not know better; its ending stays what it is."""
    apart = "".join(one if one == "." else unicodedata.normalize("NFKD", one).replace(".", "_") for one in name)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    bare = f"_{bare}" if bare.startswith(".") else bare  # what stood before the ending is gone with its marks
    return re.sub(r"[^ -~]|[\"\\%;]", "_", bare)


async def _given(request: Request, me: Visitor, wanted: Wanted, desk: Console) -> Response:
    """Give a file, or say in a sentence why not."""
    if wanted.state is not FileState.OPEN:
        return refused(request, me, wanted.state)
    file = wanted.file
    try:
        octets = await asyncio.to_thread(desk.letters.attachment, wanted.arrival, file.part)
    except KeyError:
        raise Missing from None
    media_type = file.media_type if file.media_type in SAFE else "application/octet-stream"
    named = {"Content-Disposition": disposition(masked(file.name, me), file.part)}
    return Response(octets, media_type=media_type, headers=HEADERS | named)


def refused(request: Request, me: Visitor, state: FileState) -> Response:
    """Say in a sentence why a file is not given."""
    status = 403 if state in {FileState.REFUSED, FileState.RESTRICTED} else 409
    return page(request, "said.html", me, status, said=SAID[state])


def masked(name: str, me: Visitor) -> str:
    """Give a file's name without national numbers, in whatever language it may be (R-CPR-1, R-BSN-1)."""
    for language in me.policy.languages:
        name = mask(name, language)
    return name


def wanted_file(book_page: Page, me: Visitor, which: Address, desk: Console) -> Wanted:
    """Find a file that somebody asks for; raise Missing where they may see none, whether or not there is one."""
    case = _case(book_page, me, which)
    file = file_of(book_page, case, which.message, which.part)
    if file is None:
        raise Missing
    since = looks.waiting(book_page, case.organisation, (which.message,)).get(which.message)
    state = _barred(book_page, me, case, which) or state_of(file.verdict, since, desk.clock())
    return Wanted(file, _arrival(book_page, case, file), state)


def _barred(book_page: Page, me: Visitor, case: Case, which: Address) -> FileState | None:
    """Say why this person cannot have a file, whatever the scanner says; None where they can."""
    file = file_of(book_page, case, which.message, which.part)
    mine = casebook.by_number(book_page, me.staff.organisation, which.number) or case
    few = trusted(me.staff, mine, me.policy)
    return barred(restricted=file.restricted, erased=file.erased, is_trusted=few) if file else None


def _case(book_page: Page, me: Visitor, which: Address) -> Case:
    case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, which.number), me)
    if which.message in hidden_messages(book_page, case, me):
        raise Missing
    return source_of(book_page, case, which.message)


def _arrival(book_page: Page, case: Case, file: File) -> Arrival:
    arrival = arrivals.find(book_page, case.organisation, file.arrival)
    if arrival is None:
        raise Missing
    return arrival
