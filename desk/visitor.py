"""Who is looking: the session behind the cookie, and the token in every form that is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from cases.organisation import StaffRole
from cases.policy import Policy
from cases.staff import Staff, role_of, sees_persons
from desk.console import Console, console
from desk.faults import Missing, NeedsMore, NotLoggedIn
from desk.forms import check_origin, read_form, token_fits
from desk.texts import Texts, interface
from storage import absences, sessions
from storage.page import Page
from storage.reach import LARGEST_KEY


@dataclass(frozen=True)
class Visitor:
    """A person who is logged in, with the policy, the role and the interface language that follow from it.

    `strong`: more than a password opened the session. `proved_at` is when they last showed who they are.
    """

    staff: Staff
    policy: Policy
    role: StaffRole
    csrf: str
    t: Texts
    strong: bool = False
    proved_at: datetime | None = None


@dataclass(frozen=True)
class Posted:
    """A form that a visitor sent. `genuine` is false where it carries no token, or that of another session."""

    visitor: Visitor
    form: Mapping[str, str]
    genuine: bool


async def find_visitor(request: Request) -> Visitor | None:
    """Give whoever the cookie belongs to, and note that the session is in use; None where nobody is logged in."""
    desk = console(request)
    secret = request.cookies.get(desk.cookie)
    if not secret:
        return None
    now = desk.clock()
    session = await desk.book.read(session_at, desk, secret, now)
    if session is None:
        return None
    if sessions.stale(session, now):
        await desk.book.run(sessions.touch, secret, now)
    return welcome(desk, session)


async def still_in(request: Request) -> Visitor | None:
    """Give whoever the cookie belongs to without noting that the session is in use: a page that lies open is no use."""
    desk = console(request)
    session = await desk.book.read(session_at, desk, request.cookies.get(desk.cookie, ""), desk.clock())
    me = welcome(desk, session) if session else None
    return None if me is None or lacks(desk, me) else me


def session_at(page: Page, desk: Console, secret: str, now: datetime) -> sessions.Session | None:
    """Give the session of a secret, its person with the colleagues whose work they have today."""
    session = sessions.find(page, secret, now, desk.access.idle)
    if session is None or session.staff.organisation not in desk.offices:
        return None
    day = desk.offices[session.staff.organisation].day(now)
    return replace(session, staff=absences.on_duty(page, session.staff, day))


def welcome(desk: Console, session: sessions.Session) -> Visitor:
    """Give the visitor of a session; raise NotAllowed where the policy no longer has the role."""
    policy = desk.policies[session.staff.organisation]
    language = session.staff.language or policy.languages[0]
    role, t = role_of(session.staff, policy), interface(language)
    return Visitor(session.staff, policy, role, session.csrf, t, session.strong, session.proved_at)


async def newcomer(request: Request) -> Visitor:
    """Give the visitor of a page that whoever lacks a second factor sees too; raise NotLoggedIn where there is none."""
    found = await find_visitor(request)
    if found is None:
        raise NotLoggedIn
    return found


async def visitor(request: Request) -> Visitor:
    """Give the visitor of a page; raise NotLoggedIn where there is none, NeedsMore where a password is not enough."""
    found = await newcomer(request)
    demand(console(request), found)
    return found


def demand(desk: Console, me: Visitor, form: Mapping[str, str] | None = None) -> None:
    """Raise NeedsMore where a password alone opened the session, and the role needs more; with the form sent."""
    if lacks(desk, me):
        raise NeedsMore(form)


def lacks(desk: Console, me: Visitor) -> bool:
    """Say whether somebody has to set up more than a password before they see anything."""
    return desk.access.demands(me.role) and not me.strong


async def reader(found: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Give a visitor who may see persons; for the others there is no such page (P-MB-10)."""
    if not sees_persons(found.staff, found.policy):
        raise Missing
    return found


async def posted(request: Request) -> Posted:
    """Give a form with its sender; raise NotLoggedIn with the form where the session is over: no text is lost.

    Raises NeedsMore, with the form too, where a password is not enough.
    """
    sent = await posted_by_newcomer(request)
    demand(console(request), sent.visitor, sent.form)
    return sent


async def posted_by_newcomer(request: Request) -> Posted:
    """Give a form that whoever lacks a second factor sends too; raise NotLoggedIn with it where the session is over."""
    check_origin(request)
    form = await read_form(request)
    found = await find_visitor(request)
    if found is None:
        raise NotLoggedIn(form)
    return Posted(found, form, token_fits(form, found.csrf))


Number = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,40}$")]
Key = Annotated[int, Path(ge=0, le=LARGEST_KEY)]
Before = Annotated[int | None, Query(ge=0, le=LARGEST_KEY)]
Desk = Annotated[Console, Depends(console)]
Guest = Annotated[Visitor, Depends(visitor)]
Reader = Annotated[Visitor, Depends(reader)]
Form = Annotated[Posted, Depends(posted)]
Newcomer = Annotated[Visitor, Depends(newcomer)]
NewcomerForm = Annotated[Posted, Depends(posted_by_newcomer)]
