"""The log of improvements: what is to be done better, and what was (P-MX-08)."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from cases.organisation import Sight
from desk.deeds.improving import lesson, lesson_fields
from desk.deeds.interface import Answers, Offered
from desk.faults import Forged, Missing
from desk.pages import page
from desk.visitor import Desk, Form, Key, Posted, Reader, Visitor
from intake.improve import carry_out, improve
from storage import improvements
from storage import staff as people

router = APIRouter()

MOST = 500
"""So many entries stand on the page."""


@router.get("/desk/improvements")
async def log(request: Request, me: Reader, desk: Desk) -> Response:
    """Show the log, with a form for what no case taught."""
    return await _show(request, me, desk)


@router.post("/desk/improvements")
async def entry(request: Request, sent: Form, desk: Desk) -> Response:
    """Enter an improvement."""
    _check(sent)
    me, now = sent.visitor, desk.clock()
    try:
        await desk.book.run(improve, lesson(Answers(sent.form), None), me.staff, me.policy, now)
    except NotAllowed as refusal:
        return await _show(request, me, desk, str(refusal))
    return RedirectResponse("/desk/improvements", 303)


@router.post("/desk/improvements/{id_}/closure")
async def done(request: Request, id_: Key, sent: Form, desk: Desk) -> Response:
    """Note that an improvement was made."""
    _check(sent)
    try:
        await desk.book.run(carry_out, id_, sent.visitor.staff, desk.clock())
    except (AlreadyDone, NotAllowed) as refusal:
        return await _show(request, sent.visitor, desk, str(refusal))
    return RedirectResponse("/desk/improvements", 303)


def _check(sent: Posted) -> None:
    if not sent.genuine:
        raise Forged
    if sent.visitor.role.sight is not Sight.CASES:
        raise Missing


async def _show(request: Request, me: Visitor, desk: Desk, why: str = "") -> Response:
    if me.role.sight is not Sight.CASES:
        raise Missing
    entries = await desk.book.read(improvements.listed, me.staff.organisation, MOST)
    names = await desk.book.read(people.names, me.staff.organisation)
    deed = Offered("improvement", lesson_fields(names))
    return page(request, "improvements.html", me, 422 if why else 200, entries=entries, names=names, deed=deed, why=why)
