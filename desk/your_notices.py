"""What a person of staff is told, and how: the calendar of deadlines, the daily overview, letters about cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.staff import sees_persons
from desk.console import Console
from desk.pages import page
from desk.visitor import Desk, Form, Guest, Visitor
from desk.you import genuine
from intake.calendar_feed import REMINDS
from intake.told import Wishes, choose, offered_zones, silenceable
from storage import feeds, notice_choices
from storage.feeds import Feed
from storage.notice_choices import Choice
from storage.page import Page

router = APIRouter()

DONE = ("saved", "ended")
"""What the page may say was just done."""


@dataclass(frozen=True)
class Told:
    """What the page shows: the calendar's address is there or not, and what was chosen."""

    feed: Feed | None
    choice: Choice


@router.get("/desk/you/notices")
async def notices(request: Request, me: Guest, desk: Desk) -> Response:
    """Show what one is told, and how."""
    return await show_notices(request, me, desk)


@router.post("/desk/you/notices")
async def save(sent: Form, desk: Desk) -> Response:
    """Choose what one is told."""
    genuine(sent)
    form = sent.form
    silent = tuple(news for news in silenceable() if f"tell.{news}" not in form)
    wishes = Wishes("daily" in form, form.get("zone", ""), silent)
    await desk.book.run(choose, sent.visitor.staff, wishes, desk.offices[sent.visitor.policy.id])
    return done("saved")


async def show_notices(request: Request, me: Visitor, desk: Console, address: str = "") -> Response:
    """Show what a person is told, and how; with the calendar's address where it was just made."""
    told = await desk.book.read(_told(me))
    said = request.query_params.get("done", "")
    facts: dict[str, Any] = {"told": told, "address": address, "done": said if said in DONE else ""}
    facts |= {"reminds": REMINDS, "tellable": silenceable(), "cases": sees_persons(me.staff, me.policy)}
    facts["zones"] = offered_zones(desk.offices[me.policy.id], told.choice)
    facts["hours"] = f"{me.policy.hours.start:%H:%M}–{me.policy.hours.end:%H:%M}"
    return page(request, "notices.html", me, **facts)


def done(what: str) -> Response:
    """Lead back to the page, which says what was done."""
    return RedirectResponse(f"/desk/you/notices?done={what}", 303)


def _told(me: Visitor) -> Callable[[Page], Told]:
    def look(book_page: Page) -> Told:
        return Told(feeds.of_person(book_page, me.staff), notice_choices.of_person(book_page, me.staff))

    return look
