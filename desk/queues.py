"""The queue: what has to be done, the latest first. Roles that may see no person see numbers."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from cases.staff import queues_of, sees_persons
from desk.pages import page
from desk.visitor import Desk, Guest, Reader, Visitor
from storage import mailbox_watch, views, webhooks
from storage import staff as people
from storage.page import Page
from storage.views import Line, Place, Scope, Tally

router = APIRouter()

LINES = 50
"""So many cases on one page."""

MINE = "mine"
"""The filter that shows what is assigned to the person."""


@dataclass(frozen=True)
class QueueView:
    """A page of the queue: lines, what each queue counts, names of staff, and the address of the next page.

    `silent` names mailboxes that nobody reads: a queue that is empty for that reason is no good news. `hook_off` is
    since when a system of the organisation's own is told nothing any more, None while it is.
    """

    lines: tuple[Line, ...]
    tallies: tuple[Tally, ...]
    names: dict[int, str]
    chosen: str
    more: str | None
    silent: tuple[str, ...]
    hook_off: datetime | None


@router.get("/desk/")
async def queue(request: Request, me: Guest, desk: Desk, queue: str = "", after: str = "") -> Response:
    """Show the queue."""
    if not sees_persons(me.staff, me.policy):
        queues = [queue.id for queue in me.policy.queues]
        tallies = await desk.book.read(views.tally, me.staff.organisation, queues, desk.clock())
        return page(request, "numbers.html", me, tallies=tallies)
    view = await _view(desk, me, (queue, after), held=False)
    return page(request, "queue.html", me, view=view, title="queue.title", empty="queue.empty")


@router.get("/desk/held")
async def held(request: Request, me: Reader, desk: Desk, queue: str = "", after: str = "") -> Response:
    """Show what waits for a person's judgement."""
    view = await _view(desk, me, (queue, after), held=True)
    return page(request, "queue.html", me, view=view, title="held.title", empty="held.empty")


async def _view(desk: Desk, me: Visitor, asked: tuple[str, str], *, held: bool) -> QueueView:
    queues, (chosen, after) = queues_of(me.staff, me.policy), asked
    scope = _scope(me, queues, chosen, held=held)
    now = desk.clock()

    def look(book_page: Page) -> QueueView:
        lines, more = views.walk(book_page, scope, Place.parse(after), LINES)
        return QueueView(
            lines=lines,
            tallies=views.tally(book_page, me.staff.organisation, queues, now) if not held else (),
            names=people.names(book_page, me.staff.organisation),
            chosen=chosen if chosen in {MINE, *queues} else "",
            more=f"?{urlencode({'queue': chosen, 'after': str(more)})}" if more else None,
            silent=mailbox_watch.silent(book_page, me.staff.organisation),
            hook_off=webhooks.off_since(book_page, me.staff.organisation),
        )

    return await desk.book.read(look)


def _scope(me: Visitor, queues: tuple[str, ...], chosen: str, *, held: bool) -> Scope:
    if chosen in queues:
        return Scope(me.staff.organisation, (chosen,), held=held, viewer=me.staff.id)
    return Scope(me.staff.organisation, () if chosen == MINE else queues, me.staff.id, held, viewer=me.staff.id)
