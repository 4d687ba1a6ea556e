"""The case page: what was said, what we understood, what is promised, and the letter that waits."""

import asyncio
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.staff import sees
from desk.case_view import case_view
from desk.console import console
from desk.faults import Missing
from desk.kept import Kept
from desk.pages import page
from desk.visitor import Desk, Key, Number, Reader, Visitor
from intake.close import REASONS
from storage import arrivals
from storage.arrivals import Arrival
from storage.dossier import Dossier, dossier, file_of
from storage.page import Page

router = APIRouter()

DONE = ("approved", "returned", "assigned", "released", "closed", "joined")
"""What a page may say was just done."""


@router.get("/desk/cases")
async def find(number: str = "") -> Response:
    """Go to the case with a number that somebody typed."""
    return RedirectResponse(
        f"/desk/cases/{quote(number.strip().upper(), safe='')}" if number.strip() else "/desk/", 303
    )


@router.get("/desk/cases/{number}")
async def case_page(request: Request, number: Number, me: Reader) -> Response:
    """Show a case."""
    return await show_case(request, me, number)


async def show_case(
    request: Request, me: Visitor, number: str, kept: Kept | None = None, status: int = 200
) -> Response:
    """Give the page of a case, with what was typed and is not sent; raise Missing where this person may see none."""
    found = await console(request).book.read(visible, me, number)
    done = request.query_params.get("done")
    facts = {"view": case_view(found, me, kept), "kept": kept, "done": done if done in DONE else "", "reasons": REASONS}
    return page(request, "case.html", me, status, **facts)


def visible(book_page: Page, me: Visitor, number: str) -> Dossier:
    """Give a case that a person may see; raise Missing otherwise, whether or not there is one."""
    found = dossier(book_page, me.staff.organisation, number)
    if found is None or not sees(me.staff, found.case, me.policy):
        raise Missing
    return found


@router.get("/desk/cases/{number}/messages/{message}/attachments/{part}")
async def attachment(number: Number, message: Key, part: Key, me: Reader, desk: Desk) -> Response:
    """Give a file of a letter to save: never shown, never run, whatever it says it is."""
    name, arrival = await desk.book.read(_file, me, number, (message, part))
    try:
        octets = await asyncio.to_thread(desk.attachment, arrival, part)
    except KeyError:
        raise Missing from None
    return Response(
        octets,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _file(book_page: Page, me: Visitor, number: str, which: tuple[int, int]) -> tuple[str, Arrival]:
    case = visible(book_page, me, number).case
    file = file_of(book_page, case, *which)
    arrival = arrivals.find(book_page, case.organisation, file.arrival) if file else None
    if file is None or arrival is None:
        raise Missing
    return file.name, arrival
