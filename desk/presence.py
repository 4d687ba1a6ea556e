"""Who else has a case's page open, or types into its draft: an open page asks now and then, and says that it is there.

It keeps nobody logged in, and of whoever may not see the case nothing is told.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from cases.errors import TryLater
from cases.staff import Staff, sees
from desk.faults import Missing, NotLoggedIn
from desk.forms import check_origin, read_form, token_fits
from desk.pages import fragment
from desk.sight import seen
from desk.visitor import Desk, Number, Visitor, demand, still_in
from intake.uninvolved import as_of_now
from storage import case_watch, casebook
from storage import staff as people
from storage.case_watch import Watch
from storage.page import Page

router = APIRouter()


@router.post("/desk/cases/{number}/presence")
async def presence(request: Request, number: Number, desk: Desk) -> Response:
    """Note that somebody looks at a case, and tell who else does."""
    check_origin(request)
    form = await read_form(request)
    me = await still_in(request)
    if me is None:
        raise NotLoggedIn
    demand(desk, me)
    if not token_fits(form, me.csrf):
        raise Missing
    now, edits = desk.clock(), form.get("edits") == "1"

    def look(page: Page) -> tuple[tuple[Watch, ...], dict[int, str]]:
        case = seen(page, casebook.by_number(page, me.staff.organisation, number), me)
        case_watch.look(page, case, Watch(me.staff.id, edits), now)
        able = {one.id for one in _able(page, me) if sees(one, as_of_now(page, case, me.policy), me.policy)}
        there = tuple(one for one in case_watch.others(page, case, me.staff.id, now) if one.staff in able)
        return there, people.names(page, case.organisation) if there else {}

    try:
        there, names = await desk.book.run(look)
    except TryLater:
        return Response(status_code=204)
    return HTMLResponse(fragment("presence.html", desk, me, there=there, names=names))


def _able(page: Page, me: Visitor) -> tuple[Staff, ...]:
    known = {role.id for role in me.policy.roles}
    return tuple(one for one in people.working(page, me.staff.organisation) if one.role in known)
