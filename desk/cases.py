"""The case page: what was said, what we understood, what is promised, and the letter that waits."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from desk.case_view import case_view
from desk.console import Console, console
from desk.conversation import Conversation, conversation, new_client
from desk.deeds.all import BY_ID
from desk.deeds.groups import grouped
from desk.faults import Missing
from desk.forms import whole
from desk.kept import Kept
from desk.leaving import leaving
from desk.next_step import next_step
from desk.own_page import own_page
from desk.own_words import in_own_words
from desk.pages import page
from desk.sight import seen, shown
from desk.timeline import timelines
from desk.turns import talk_of
from desk.visitor import Number, Reader, Visitor
from desk.writing import writing
from intake.close import REASONS
from intake.identity import BY_HAND
from intake.mention import may_be_mentioned
from storage import casebook
from storage.dossier import Dossier, dossier
from storage.page import Page

router = APIRouter()

Looked = tuple[Dossier, Conversation | None, list[str]]

DONE = (
    *("approved", "returned", "assigned", "released", "closed", "joined", "confirmed", "corrected", "registered"),
    *("taken", "given_back", "noted", "undone", "approved_first"),
)
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
    desk = console(request)
    found, talk, mentionable = await desk.book.read(_look, me, number, desk)
    beside = await desk.book.read(writing, found, me)
    kept = kept or beside.kept
    done, now = request.query_params.get("done"), desk.clock()
    view, office = case_view(found, me, kept), desk.offices[me.staff.organisation]
    facts: dict[str, Any] = {
        "view": view,
        "shown": talk_of(view.turns, whole(request.query_params.get("until"))),
        "step": next_step(view, talk),
        "deed_groups": grouped(view.deeds, view.not_now),
        "timelines": timelines(found, office, now),
        "mentionable": mentionable,
        "talk": talk,
        "leaving": leaving(found, now),
        "writing": beside,
        "own_words": in_own_words(view, me),
        "own": own_page(found, office, now),
    }
    said = {"kept": kept, "done": done if done in {*DONE, *BY_ID} else "", "new_client": new_client}
    return page(request, "case.html", me, status, **facts, **said, reasons=REASONS, ways=BY_HAND, deeds=BY_ID)


def _look(book_page: Page, me: Visitor, number: str, desk: Console) -> Looked:
    found = visible(book_page, me, number)
    able = may_be_mentioned(book_page, found.case, me.policy)
    names = [f"@{one.name}" for one in able if one.id != me.staff.id]
    return found, conversation(book_page, found.case, me, desk), names


def visible(book_page: Page, me: Visitor, number: str) -> Dossier:
    """Give a case that a person may see; raise Missing otherwise, whether or not there is one."""
    seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
    found = dossier(book_page, me.staff.organisation, number)
    if found is None:
        raise Missing
    return shown(book_page, found, me)
