"""More than a password, set up by its owner: a device that makes codes, paper, and passkeys."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import NotAllowed
from desk import codes, passkeys
from desk.access import Seal
from desk.console import Console
from desk.faults import Missing
from desk.pages import page
from desk.passkeys import GOOD_FOR, Gate
from desk.proof import prove
from desk.trying import trying, wait_until
from desk.visitor import Desk, Key, Newcomer, NewcomerForm, Posted, Visitor
from desk.you import genuine
from intake.own_account import note_passkey, renew_paper, set_up_codes, take_codes_out, take_passkey_out
from storage import factors, sessions, tries
from storage.page import Page

router = APIRouter()

NAME = 60
"""Characters of the name that a person gives a passkey."""


@router.get("/desk/you/second")
async def second(request: Request, me: Newcomer, desk: Desk, first: str = "") -> Response:
    """Show what can be set up; `first`: right after the first password."""
    return await _show(request, me, desk, first=bool(first))


@router.post("/desk/you/codes")
async def codes_wanted(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """Draw a secret for a device, and show it: it is kept once a code shows that the device has it."""
    sent = await _allowed(request, sent, desk)
    secret = codes.new_secret()
    return await _device(request, sent, desk, desk.access.sealed(Seal.CODES, secret, desk.clock()))


@router.post("/desk/you/codes/first")
async def codes_begun(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """Keep a device whose code is right, and show the codes on paper, this once."""
    sent = await _allowed(request, sent, desk)
    me, now, sealed = sent.visitor, desk.clock(), sent.form.get("sealed", "")
    secret = desk.access.opened(Seal.CODES, sealed, now, GOOD_FOR)
    if secret is None:
        return RedirectResponse("/desk/you/second", 303)
    who = await trying(request, desk, me.staff.email, "first code")
    waits = await wait_until(desk, who, now)
    step = codes.step_of(secret, sent.form.get("code", ""), now)
    if waits or step is None:
        return await _device(request, sent, desk, sealed, "login.second_wait" if waits else "login.code_wrong")
    paper = codes.new_paper()
    try:
        await desk.book.run(set_up_codes, me.staff, (sealed, step), paper, now)
    except NotAllowed:
        return RedirectResponse("/desk/you/second", 303)
    await desk.book.run(tries.forgive, who, now)
    await desk.book.run(_stronger, request.cookies[desk.cookie], desk)
    return page(request, "paper.html", me, paper=paper)


@router.post("/desk/you/codes/paper")
async def paper(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """Give other codes on paper, and show them this once."""
    sent = await _allowed(request, sent, desk)
    fresh = codes.new_paper()
    try:
        await desk.book.run(renew_paper, sent.visitor.staff, fresh, desk.clock())
    except NotAllowed:
        return RedirectResponse("/desk/you/second", 303)
    return page(request, "paper.html", sent.visitor, paper=fresh)


@router.post("/desk/you/codes/end")
async def codes_ended(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """Take the device that makes codes out."""
    sent = await _allowed(request, sent, desk)
    await desk.book.run(take_codes_out, sent.visitor.staff, desk.clock())
    return RedirectResponse("/desk/you?done=no_codes", 303)


@router.post("/desk/you/passkeys")
async def passkey(request: Request, sent: NewcomerForm, desk: Desk) -> Response:
    """Keep a passkey that the browser made."""
    sent = await _allowed(request, sent, desk)
    me, now = sent.visitor, desk.clock()
    name = " ".join(sent.form.get("name", "").split())[:NAME] or me.t("you.passkey_plain")
    answer = (sent.form.get("passkey", ""), name)
    made = await desk.book.run(passkeys.made, Gate(desk.access, desk.address), answer, me.staff, now)
    if made is None:
        return await _show(request, me, desk, "you.passkey_failed", 422)
    await desk.book.run(note_passkey, me.staff, now)
    await desk.book.run(_stronger, request.cookies[desk.cookie], desk)
    return RedirectResponse("/desk/you?done=passkey", 303)


@router.post("/desk/you/passkeys/{id_}/end")
async def passkey_ended(request: Request, id_: Key, sent: NewcomerForm, desk: Desk) -> Response:
    """Take a passkey out."""
    sent = await _allowed(request, sent, desk)
    await desk.book.run(take_passkey_out, sent.visitor.staff, id_, desk.clock())
    return RedirectResponse("/desk/you?done=no_passkey", 303)


async def _show(  # noqa: PLR0913 - as the other pages that are shown again
    request: Request, me: Visitor, desk: Console, fault: str | None = None, status: int = 200, *, first: bool = False
) -> Response:
    if not desk.access.offers:
        raise Missing
    have = await desk.book.read(factors.of_person, me.staff)
    gate, needed = Gate(desk.access, desk.address), desk.access.demands(me.role) and not me.strong
    now = desk.clock()
    options = passkeys.options_to_make(gate, me.staff, me.policy.name, have.passkeys, now) if gate.is_open else ""
    shown = {"have": have, "options": options, "first": first, "needed": needed, "fault": fault}
    return page(request, "second_factor.html", me, status, **shown)


async def _device(request: Request, sent: Posted, desk: Console, sealed: str, fault: str | None = None) -> Response:
    """Show the secret of a device, as a square and to be typed."""
    me = sent.visitor
    secret = desk.access.opened(Seal.CODES, sealed, desk.clock()) or ""
    shown = {"square": codes.square(secret, me.staff, me.policy.name), "secret": codes.in_groups(secret)}
    return page(request, "device.html", me, 422 if fault else 200, **shown, sealed=sealed, fault=fault)


async def _allowed(request: Request, sent: Posted, desk: Console) -> Posted:
    """Give a form of somebody who has just shown who they are, at a desk where more than a password is offered."""
    genuine(sent)
    if not desk.access.offers:
        raise Missing
    return await prove(request, sent)


def _stronger(book_page: Page, secret: str, desk: Console) -> None:
    sessions.prove(book_page, secret, desk.clock(), strong=True)
