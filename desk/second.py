"""The second half of a log-in: a code of the person's device, or one of those on paper."""

from fastapi import APIRouter, Request, Response

from cases.staff import Staff
from desk import codes
from desk.access import Seal
from desk.console import Console
from desk.entering import enter
from desk.forms import check_origin, read_form, whole
from desk.login import GOOD_FOR, login_page, may_enter, second_page
from desk.trying import trying, wait_until
from desk.visitor import Desk
from storage import tries

router = APIRouter()


@router.post("/desk/login/second")
async def second(request: Request, desk: Desk) -> Response:
    """Open a session for whoever knew the password and has the device."""
    check_origin(request)
    form = await read_form(request)
    now, half = desk.clock(), form.get("half", "")
    staff = await _half_in(desk, half)
    if staff is None:
        return login_page(request, 401, form, fault="login.again")
    who = await trying(request, desk, staff.email, f"code {staff.organisation}")
    if await wait_until(desk, who, now):
        return second_page(request, half, form, "login.second_wait")
    if not await desk.book.run(codes.take, staff, desk.access, form.get("code", ""), now):
        return second_page(request, half, form, "login.code_wrong")
    await desk.book.run(tries.forgive, who, now)
    return await enter(request, desk, staff, form, strong=True)


async def _half_in(desk: Console, half: str) -> Staff | None:
    """Give whoever knew the password a short while ago."""
    said = desk.access.opened(Seal.HALF, half, desk.clock(), GOOD_FOR)
    organisation, _, id_ = (said or "").partition(" ")
    return await desk.book.read(may_enter, desk, (organisation, whole(id_)), desk.clock())
