"""Who is looking: the session behind the cookie, and the token in every form that is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from cases.organisation import StaffRole
from cases.policy import Policy
from cases.staff import Staff, role_of, sees_persons
from desk.console import Console, console
from desk.faults import Missing, NotLoggedIn
from desk.forms import check_origin, read_form, token_fits
from desk.texts import Texts, interface
from storage import sessions
from storage.views import LARGEST_KEY


@dataclass(frozen=True)
class Visitor:
    """A person who is logged in, with the policy, the role and the interface language that follow from it."""

    staff: Staff
    policy: Policy
    role: StaffRole
    csrf: str
    t: Texts


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
    session = await desk.book.read(sessions.find, secret, now)
    if session is None or session.staff.organisation not in desk.policies:
        return None
    if sessions.stale(session, now):
        await desk.book.run(sessions.touch, secret, now)
    return welcome(desk, session)


def welcome(desk: Console, session: sessions.Session) -> Visitor:
    """Give the visitor of a session; raise NotAllowed where the policy no longer has the role."""
    policy = desk.policies[session.staff.organisation]
    language = session.staff.language or policy.languages[0]
    return Visitor(session.staff, policy, role_of(session.staff, policy), session.csrf, interface(language))


async def visitor(request: Request) -> Visitor:
    """Give the visitor of a page; raise NotLoggedIn where there is none."""
    found = await find_visitor(request)
    if found is None:
        raise NotLoggedIn
    return found


async def reader(found: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Give a visitor who may see persons; for the others there is no such page (P-MB-10)."""
    if not sees_persons(found.staff, found.policy):
        raise Missing
    return found


async def posted(request: Request) -> Posted:
    """Give a form with its sender; raise NotLoggedIn with the form where the session is over: no text is lost."""
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
