"""A message as it came, for the person who has to judge what is sensitive in it; that they looked is written down.

National numbers stay masked here as everywhere (R-CPR-1, R-BSN-1).
"""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from cases.case import Event
from cases.errors import NotAllowed
from desk.faults import Forged, Missing
from desk.pages import page
from desk.proof import Proven
from desk.sight import hidden_messages, seen
from desk.visitor import Desk, Key, Number, Visitor
from intake.hiding import shown
from reading.numbers import cover, known_in
from storage import casebook, history, messages
from storage.messages import Told
from storage.page import Page

router = APIRouter()


@router.post("/desk/cases/{number}/messages/{message}/unmasked")
async def unmasked(request: Request, number: Number, message: Key, sent: Proven, desk: Desk) -> Response:
    """Show a message without the mask over what waits to be judged."""
    me, now = sent.visitor, desk.clock()
    if not sent.genuine:
        raise Forged

    def look(book_page: Page) -> Told:
        return _told(book_page, me, (number, message), now)

    told = await desk.book.run(look)
    return page(request, "unmasked.html", me, number=number, told=told)


def _told(book_page: Page, me: Visitor, which: tuple[str, int], now: datetime) -> Told:
    number, message = which
    case = seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)
    told = messages.find(book_page, case.organisation, message)
    thread = messages.thread_of(book_page, case.organisation, message)
    if told is None or thread != case.thread or message in hidden_messages(book_page, case, me):
        raise Missing
    if not me.role.approves:
        raise NotAllowed(f"the role of {me.role.id} prepares and does not decide")
    event = Event(now, "shown_unmasked", f"staff {me.staff.id}", {"message": message})
    history.record(book_page, case.organisation, case.id, (event,))
    numbers = known_in((told.subject, told.whole, told.sender_name), told.language)
    return shown(told, lambda text: cover(text, numbers))
