"""What is kept too long: looked at first, then erased by a sweep that survives this browser and a restart."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from cases.retention import rule_of
from desk.console import Console
from desk.faults import Forged, Missing
from desk.forms import whole
from desk.pages import page
from desk.people import Administrator
from desk.proof import Proven
from desk.visitor import Desk, Visitor
from intake.foresee import LARGEST, foresee
from intake.sweep import STEPS, begin_sweep
from storage import staff as people
from storage import sweeps

router = APIRouter()


@router.get("/desk/admin/retention")
async def retention(request: Request, me: Administrator, desk: Desk) -> Response:
    """Show what a sweep would erase now, and how the last one went, for roles that administer."""
    return await _show(request, me, desk)


@router.post("/desk/admin/retention")
async def sweeping(request: Request, sent: Proven, desk: Desk) -> Response:
    """Erase what is kept too long: as much as the page showed, which was typed once more."""
    me, form = sent.visitor, sent.form
    if not sent.genuine:
        raise Forged(form)
    if not me.role.administers:
        raise Missing
    seen, typed = whole(form.get("seen")), form.get("typed", "").strip()
    if typed != str(seen):
        return await _show(request, me, desk, "admin.sweep.wrong", 422)
    try:
        await desk.book.run(begin_sweep, seen, me.staff, desk.offices[me.policy.id], desk.clock())
    except AlreadyDone:
        return await _show(request, me, desk, "admin.sweep.stale", 409)
    except NotAllowed:
        raise Missing from None
    return RedirectResponse("/desk/admin/retention", 303)


async def _show(request: Request, me: Visitor, desk: Console, refused: str = "", status: int = 200) -> Response:
    last = await desk.book.read(sweeps.last, me.policy.id)
    going = last is not None and not last.done_at
    found = None if going else await desk.book.read(foresee, desk.offices[me.policy.id], desk.clock())
    names = await desk.book.read(people.names, me.policy.id)
    facts: dict[str, Any] = {"last": last, "going": going, "found": found, "names": names, "refused": refused}
    rules = {rule_of(one): one for one in me.policy.retention if one.term}
    kept = {"rules": rules, "steps": tuple(STEPS), "largest": LARGEST, "nightly": desk.house.erases}
    return page(request, "admin_retention.html", me, status, **facts, **kept)
