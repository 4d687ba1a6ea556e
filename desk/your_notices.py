"""What a person of staff is told, and how: the calendar of deadlines, the daily overview, notices about cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import NotAllowed
from cases.staff import sees_persons
from desk.console import Console
from desk.forms import whole
from desk.pages import page
from desk.visitor import Desk, Form, Guest, Visitor
from desk.you import genuine
from intake.calendar_feed import REMINDS
from intake.staff_telegram import is_offered
from intake.told import SOON, Wishes, choose, offered_zones, silenceable
from storage import feeds, notice_choices, staff_telegrams
from storage.feeds import Feed
from storage.notice_choices import Choice, Quiet
from storage.page import Page
from storage.staff_telegrams import Linked

router = APIRouter()

DONE = ("saved", "ended", "unlinked")
"""What the page may say was just done."""

DAYS = range(1, 8)


@dataclass(frozen=True)
class Told:
    """What the page shows: the calendar and the Telegram are there or not, and what was chosen.

    `offers`: the organisation has a bot that staff can be told by.
    """

    feed: Feed | None
    choice: Choice
    linked: Linked | None
    offers: bool


@dataclass(frozen=True)
class Fresh:
    """What was just made and is shown this once: the calendar's address, a code for Telegram; or why not."""

    address: str = ""
    code: str = ""
    fault: str = ""
    typed: Choice | None = None


NOTHING = Fresh()


@router.get("/desk/you/notices")
async def notices(request: Request, me: Guest, desk: Desk) -> Response:
    """Show what one is told, and how."""
    return await show_notices(request, me, desk)


@router.post("/desk/you/notices")
async def save(request: Request, sent: Form, desk: Desk) -> Response:
    """Choose what one is told, and when."""
    genuine(sent)
    me, form = sent.visitor, sent.form
    silent = tuple(news for news in silenceable() if f"tell.{news}" not in form)
    soon, drafts = whole(form.get("soon")), "drafts" in form and me.role.approves
    wishes = Wishes("daily" in form, form.get("zone", ""), silent, _quiet(form), drafts, soon)
    typed = Choice(wishes.daily, wishes.zone, frozenset(silent), None, wishes.quiet, 0 if drafts else None, soon)
    if wishes.quiet and not wishes.quiet.days:
        return await show_notices(request, me, desk, fresh=Fresh(fault="no_days", typed=typed))
    try:
        await desk.book.run(choose, me.staff, wishes, desk.offices[me.policy.id])
    except NotAllowed:
        return await show_notices(request, me, desk, fresh=Fresh(fault="no_time", typed=typed))
    return done("saved")


async def show_notices(request: Request, me: Visitor, desk: Console, *, fresh: Fresh = NOTHING) -> Response:
    """Show what a person is told, and how; with what was just made, or what could not be chosen."""
    told = await desk.book.read(_told(me))
    said = request.query_params.get("done", "")
    facts: dict[str, Any] = {"told": told, "fresh": fresh, "done": said if said in DONE else ""}
    facts |= {"choice": fresh.typed or told.choice, "days": DAYS, "soon": SOON, "approves": me.role.approves}
    facts |= {"reminds": REMINDS, "tellable": silenceable(), "cases": sees_persons(me.staff, me.policy)}
    facts["zones"] = offered_zones(desk.offices[me.policy.id], told.choice)
    facts["hours"] = f"{me.policy.hours.start:%H:%M}–{me.policy.hours.end:%H:%M}"
    return page(request, "notices.html", me, 422 if fresh.fault else 200, **facts)


def _quiet(form: Mapping[str, str]) -> Quiet | None:
    """Give the quiet hours of a form, None where there are none, or what stands there is no time."""
    try:
        start, end = (time.fromisoformat(form.get(name, "")) for name in ("quiet_from", "quiet_until"))
    except ValueError:
        return None
    days = frozenset(day for day in DAYS if f"quiet.{day}" in form)
    return Quiet(start.replace(second=0, microsecond=0, tzinfo=None), end.replace(second=0, tzinfo=None), days)


def done(what: str) -> Response:
    """Lead back to the page, which says what was done."""
    return RedirectResponse(f"/desk/you/notices?done={what}", 303)


def _told(me: Visitor) -> Callable[[Page], Told]:
    def look(book_page: Page) -> Told:
        return Told(
            feeds.of_person(book_page, me.staff),
            notice_choices.of_person(book_page, me.staff),
            staff_telegrams.of_person(book_page, me.staff),
            is_offered(book_page, me.policy.id),
        )

    return look
