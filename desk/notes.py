"""Notes of staff about a case: written on its page, read by whoever may see it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.case import Case
from desk.acts import on_case
from desk.visitor import Desk, Form, Number
from intake.note import Noting, write_note
from storage.page import Page

router = APIRouter()


@router.post("/desk/cases/{number}/notes")
async def noting(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Write a note."""
    me, now, form = sent.visitor, desk.clock(), sent.form

    def act(page: Page, case: Case) -> None:
        noting = Noting(case.id, form.get("client", "")[:64], form.get("text", ""))
        write_note(page, noting, me.staff, desk.offices[me.policy.id], now)

    answer = await on_case(request, desk, number, sent, ("noted", act))
    if isinstance(answer, RedirectResponse):
        answer.headers["location"] += "#notes"
    return answer
