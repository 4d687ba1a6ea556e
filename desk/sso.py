"""Logging in at an organisation's own provider. Who comes back is staff already, or has a role by what it says.

The browser keeps a sealed note of its leaving, which comes along from another site (SameSite=Lax) and opens nothing.
"""

import json
from datetime import timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import NotAllowed, TryLater
from cases.staff import Staff
from desk.access import Seal
from desk.console import Console
from desk.entering import open_session, set_session
from desk.faults import Missing
from desk.forms import local_path
from desk.login import login_page
from desk.pages import guest_page
from desk.sso_client import Leaving, Relying, leave
from desk.visitor import Desk, find_visitor
from intake.single_sign_on import Vouched, arrive
from storage import sessions

router = APIRouter()

GOOD_FOR = timedelta(minutes=15)
"""So long somebody may take at the provider."""


class Note(NamedTuple):
    """What the browser keeps while its person is at the provider. `handle` names the session that they are in."""

    organisation: str
    state: str
    nonce: str
    verifier: str
    next: str
    handle: str


@router.get("/desk/sso/{organisation}")
async def leaving(request: Request, organisation: str, desk: Desk, next: str = "") -> Response:  # noqa: A002 - in the address
    """Send a person to the provider of an organisation; one who is logged in shows there anew who they are."""
    relying, going, me = _relying(desk, organisation), leave(), await find_visitor(request)
    again = me is not None and me.staff.organisation == organisation
    try:
        door = await relying.door(going, _back(desk, organisation), again=again)
    except (TryLater, NotAllowed):
        return login_page(request, 503, fault="login.sso_away")
    handle = sessions.handle_of(request.cookies.get(desk.cookie, "")) if again else ""
    note = Note(organisation, going.state, going.nonce, going.verifier, local_path(next), handle)
    answer = RedirectResponse(door, 303)
    answer.set_cookie(
        _cookie(desk),
        desk.access.sealed(Seal.SSO, json.dumps(note), desk.clock()),
        max_age=int(GOOD_FOR.total_seconds()),
        path="/",
        secure=desk.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/desk/sso/{organisation}/back")
async def back(request: Request, organisation: str, desk: Desk, code: str = "", state: str = "") -> Response:
    """Let in whoever comes back from the provider, where it vouches for somebody of ours."""
    relying, note, now = _relying(desk, organisation), _note(request, desk), desk.clock()
    if note is None or not code or (note.organisation, note.state) != (organisation, state):
        return login_page(request, 401, fault="login.sso_wrong")
    try:
        going, again = Leaving(note.state, note.nonce, note.verifier), bool(note.handle)
        came = await relying.came(going, code, _back(desk, organisation), now, again=again)
    except NotAllowed:
        return login_page(request, 403, fault="login.sso_refused")
    except TryLater:
        return login_page(request, 503, fault="login.sso_away")
    try:
        vouched = Vouched(organisation, came.email, came.name, came.role)
        staff = await desk.book.run(arrive, vouched, desk.offices[organisation], now)
    except NotAllowed:
        return login_page(request, 403, fault="login.sso_unknown")
    return await _in(request, desk, staff, note)


async def _in(request: Request, desk: Console, staff: Staff, note: Note) -> Response:
    """Let somebody in, or note that who was in has shown anew who they are.

    The page that follows is one of ours, which loads the next: what a browser sends on the way back from another site
    is without the cookie of the session (SameSite=Strict).
    """
    if note.handle:
        await desk.book.run(sessions.prove_handle, staff, note.handle, desk.clock())
        answer = guest_page(request, "said.html", said="proof.came_back")
    else:
        secret, known = await open_session(request, desk, staff, strong=True)
        answer = guest_page(request, "onward.html", to=note.next)
        set_session(answer, desk, secret, known)
    answer.delete_cookie(_cookie(desk), path="/", secure=desk.secure_cookies, httponly=True, samesite="lax")
    return answer


def _note(request: Request, desk: Console) -> Note | None:
    said = desk.access.opened(Seal.SSO, request.cookies.get(_cookie(desk), ""), desk.clock(), GOOD_FOR)
    return Note(*json.loads(said)) if said else None


def _relying(desk: Console, organisation: str) -> Relying:
    """Give what we know of an organisation's provider; raise Missing where it has none."""
    if organisation not in desk.relying or organisation not in desk.offices:
        raise Missing
    return desk.relying[organisation]


def _back(desk: Console, organisation: str) -> str:
    return f"{desk.address}/desk/sso/{organisation}/back"


def _cookie(desk: Console) -> str:
    return f"{desk.cookie}-sso"
