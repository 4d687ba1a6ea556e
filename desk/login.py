"""Logging in and out. A page that was being written when the session ended is carried through the log-in."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from math import ceil

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from desk.again import show_again
from desk.console import Console
from desk.forms import check_origin, local_path, read_form
from desk.kept import Unsent
from desk.pages import guest_page
from desk.passwords import opens
from desk.visitor import Desk, Form, find_visitor, welcome
from storage import sessions
from storage import staff as people
from storage.sessions import LONGEST, Session
from storage.staff import Account

router = APIRouter()


@router.get("/desk/login")
async def form(request: Request, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Show the form, or go on where somebody is logged in already."""
    if await find_visitor(request):
        return _go_to(next)
    return login_page(request, next=local_path(next))


@router.post("/desk/login")
async def log_in(request: Request, desk: Desk) -> Response:
    """Open a session for whoever knows a password; ask which organisation, where it opens several."""
    check_origin(request)
    form = await read_form(request)
    now, email, peer = desk.clock(), form.get("email", ""), request.client.host if request.client else ""
    wait_until = await desk.book.run(sessions.try_again_at, email, peer, now)
    if wait_until:
        return _wait(request, form, wait_until, now)
    accounts = await _opened(desk, form, now)
    if not accounts:
        return login_page(request, 401, form, fault="login.wrong")
    await desk.book.run(sessions.forgive, email, peer, now)
    if len(accounts) > 1:
        choices = {account.staff.organisation: desk.policies[account.staff.organisation].name for account in accounts}
        return login_page(request, 200, form, choices=choices)
    return await _enter(request, desk, accounts[0], form)


@router.post("/desk/logout")
async def log_out(request: Request, desk: Desk, sent: Form) -> Response:
    """End the session here and in the browser."""
    if sent.genuine:
        await desk.book.run(sessions.end, request.cookies[desk.cookie])
    answer = RedirectResponse("/desk/login", 303)
    answer.delete_cookie(desk.cookie, path="/", secure=desk.secure_cookies, httponly=True, samesite="strict")
    return answer


def login_page(
    request: Request,
    status: int = 200,
    form: Mapping[str, str] | None = None,
    **facts: object,
) -> Response:
    """Show the log-in form, with what was typed so far except the password, and the form that it carries."""
    typed = form or {}
    unsent = Unsent.unpacked(typed)
    kept = unsent.packed() if unsent else {}
    shown = {"next": local_path(typed.get("next")), "email": typed.get("email", ""), "kept": kept}
    return guest_page(request, "login.html", status, **{"fault": None, "minutes": 0, "choices": {}, **shown, **facts})


async def _opened(desk: Console, form: Mapping[str, str], now: datetime) -> list[Account]:
    """Give the accounts that the password opens, having tried as long for an address that nobody has."""
    accounts = await desk.book.read(people.by_email, form.get("email", ""), now)
    wanted = form.get("organisation")
    known = [one for one in accounts if one.staff.organisation in desk.policies]
    asked = [one for one in known if wanted in {None, one.staff.organisation}]
    password = form.get("password", "")
    hashes: list[str | None] = [account.password_hash for account in asked]
    right = await asyncio.gather(*(opens(password, password_hash) for password_hash in hashes or [None]))
    return [account for account, fits in zip(asked, right, strict=False) if fits]


async def _enter(request: Request, desk: Console, account: Account, form: Mapping[str, str]) -> Response:
    secret = sessions.new_secret()
    session = await desk.book.run(sessions.begin, account.staff, secret, desk.clock())
    answer = await _landing(request, desk, session, form)
    answer.set_cookie(
        desk.cookie,
        secret,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=desk.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    return answer


async def _landing(request: Request, desk: Console, session: Session, form: Mapping[str, str]) -> Response:
    unsent = Unsent.unpacked(form)
    if not unsent:
        return _go_to(form.get("next"))
    return await show_again(request, welcome(desk, session), unsent, "kept.session")


def _go_to(path: str | None) -> Response:
    return RedirectResponse(local_path(path), 303)


def _wait(request: Request, form: Mapping[str, str], until: datetime, now: datetime) -> Response:
    seconds = max(1, ceil((until - now).total_seconds()))
    answer = login_page(request, 429, form, fault="login.wait", minutes=ceil(seconds / 60))
    answer.headers["Retry-After"] = str(seconds)
    return answer
