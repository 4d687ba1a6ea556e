"""The case page: what was said, what we understood, what is promised, and the letter that waits."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from desk.case_view import case_view
from desk.console import console
from desk.deeds.all import BY_ID
from desk.faults import Missing
from desk.kept import Kept
from desk.pages import page
from desk.sight import seen, shown
from desk.visitor import Number, Reader, Visitor
from intake.close import REASONS
from intake.identity import BY_HAND
from storage import casebook
from storage.dossier import Dossier, dossier
from storage.page import Page

router = APIRouter()

DONE = ("approved", "returned", "assigned", "released", "closed", "joined", "confirmed", "corrected", "registered")
"""What a page may say was just done, beside the deeds."""


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
    facts = {"view": case_view(found, me, kept), "kept": kept, "done": done if done in {*DONE, *BY_ID} else ""}
    return page(request, "case.html", me, status, **facts, reasons=REASONS, ways=BY_HAND, deeds=BY_ID)


def visible(book_page: Page, me: Visitor, number: str) -> Dossier:
    """Give a case that a person may see; raise Missing otherwise, whether or not there is one."""
    seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
    found = dossier(book_page, me.staff.organisation, number)
    if found is None:
        raise Missing
    return shown(book_page, found, me)
