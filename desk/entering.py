"""The last step of every way in: a session is opened, the browser is known from now on, and a page follows."""

from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from cases.staff import Staff
from desk.again import ask_more, show_again
from desk.console import Console
from desk.devices import device_of, known_by, remember
from desk.faults import NotLoggedIn
from desk.forms import local_path
from desk.kept import Unsent
from desk.visitor import lacks, welcome
from intake.staff_letters import tell_device
from storage import devices, sessions
from storage.page import Page
from storage.sessions import Entrance, Session


async def enter(request: Request, desk: Console, staff: Staff, form: Mapping[str, str], *, strong: bool) -> Response:
    """Let somebody in, where they wanted to go or to the form that they were sending.

    `strong`: with more than a password.
    """
    secret, known = await open_session(request, desk, staff, strong=strong)
    session = await desk.book.read(sessions.find, secret, desk.clock())
    if session is None:
        raise NotLoggedIn
    answer = await _landing(request, desk, session, form)
    set_session(answer, desk, secret, known)
    return answer


async def open_session(request: Request, desk: Console, staff: Staff, *, strong: bool) -> tuple[str, str]:
    """Open a session; give its secret, and that by which the browser is known."""
    secret, now = sessions.new_secret(), desk.clock()
    known = known_by(request, desk) or sessions.new_secret()
    entry = Entrance(device_of(request), strong, desk.access.longest)

    def use_case(page: Page) -> None:
        before, any_ = devices.remember(page, staff, known, now)
        if any_ and not before and desk.access.tells_devices:
            tell_device(page, staff, entry.device, desk.offices[staff.organisation], now)
        sessions.begin(page, staff, secret, now, entry)

    await desk.book.run(use_case)
    return secret, known


def set_session(answer: Response, desk: Console, secret: str, known: str) -> None:
    """Let a browser keep the secret of a session, out of reach of scripts and of other sites, and that it is known."""
    answer.set_cookie(
        desk.cookie,
        secret,
        max_age=int(desk.access.longest.total_seconds()),
        path="/",
        secure=desk.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    remember(answer, desk, known)


async def _landing(request: Request, desk: Console, session: Session, form: Mapping[str, str]) -> Response:
    unsent, me = Unsent.unpacked(form), welcome(desk, session)
    if not unsent:
        return go_to(form.get("next"))
    if lacks(desk, me):
        return ask_more(request, me, unsent)
    return await show_again(request, me, unsent, "kept.session")


def go_to(path: str | None) -> Response:
    """Lead to one of the desk's own pages."""
    return RedirectResponse(local_path(path), 303)
