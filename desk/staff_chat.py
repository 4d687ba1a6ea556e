"""Telegram for staff: a code that links one's chat with the organisation's bot, shown once; and the end of it."""

from fastapi import APIRouter, Request, Response

from cases.staff import sees_persons
from desk.faults import Missing
from desk.proof import Proven
from desk.visitor import Desk, Form
from desk.you import genuine
from desk.your_notices import Fresh, done, show_notices
from intake.staff_telegram import begin, is_offered, new_code, unlink

router = APIRouter()


@router.post("/desk/you/telegram")
async def begin_link(request: Request, sent: Proven, desk: Desk) -> Response:
    """Make a code that links one's Telegram, which is shown this once; the one before links nothing any more."""
    genuine(sent)
    me = sent.visitor
    if not sees_persons(me.staff, me.policy) or not await desk.book.read(is_offered, me.policy.id):
        raise Missing
    code = new_code()
    await desk.book.run(begin, me.staff, code, desk.clock())
    return await show_notices(request, me, desk, fresh=Fresh(code=code))


@router.post("/desk/you/telegram/end")
async def end_link(sent: Form, desk: Desk) -> Response:
    """Be told by mail again."""
    genuine(sent)
    if not sees_persons(sent.visitor.staff, sent.visitor.policy):
        raise Missing
    await desk.book.run(unlink, sent.visitor.staff, desk.clock())
    return done("unlinked")
