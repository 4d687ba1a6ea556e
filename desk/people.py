"""Who works here: let in, given another role, kept out. For roles that administer; for others there is no such page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Absence, Staff
from desk.console import Console
from desk.deeds.interface import Answers
from desk.faults import Forged, Missing
from desk.kept import Kept
from desk.pages import page
from desk.proof import Proven
from desk.visitor import Desk, Key, Posted, Visitor, visitor
from intake.staff_pass import opening_address
from intake.staffing import (
    LANGUAGES,
    Hiring,
    Invited,
    change_role,
    disable,
    drop_factors,
    enable,
    end_sessions,
    hire,
    invite_again,
    revoke,
)
from storage import absences, factors, invitations, sessions, staff_log
from storage import staff as people
from storage.page import Page
from storage.sessions import Standing
from storage.staff import Account
from storage.staff_log import Happened

router = APIRouter()

Act = Callable[[Page, int, Staff, Office, datetime], object]

ACTS: dict[str, Act] = {
    "invitation": invite_again,
    "revocation": revoke,
    "disabling": disable,
    "enabling": enable,
    "sessions": end_sessions,
    "factors": drop_factors,
}
"""What is done to a colleague's account, by the last part of the address."""

DONE = ("invited", "role", *ACTS)
"""What a page may say was just done."""


@dataclass(frozen=True)
class Colleague:
    """Somebody of the list: until when a link works that they have, whether they have a second factor, when away."""

    account: Account
    invited_until: datetime | None
    invited_over: bool
    strong: bool
    away: tuple[Absence, ...]


@dataclass(frozen=True)
class Person:
    """Somebody of the page of their own."""

    colleague: Colleague
    sessions: tuple[Standing, ...]
    events: tuple[Happened, ...]
    names: dict[int, str]


async def administrator(me: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Give a visitor whose role lets colleagues in; for the others there is no such page."""
    if not me.role.administers:
        raise Missing
    return me


Administrator = Annotated[Visitor, Depends(administrator)]


@router.get("/desk/people")
async def everybody(request: Request, me: Administrator, desk: Desk) -> Response:
    """Show who works here, with a form to let somebody in."""
    return await show_everybody(request, me, desk)


@router.post("/desk/people")
async def invitation(request: Request, sent: Proven, desk: Desk) -> Response:
    """Let somebody in."""
    _check(sent)
    me, now, office = sent.visitor, desk.clock(), desk.offices[sent.visitor.policy.id]
    try:
        hiring = _hiring(Answers(sent.form))
        invited = await desk.book.run(hire, hiring, me.staff, office, now)
    except (AlreadyDone, NotAllowed) as refusal:
        status = 409 if isinstance(refusal, AlreadyDone) else 422
        kept = Kept.of(sent.form, "kept.refused", str(refusal), "hire")
        return await show_everybody(request, me, desk, kept, status)
    return await _after(request, desk, me, invited, "/desk/people?done=invited")


@router.get("/desk/people/{person}")
async def colleague(request: Request, person: Key, me: Administrator, desk: Desk) -> Response:
    """Show a colleague's account."""
    return await _show(request, me, desk, person)


@router.post("/desk/people/{person}/role")
async def role(request: Request, person: Key, sent: Proven, desk: Desk) -> Response:
    """Give a colleague another role."""
    _check(sent)
    change = (person, sent.form.get("role", ""))

    def use_case(book_page: Page, _person: int, by: Staff, office: Office, now: datetime) -> None:
        change_role(book_page, change, by, office, now)

    return await _do(request, desk, sent, (person, use_case), "role")


@router.post("/desk/people/{person}/{act}")
async def act(request: Request, person: Key, act: str, sent: Proven, desk: Desk) -> Response:
    """Do one of the acts to a colleague's account."""
    _check(sent)
    if act not in ACTS:
        raise Missing
    return await _do(request, desk, sent, (person, ACTS[act]), act)


async def show_everybody(
    request: Request, me: Visitor, desk: Console, kept: Kept | None = None, status: int = 200
) -> Response:
    """Show who works here, with what was typed and is not done."""
    if not me.role.administers:
        raise Missing
    shown = await desk.book.read(_everybody, me, desk)
    facts = {"colleagues": shown, "languages": LANGUAGES, "kept": kept, "done": _was_done(request)}
    return page(request, "people.html", me, status, **facts, roles=me.policy.roles)


async def _show(
    request: Request, me: Visitor, desk: Console, person: int, refused: tuple[int, str] = (200, "")
) -> Response:
    shown = await desk.book.read(_person, me, desk, person)
    facts = {"person": shown, "reason": refused[1], "done": _was_done(request), "link": ""}
    return page(request, "person.html", me, refused[0], **facts, roles=me.policy.roles)


async def _do(request: Request, desk: Console, sent: Posted, what: tuple[int, Act], done: str) -> Response:
    me, (person, use_case) = sent.visitor, what
    office = desk.offices[me.policy.id]
    await desk.book.read(_person, me, desk, person)
    try:
        result = await desk.book.run(use_case, person, me.staff, office, desk.clock())
    except NotAllowed as refusal:
        status = 409 if isinstance(refusal, AlreadyDone) else 422
        return await _show(request, me, desk, person, (status, str(refusal)))
    where = f"/desk/people/{person}?done={done}"
    return await _after(request, desk, me, result if isinstance(result, Invited) else None, where)


async def _after(request: Request, desk: Console, me: Visitor, invited: Invited | None, where: str) -> Response:
    """Go on to a page; where no letter may leave unseen, show the link, which the person is to be given."""
    if invited is None or invited.told:
        return RedirectResponse(where, 303)
    office = desk.offices[me.policy.id]
    link = await desk.book.run(opening_address, desk.access.key, office, invited.invitation)
    shown = await desk.book.read(_person, me, desk, invited.person.id)
    return page(request, "person.html", me, person=shown, reason="", done="", link=link, roles=me.policy.roles)


def _was_done(request: Request) -> str:
    done = request.query_params.get("done", "")
    return done if done in DONE else ""


def _check(sent: Posted) -> None:
    if not sent.genuine:
        raise Forged(sent.form)
    if not sent.visitor.role.administers:
        raise Missing


def _hiring(answers: Answers) -> Hiring:
    return Hiring(
        email=answers.text("email"),
        name=answers.text("name"),
        role=answers.text("role"),
        language=answers.text("language"),
        until=answers.day("until") if answers.text("until") else None,
        deputy_of=answers.number("deputy_of") or None,
    )


def _everybody(book_page: Page, me: Visitor, desk: Console) -> tuple[Colleague, ...]:
    house, today = me.staff.organisation, desk.offices[me.staff.organisation].day(desk.clock())
    until, strong = invitations.waiting(book_page, house), factors.with_factors(book_page, house)
    away = absences.of_people(absences.coming(book_page, house, today))
    return tuple(
        Colleague(
            one,
            until.get(one.staff.id),
            _is_over(until.get(one.staff.id), desk.clock()),
            one.staff.id in strong,
            away.get(one.staff.id, ()),
        )
        for one in people.listed(book_page, house)
    )


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def _person(book_page: Page, me: Visitor, desk: Console, person: int) -> Person:
    """Give a colleague of the same organisation; raise Missing where there is none."""
    everyone = _everybody(book_page, me, desk)
    found = next((one for one in everyone if one.account.staff.id == person), None)
    if found is None:
        raise Missing
    staff = found.account.staff
    return Person(
        found,
        sessions.of_person(book_page, staff, desk.clock(), desk.access.idle),
        staff_log.of_person(book_page, staff),
        {one.account.staff.id: one.account.staff.name for one in everyone},
    )
