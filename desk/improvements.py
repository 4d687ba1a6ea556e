"""The log of improvements: what is to be done better, and what was (P-MX-08)."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, IntakeError, NotAllowed
from cases.organisation import Sight
from desk.console import Console
from desk.deeds.improving import lesson, lesson_fields
from desk.deeds.interface import Answers, Offered
from desk.faults import Forged, Missing
from desk.kept import Kept
from desk.pages import page
from desk.visitor import Desk, Form, Key, Posted, Reader, Visitor
from intake.improve import carry_out, improve, log
from storage import staff as people

router = APIRouter()

MOST = 500
"""So many entries stand on the page."""


@router.get("/desk/improvements")
async def blank(request: Request, me: Reader, desk: Desk) -> Response:
    """Show the log, with a form for what no case taught."""
    if me.role.sight is not Sight.CASES:
        raise Missing
    return await show_log(request, me, desk)


@router.post("/desk/improvements")
async def entry(request: Request, sent: Form, desk: Desk) -> Response:
    """Enter an improvement."""
    _check(sent)
    me, now = sent.visitor, desk.clock()
    try:
        await desk.book.run(improve, lesson(Answers(sent.form), None), me.staff, me.policy, now)
    except (AlreadyDone, NotAllowed) as refusal:
        return await _refused(request, sent, desk, refusal)
    return RedirectResponse("/desk/improvements", 303)


@router.post("/desk/improvements/{id_}/closure")
async def done(request: Request, id_: Key, sent: Form, desk: Desk) -> Response:
    """Note that an improvement was made."""
    _check(sent)
    try:
        await desk.book.run(carry_out, id_, sent.visitor.staff, sent.visitor.policy, desk.clock())
    except (AlreadyDone, NotAllowed) as refusal:
        return await _refused(request, sent, desk, refusal)
    return RedirectResponse("/desk/improvements", 303)


def _check(sent: Posted) -> None:
    if not sent.genuine:
        raise Forged(sent.form)
    if sent.visitor.role.sight is not Sight.CASES:
        raise Missing


async def _refused(request: Request, sent: Posted, desk: Console, refusal: IntakeError) -> Response:
    return await show_log(request, sent.visitor, desk, Kept.of(sent.form, "kept.refused", str(refusal)), 422)


async def show_log(
    request: Request, me: Visitor, desk: Console, kept: Kept | None = None, status: int = 200
) -> Response:
    """Show the log as this person may read it, with what was typed and is not entered."""
    entries = await desk.book.read(log, me.staff, me.policy, MOST)
    names = await desk.book.read(people.names, me.staff.organisation)
    deed = Offered("improvement", lesson_fields(names))
    return page(request, "improvements.html", me, status, entries=entries, names=names, deed=deed, kept=kept)
