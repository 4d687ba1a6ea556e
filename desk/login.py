"""Logging in and out. A page that was being written when the session ended is carried through the log-in."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import NotAllowed, TryLater
from cases.staff import Staff
from desk import passkeys
from desk.access import Seal
from desk.console import Console, console
from desk.devices import peer_of
from desk.entering import enter, go_to
from desk.forms import check_origin, local_path, read_form
from desk.kept import Unsent
from desk.pages import guest_page
from desk.passkeys import Gate
from desk.passwords import opens
from desk.trying import trying, wait_until
from desk.visitor import Desk, NewcomerForm, find_visitor
from intake.give_back import left_alone
from storage import factors, sessions, tries
from storage import staff as people
from storage.page import Page
from storage.staff import Account

router = APIRouter()


@router.get("/desk/login")
async def form(
    request: Request,
    desk: Desk,
    next: str = "",  # noqa: A002 - the name in the address
    told: str = "",
    of: str = "",
) -> Response:
    """Show the form, or go on where somebody is logged in already.

    `of`: the organisation of somebody who has just logged out; its own log-in may still let them in.
    """
    if await find_visitor(request):
        return go_to(next)
    onward = await _way_out(desk, of) if told == "out" else None
    name = desk.policies[of].name if onward else ""
    return login_page(request, next=local_path(next), told=told if told in TOLD else None, onward=onward, name=name)


GOOD_FOR = timedelta(minutes=10)
"""So long the second half of a log-in may take."""

TOLD = ("out", "sent")
"""What the form may say before anybody typed: that they are logged out, or that a letter is on its way."""


@router.post("/desk/login")
async def log_in(request: Request, desk: Desk) -> Response:
    """Open a session for whoever knows a password; ask which organisation, where it opens several."""
    check_origin(request)
    form = await read_form(request)
    now, who = desk.clock(), await trying(request, desk, form.get("email", ""))
    until = await wait_until(desk, who, now)
    if until:
        return wait(request, form, until, now)
    accounts = await _opened(desk, form, now)
    if not accounts:
        return login_page(request, 401, form, fault="login.wrong")
    await desk.book.run(tries.forgive, who, now)
    if len(accounts) > 1:
        choices = {account.staff.organisation: desk.policies[account.staff.organisation].name for account in accounts}
        return login_page(request, 200, form, choices=choices)
    return await _further(request, desk, accounts[0].staff, form)


@router.post("/desk/login/passkey")
async def with_passkey(request: Request, desk: Desk) -> Response:
    """Open a session for whoever shows a passkey: it stands for the password and the second factor."""
    check_origin(request)
    form = await read_form(request)
    now, who = desk.clock(), await trying(request, desk, "", f"passkey {peer_of(request)}")
    until = await wait_until(desk, who, now)
    if until:
        return wait(request, form, until, now)
    gate = Gate(desk.access, desk.address)
    staff = await desk.book.run(_of_passkey, desk, gate, form.get("passkey", ""), now)
    if staff is None or not desk.access.offers:
        return login_page(request, 401, form, fault="login.passkey_wrong")
    await desk.book.run(tries.forgive, who, now)
    return await enter(request, desk, staff, form, strong=True)


@router.post("/desk/logout")
async def log_out(request: Request, desk: Desk, sent: NewcomerForm) -> Response:
    """End the session here and in the browser; where there is single sign-on, offer to end that too."""
    if sent.genuine:
        await desk.book.run(sessions.end, request.cookies[desk.cookie])
        await desk.book.run(left_alone, desk.offices, desk.clock())
    of = sent.visitor.staff.organisation
    answer = RedirectResponse(f"/desk/login?told=out&of={of}" if of in desk.relying else "/desk/login", 303)
    answer.delete_cookie(desk.cookie, path="/", secure=desk.secure_cookies, httponly=True, samesite="strict")
    return answer


def login_page(
    request: Request,
    status: int = 200,
    form: Mapping[str, str] | None = None,
    **facts: object,
) -> Response:
    """Show the log-in form, with what was typed so far except the password, and the form that it carries."""
    typed, desk = form or {}, console(request)
    unsent = Unsent.unpacked(typed)
    gate = Gate(desk.access, desk.address)
    shown = {
        "next": local_path(typed.get("next")),
        "email": typed.get("email", ""),
        "kept": unsent.packed() if unsent else {},
        "unsent": unsent,
        "passkey": passkeys.options_to_show(gate, desk.clock()) if desk.access.offers and gate.is_open else "",
        "providers": {id_: desk.policies[id_].name for id_ in desk.access.providers if id_ in desk.offices},
    }
    plain: dict[str, object] = {"fault": None, "told": None, "minutes": 0, "choices": {}, "onward": None, "name": ""}
    return guest_page(request, "login.html", status, **{**plain, **shown, **facts})


async def _way_out(desk: Console, organisation: str) -> str | None:
    """Give where people log out of their organisation's own log-in, None where it has no such page or is away."""
    if organisation not in desk.relying or organisation not in desk.offices:
        return None
    try:
        return await desk.relying[organisation].way_out(f"{desk.address}/desk/login")
    except (TryLater, NotAllowed):
        return None


def carried(form: Mapping[str, str]) -> dict[str, str]:
    """Give the fields in which a form of the log-in carries another form that was being sent."""
    unsent = Unsent.unpacked(form)
    return unsent.packed() if unsent else {}


def wait(request: Request, form: Mapping[str, str], until: datetime, now: datetime) -> Response:
    """Say how long to wait, and how else to get in."""
    seconds = max(1, ceil((until - now).total_seconds()))
    answer = login_page(request, 429, form, fault="login.wait", minutes=ceil(seconds / 60))
    answer.headers["Retry-After"] = str(seconds)
    return answer


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


async def _further(request: Request, desk: Console, staff: Staff, form: Mapping[str, str]) -> Response:
    """Let somebody in who knows the password, or ask for the second factor that they have."""
    have = await desk.book.read(factors.of_person, staff) if desk.access.offers else None
    if not have:
        return await enter(request, desk, staff, form, strong=False)
    half = desk.access.sealed(Seal.HALF, f"{staff.organisation} {staff.id}", desk.clock())
    return second_page(request, half, form, codes=have.codes)


def second_page(
    request: Request, half: str, form: Mapping[str, str], fault: str | None = None, *, codes: bool = True
) -> Response:
    """Ask for the second factor, with the form that the log-in carries; `half` is the log-in so far."""
    desk = console(request)
    gate = Gate(desk.access, desk.address)
    shown = {
        "half": half,
        "next": local_path(form.get("next")),
        "kept": carried(form),
        "codes": codes,
        "passkey": passkeys.options_to_show(gate, desk.clock()) if gate.is_open else "",
        "fault": fault,
    }
    return guest_page(request, "second.html", 401 if fault else 200, **shown)


def _of_passkey(page: Page, desk: Console, gate: Gate, written: str, now: datetime) -> Staff | None:
    key = passkeys.shown(page, gate, written, now)
    return may_enter(page, desk, (key.organisation, key.staff), now) if key else None


def may_enter(page: Page, desk: Console, who: tuple[str, int], now: datetime) -> Staff | None:
    """Give a person, by organisation and id, who may log in now; None where nobody such may."""
    account = people.by_id(page, *who) if who[0] in desk.offices else None
    if account is None or account.disabled or (account.until and account.until <= now):
        return None
    return account.staff
