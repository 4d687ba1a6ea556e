"""A person's own account: log-ins, password, when they are away and who stands in, the language of the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import AlreadyDone, NotAllowed
from cases.staff import Absence, Staff, may_stand_in
from desk.console import Console
from desk.deeds.interface import Answers
from desk.faults import Forged
from desk.kept import Kept
from desk.pages import page
from desk.password_rules import SAID, weakness
from desk.passwords import SHORTEST, hashed_apart
from desk.proof import Proven
from desk.texts import LANGUAGES
from desk.visitor import Desk, Form, Key, Newcomer, NewcomerForm, Posted, Visitor
from intake.absence import Leaving, end_absence, note_absence
from intake.own_account import change_password
from storage import absences, factors, sessions
from storage import staff as people
from storage.factors import Factors
from storage.page import Page
from storage.sessions import Standing
from storage.staff import Account

router = APIRouter()

DONE = ("password", "away", "back", "session", "others", "language", "codes", "no_codes", "passkey", "no_passkey")
"""What the page may say was just done."""


@dataclass(frozen=True)
class Own:
    """What a person's page shows; `here` is the handle of this very session, `can` are those who could stand in."""

    account: Account
    sessions: tuple[Standing, ...]
    here: str
    factors: Factors
    away: tuple[Absence, ...]
    can: tuple[Staff, ...]
    names: dict[int, str]


@router.get("/desk/you")
async def you(request: Request, me: Newcomer, desk: Desk) -> Response:
    """Show a person's own account."""
    return await show_you(request, me, desk)


@router.post("/desk/you/password")
async def password(request: Request, sent: Proven, desk: Desk) -> Response:
    """Change the password."""
    genuine(sent)
    me, form = sent.visitor, sent.form
    own = (me.staff.name, me.staff.email, me.policy.name, me.policy.id, me.policy.legal_name)
    weak = weakness(form.get("new", ""), own)
    if weak or form.get("new") != form.get("again"):
        return await show_you(request, me, desk, (422, SAID[weak or "differs"]))
    password_hash = await hashed_apart(form["new"])
    await desk.book.run(change_password, me.staff, password_hash, request.cookies[desk.cookie], desk.clock())
    return _done("password")


@router.post("/desk/you/sessions/{handle}/end")
async def end_one(handle: str, sent: NewcomerForm, desk: Desk) -> Response:
    """End one of one's own log-ins."""
    genuine(sent)
    await desk.book.run(sessions.end_one, sent.visitor.staff, handle)
    return _done("session")


@router.post("/desk/you/sessions")
async def end_others(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """End all of one's own log-ins but this one."""
    genuine(sent)
    await desk.book.run(sessions.end_all, sent.visitor.staff, request.cookies[desk.cookie])
    return _done("others")


@router.post("/desk/you/language")
async def language(sent: NewcomerForm, desk: Desk) -> Response:
    """Choose the language of the desk."""
    genuine(sent)
    wished = sent.form.get("language", "")
    if wished in LANGUAGES:
        await desk.book.run(_speak, sent.visitor.staff, wished)
    return _done("language")


@router.post("/desk/you/absence")
async def away(request: Request, sent: Form, desk: Desk) -> Response:
    """Note that one is away, and who stands in."""
    genuine(sent)
    me, now = sent.visitor, desk.clock()
    try:
        answers = Answers(sent.form)
        deputy = answers.number("deputy") or None
        leaving = Leaving(me.staff.id, deputy, answers.day("first"), answers.day("last"))
        await desk.book.run(note_absence, leaving, me.staff, desk.offices[me.policy.id], now)
    except NotAllowed as refusal:
        kept = Kept.of(sent.form, "kept.refused", str(refusal), "absence")
        status = 409 if isinstance(refusal, AlreadyDone) else 422
        return await show_you(request, me, desk, (status, None), kept)
    return _done("away")


@router.post("/desk/you/absence/{absence}/end")
async def back(absence: Key, sent: Form, desk: Desk) -> Response:
    """Take an absence back."""
    genuine(sent)
    me = sent.visitor
    await desk.book.run(end_absence, absence, me.staff, desk.offices[me.policy.id], desk.clock())
    return _done("back")


async def show_you(
    request: Request,
    me: Visitor,
    desk: Console,
    refused: tuple[int, str | None] = (200, None),
    kept: Kept | None = None,
) -> Response:
    """Show a person's own account, with what was typed and is not done."""
    own, (status, fault) = await desk.book.read(_own(request, me, desk)), refused
    done = request.query_params.get("done", "")
    facts = {"own": own, "fault": fault, "kept": kept, "done": done if done in DONE else "", "shortest": SHORTEST}
    more = {"offers": desk.access.offers, "advised": desk.access.recommends(me.role) and not own.factors}
    return page(request, "you.html", me, status, **facts, **more, languages=LANGUAGES)


def genuine(sent: Posted) -> None:
    """Raise Forged where a form carries no token of this session."""
    if not sent.genuine:
        raise Forged(sent.form)


def _own(request: Request, me: Visitor, desk: Console) -> Callable[[Page], Own]:
    now = desk.clock()

    def look(book_page: Page) -> Own:
        account = people.by_id(book_page, me.staff.organisation, me.staff.id)
        assert account  # noqa: S101 - who is logged in has one
        noted = absences.coming(book_page, me.staff.organisation, desk.offices[me.policy.id].day(now))
        return Own(
            account,
            sessions.of_person(book_page, me.staff, now, desk.access.idle),
            sessions.handle_of(request.cookies.get(desk.cookie, "")),
            factors.of_person(book_page, me.staff),
            absences.of_people(noted).get(me.staff.id, ()),
            tuple(
                one
                for one in people.working(book_page, me.staff.organisation)
                if may_stand_in(one, me.staff, me.policy)
            ),
            people.names(book_page, me.staff.organisation),
        )

    return look


def _speak(book_page: Page, staff: Staff, language: str) -> None:
    people.change(book_page, staff, language=language)


def _done(what: str) -> Response:
    return RedirectResponse(f"/desk/you?done={what}", 303)
