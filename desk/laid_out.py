"""A letter as its sender laid it out, in a frame that runs nothing and reaches nothing."""

import asyncio
import base64
import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from cases.case import Case
from cases.files import infected
from desk.console import Console
from desk.faults import Missing
from desk.guard import HEADERS
from desk.pages import page
from desk.sight import hidden_messages, seen, source_of
from desk.visitor import Desk, Key, Number, Reader, Visitor
from intake.hiding import Hide, hiding
from reading.numbers import mask
from storage import arrivals, casebook, messages
from storage.arrivals import Arrival
from storage.page import Page

router = APIRouter()

PATH = "/desk/cases/{number}/messages/{message}"

STYLE = (
    "body{font:1rem/1.5 sans-serif;margin:1rem;color:#111;background:#fff;overflow-wrap:anywhere}"
    "img{max-width:100%}td,th{padding:.2rem .5rem;vertical-align:top}"
)
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

FRAMED = {
    "Content-Security-Policy": (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_DIGEST}'; frame-ancestors 'self'; form-action 'none'; "
        "base-uri 'none'; sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""What the frame may: show words and the pictures that are in them. It has no origin, no script and no net."""

AROUND = HEADERS["Content-Security-Policy"].replace("default-src 'none';", "default-src 'none'; frame-src 'self';")
"""The page around it may have that frame, and no other page may have any."""


@dataclass(frozen=True)
class Where:
    """Which letter of which case."""

    number: Number
    message: Key


@dataclass(frozen=True)
class Wanted:
    """A letter that somebody asked for: where its bytes are, its subject, and what hides numbers in it."""

    arrival: Arrival
    subject: str
    hide: Hide


Which = Annotated[Where, Depends()]


@router.get(f"{PATH}/letter")
async def letter(request: Request, which: Which, me: Reader, desk: Desk, pictures: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
    """Show the frame, with what may be asked for beside it."""
    wanted = await desk.book.read(_wanted, me, which)
    there = await _html(desk, wanted, pictures=False) is not None
    answer = page(request, "letter.html", me, which=which, subject=wanted.subject, there=there, pictures=pictures)
    answer.headers["Content-Security-Policy"] = AROUND
    return answer


@router.get(f"{PATH}/html")
async def html(which: Which, me: Reader, desk: Desk, pictures: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
    """Give the letter itself."""
    found = await _html(desk, await desk.book.read(_wanted, me, which), pictures=pictures)
    if found is None:
        raise Missing
    head = f'<!doctype html><html><head><meta charset="utf-8"><title>.</title><style>{STYLE}</style></head>'
    return HTMLResponse(f"{head}<body>{found}</body></html>", headers=FRAMED)


async def _html(desk: Console, wanted: Wanted, *, pictures: bool) -> str | None:
    try:
        return await asyncio.to_thread(desk.letters.laid_out, wanted.arrival, wanted.hide, pictures)
    except KeyError:  # the bytes are erased
        raise Missing from None


def _wanted(book_page: Page, me: Visitor, which: Where) -> Wanted:
    case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, which.number), me)
    if which.message in hidden_messages(book_page, case, me):
        raise Missing
    return _found(book_page, source_of(book_page, case, which.message), me, which.message)


def _found(book_page: Page, case: Case, me: Visitor, message: int) -> Wanted:
    thread = messages.of_thread(book_page, case.organisation, case.thread)
    told = next((one for one in thread if one.id == message), None)
    if told is None or told.arrival is None or infected(told.scanned):
        raise Missing
    arrival = arrivals.find(book_page, case.organisation, told.arrival)
    if arrival is None:
        raise Missing
    known = hiding(*thread)

    def hide(text: str) -> str:
        text = known(text)
        for language in me.policy.languages:
            text = mask(text, language)
        return text

    return Wanted(arrival, hide(told.subject), hide)
