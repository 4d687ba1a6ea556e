"""The queue: what has to be done, the latest first. Roles that may see no person see numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.case import Case
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Channel
from cases.staff import queues_of, sees_persons
from desk.asked import NOBODY, Asked, View
from desk.bulk import PICKED
from desk.console import console
from desk.conversation import waiting
from desk.faults import Forged, Missing
from desk.pages import page
from desk.visitor import Desk, Form, Guest, Reader, Visitor
from storage import mailbox_watch, saved_views, views, webhooks
from storage import staff as people
from storage.page import Page
from storage.reach import Place
from storage.views import Line, Tally

router = APIRouter()

LINES = 50
"""So many cases on one page."""

LONGEST_NAME = 40
"""A saved view's name is no longer, or the bar would be."""


@dataclass(frozen=True)
class QueueView:
    """A page of the queue: lines, what each view and each queue counts, names of staff, and the next page's address.

    `saved` are the person's own views: name and address. `waiting` are cases in whose chats somebody waits for a
    person, and since when. `silent` names mailboxes that nobody reads: a queue that is empty for that reason is no good
    news. `hook_off` is since when a system of the organisation's own is told nothing any more, None while it is.
    """

    asked: Asked
    lines: tuple[Line, ...]
    counts: Mapping[View, int]
    tallies: tuple[Tally, ...]
    colleagues: Mapping[int, str]
    names: Mapping[int, str]
    saved: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[Case, datetime], ...]
    more: str | None
    silent: tuple[str, ...]
    hook_off: datetime | None


@router.get("/desk/")
async def queue(request: Request, me: Guest, desk: Desk, after: str = "") -> Response:
    """Show the queue."""
    if not sees_persons(me.staff, me.policy):
        ids = [queue.id for queue in me.policy.queues]
        tallies = await desk.book.read(views.tally, me.staff.organisation, ids, desk.clock(), None)
        return page(request, "numbers.html", me, tallies=tallies)
    return await show_queue(request, me, Asked.read(request.query_params, me), after)


@router.get("/desk/held")
async def held(_me: Reader) -> Response:
    """Lead to what waits for a person's judgement."""
    return RedirectResponse(f"/desk/{Asked(View.HELD).query()}", 303)


@router.post("/desk/views")
async def save_view(request: Request, sent: Form, desk: Desk) -> Response:
    """Save the view that is shown under a name, or remove one that was saved."""
    if not sent.genuine:
        raise Forged(sent.form)
    if not sees_persons(sent.visitor.staff, sent.visitor.policy):
        raise Missing
    me, asked = sent.visitor, Asked.read(sent.form, sent.visitor)
    name, gone = " ".join(sent.form.get("name", "").split())[:LONGEST_NAME], sent.form.get("remove", "")
    try:
        if gone:
            await desk.book.run(saved_views.remove, me.staff, gone)
        elif name:
            await desk.book.run(saved_views.save, me.staff, name, asked.query())
    except NotAllowed:
        return await show_queue(request, me, asked, refused="views.too_many")
    return RedirectResponse(f"/desk/{asked.query()}", 303)


async def show_queue(request: Request, me: Visitor, asked: Asked, after: str = "", refused: str = "") -> Response:
    """Give a page of the queue; `refused` is the key of what is to be told about something that was not done."""
    desk = console(request)
    view = await desk.book.read(look, me, asked, Place.parse(after), desk.clock())
    facts = {
        "view": view,
        "waiting": view.waiting,
        "views": tuple(View),
        "nobody": NOBODY,
        "kinds": tuple(Kind),
        "channels": tuple(Channel),
        "picked": PICKED,
        "refused": refused,
    }
    return page(request, "queue.html", me, 422 if refused else 200, **facts)


def look(book_page: Page, me: Visitor, asked: Asked, after: Place | None, now: datetime) -> QueueView:
    """Look up what a page of the queue shows to a person."""
    organisation, names = me.staff.organisation, people.names(book_page, me.staff.organisation)
    mine = queues_of(me.staff, me.policy)  # who sees no whole queue has nobody else's cases to filter by
    lines, more = views.walk(book_page, asked.reach(me, now), after, LINES)
    return QueueView(
        asked=asked,
        lines=lines,
        counts=counted(book_page, me, now),
        tallies=views.tally(book_page, organisation, mine, now, me.staff.id),
        colleagues={one.id: one.name for one in people.working(book_page, organisation)} if mine else {},
        names=names,
        saved=saved_views.of(book_page, me.staff),
        waiting=waiting(book_page, me),
        more=asked.query(more) if more else None,
        silent=mailbox_watch.silent(book_page, organisation),
        hook_off=webhooks.off_since(book_page, organisation),
    )


def counted(book_page: Page, me: Visitor, now: datetime) -> dict[View, int]:
    """Count what each view shows a person."""
    return {view: views.count(book_page, Asked(view).reach(me, now)) for view in View}
