"""The page behind the link in a letter: a person chooses a password and is in. And the link, asked for anew."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.errors import NotAllowed
from desk.console import Console
from desk.devices import peer_of
from desk.entering import enter
from desk.forms import check_origin, read_form
from desk.login import login_page
from desk.pages import guest_page
from desk.password_rules import SAID, weakness
from desk.passwords import SHORTEST, hashed_apart
from desk.texts import interface
from desk.trying import trying, wait_until
from desk.visitor import Desk
from intake.own_account import accept_invitation, ask_for_reset, look_at_invitation
from storage import factors, tries
from storage.staff import Account
from storage.tries import Trying

router = APIRouter()


@router.get("/desk/invitation/{secret}")
async def invitation(request: Request, secret: str, desk: Desk) -> Response:
    """Show where a password is chosen."""
    try:
        account = await desk.book.read(look_at_invitation, secret, desk.clock())
    except NotAllowed:
        return _gone(request)
    return _shown(request, desk, account)


@router.post("/desk/invitation/{secret}")
async def accept(request: Request, secret: str, desk: Desk) -> Response:
    """Take the password that was chosen, and let the person in; who has a second factor shows it first."""
    check_origin(request)
    form = await read_form(request)
    now, password = desk.clock(), form.get("password", "")
    try:
        account = await desk.book.read(look_at_invitation, secret, now)
        weak = weakness(password, own_words(desk, account))
        if weak or password != form.get("again", ""):
            return _shown(request, desk, account, SAID[weak or "differs"], 422)
        password_hash = await hashed_apart(password)
        staff = await desk.book.run(accept_invitation, secret, password_hash, now)
    except NotAllowed:
        return _gone(request)
    await desk.book.run(tries.let_try, (staff.email,))
    have = await desk.book.read(factors.of_person, staff)
    if desk.access.offers and have:
        return login_page(request, 200, {"email": staff.email}, told="set")
    landing = "/desk/you/second?first=1" if desk.access.offers else "/desk/"
    return await enter(request, desk, staff, {"next": landing}, strong=False)


@router.get("/desk/forgotten")
async def forgotten(request: Request) -> Response:
    """Show where a new link is asked for."""
    return guest_page(request, "forgotten.html", gone=False)


@router.post("/desk/forgotten")
async def ask(request: Request, desk: Desk) -> Response:
    """Send a link to whoever has this address, where anybody has. The answer is the same for every address."""
    check_origin(request)
    email, now = (await read_form(request)).get("email", "").strip(), desk.clock()
    peer = await wait_until(desk, Trying(f"forgotten {peer_of(request)}", peer_of(request)), now)
    if peer is None and await wait_until(desk, await trying(request, desk, email, "forgotten"), now) is None:
        await desk.book.run(ask_for_reset, email, desk.offices, now)
    return RedirectResponse("/desk/login?told=sent", 303)


def own_words(desk: Console, account: Account) -> tuple[str, ...]:
    """Give what others would guess first of a person's password."""
    policy = desk.policies[account.staff.organisation]
    return (account.staff.name, account.staff.email, policy.name, policy.id, policy.legal_name)


def _shown(request: Request, desk: Console, account: Account, fault: str | None = None, status: int = 200) -> Response:
    policy = desk.policies[account.staff.organisation]
    facts = {"account": account, "house": policy.name, "fault": fault, "shortest": SHORTEST}
    spoken = interface(account.staff.language or policy.languages[0])
    return guest_page(request, "invitation.html", status, **facts, t=spoken)


def _gone(request: Request) -> Response:
    return guest_page(request, "forgotten.html", 410, gone=True)
