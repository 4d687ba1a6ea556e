"""What is done to a letter that was approved: it is taken back before it leaves."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from desk.cases import show_case
from desk.forms import whole
from desk.kept import Kept
from desk.sight import seen
from desk.visitor import Desk, Form, Key
from intake.undo import Undoing, undo
from storage import casebook, outbox
from storage.page import Page

router = APIRouter()


@router.post("/desk/letters/{letter}/undo")
async def undoing(request: Request, letter: Key, sent: Form, desk: Desk) -> Response:
    """Take an approved letter back before it leaves."""
    me, now = sent.visitor, desk.clock()
    what = Undoing(me.staff.organisation, letter, whole(sent.form.get("version")))

    def use_case(page: Page) -> str:
        entry = outbox.find(page, me.staff.organisation, letter)
        case = casebook.find(page, me.staff.organisation, entry.outgoing.case) if entry else None
        mine = seen(page, case, me)
        undo(page, what, me.staff, me.policy, now)
        return mine.number

    number = sent.form.get("number", "")
    if not sent.genuine:
        return await show_case(request, me, number, Kept.of(sent.form, "kept.stale"), 403)
    try:
        number = await desk.book.run(use_case)
    except AlreadyDone:
        return await show_case(request, me, number, Kept.of(sent.form, "undo.over"), 409)
    except NotAllowed as refusal:
        return await show_case(request, me, number, Kept.of(sent.form, "kept.refused", str(refusal)), 422)
    return RedirectResponse(f"/desk/cases/{number}?done=undone#drafts", 303)
