"""The staff's web console, put together."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from cases.errors import IntakeError, NotAllowed, TryLater
from cases.office import Office
from desk import (
    acts,
    admin,
    admin_keys,
    admin_outbox,
    admin_policy,
    admin_retention,
    admin_templates,
    bulk,
    calendar_feed,
    cases,
    chats,
    checking,
    counts,
    drafts,
    factors,
    file_preview,
    files,
    improvements,
    invitation,
    laid_out,
    lists,
    login,
    mailboxes,
    notes,
    packages,
    people,
    presence,
    previewing,
    printing,
    proof,
    queues,
    registering,
    reports,
    search,
    second,
    sso,
    staff_chat,
    unmasked,
    you,
    your_notices,
)
from desk.access import Access
from desk.again import ask_more, show_again
from desk.chat_live import Streams
from desk.console import Console, Letters, console
from desk.counted import Ledger
from desk.faults import Forged, Missing, NeedsMore, NotLoggedIn, NotProven, TooLarge
from desk.guard import Guard
from desk.house import House
from desk.kept import Unsent
from desk.pages import guest_page, page
from desk.sso_client import Relying
from desk.visitor import Visitor, find_visitor, lacks
from storage.book import Book

STATIC = Path(__file__).parent / "static"

PARTS = (
    login,
    second,
    invitation,
    sso,
    you,
    your_notices,
    calendar_feed,
    staff_chat,
    factors,
    people,
    queues,
    bulk,
    counts,
    cases,
    chats,
    notes,
    presence,
    files,
    file_preview,
    laid_out,
    acts,
    drafts,
    checking,
    lists,
    mailboxes,
    admin,
    admin_policy,
    admin_templates,
    admin_outbox,
    admin_retention,
    admin_keys,
    registering,
    improvements,
    reports,
    unmasked,
    printing,
    previewing,
    packages,
    search,
)
"""The modules that answer under /desk/."""

Handler = Callable[[Request, Exception], Awaitable[Response]]


def desk_app(  # noqa: PLR0913 - all that a desk is made of, by name
    book: Book,
    offices: Mapping[str, Office],
    *,
    secure_cookies: bool,
    clock: Callable[[], datetime],
    letters: Letters,
    access: Access | None = None,
    house: House | None = None,
) -> FastAPI:
    """Give the console as an application whose paths all begin with /desk/.

    `letters` opens what came by mail, on threads of its own. `access` are the rules of the log-in, as they are plain
    where none are given; `house` is what is shown of the installation to those who look after it. With
    `secure_cookies` the log-in works over TLS only.
    """
    app = FastAPI(title="Svarfrist desk", docs_url=None, redoc_url=None, openapi_url=None)
    rules = access or Access()
    relying = {id_: Relying(provider) for id_, provider in rules.providers.items()}
    app.state.console = Console(book, offices, secure_cookies, clock, letters, rules, relying, house or House())
    app.state.streams = Streams()
    app.state.ledger = Ledger()
    app.add_middleware(Guard, secure=secure_cookies)
    app.mount("/desk/static", GZipMiddleware(StaticFiles(directory=STATIC)))
    for part in PARTS:
        app.include_router(part.router)
    for fault, handler in FAULTS.items():
        app.add_exception_handler(fault, handler)
    app.add_api_route("/", _home)
    return app


async def _home() -> Response:
    """Lead whoever types only the address to the queue."""
    return RedirectResponse("/desk/", 303)


async def _not_logged_in(request: Request, fault: Exception) -> Response:
    """Ask for a log-in; what was being sent goes along."""
    form = fault.form if isinstance(fault, NotLoggedIn) else None
    if form is not None:
        unsent = Unsent(request.url.path, form)
        return login.login_page(request, 401, unsent.packed() if unsent else None, fault="login.over")
    if request.headers.get("sec-fetch-site") == "cross-site":
        # SameSite=Strict keeps the cookie from a link in a letter; from our own page the browser sends it.
        return guest_page(request, "onward.html", to=_address(request))
    return RedirectResponse(f"/desk/login?{urlencode({'next': _address(request)})}", 303)


async def _needs_more(request: Request, fault: Exception) -> Response:
    """Lead to where more than a password is set up; what was being sent is held, and goes on from there."""
    unsent = Unsent(request.url.path, (fault.form if isinstance(fault, NeedsMore) else None) or {})
    me = await find_visitor(request) if unsent else None
    if me:
        return ask_more(request, me, unsent)
    return RedirectResponse("/desk/you/second", 303)


async def _not_proven(request: Request, fault: Exception) -> Response:
    """Ask who it is; what was being sent goes on from there."""
    me = await find_visitor(request)
    if me is None or not isinstance(fault, NotProven):
        return await _not_logged_in(request, NotLoggedIn())
    return await proof.ask(request, me, fault)


def _said(status: int, text: str) -> Handler:
    """Give a handler that answers with a page of one sentence."""

    async def answer(request: Request, _fault: Exception) -> Response:
        me = await _me(request)
        if me:
            return page(request, "said.html", me, status, said=text)
        return guest_page(request, "said.html", status, said=text)

    return answer


async def _forged(request: Request, fault: Exception) -> Response:
    """Show a form of an older log-in again, with what was typed; of any other say that it is not valid."""
    me = await _me(request)
    unsent = Unsent(request.url.path, (fault.form if isinstance(fault, Forged) else None) or {})
    if me and unsent:
        return await show_again(request, me, unsent, "kept.stale", 403)
    return await _said(403, "fault.forged")(request, fault)


async def _me(request: Request) -> Visitor | None:
    try:
        me = await find_visitor(request)
        return None if me is None or lacks(console(request), me) else me
    except IntakeError:  # the very reason may be that nobody can be looked up
        return None


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _http(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 404
    return await _said(status, "fault.missing" if status == 404 else "fault.request")(request, fault)  # noqa: PLR2004


FAULTS: dict[int | type[Exception], Handler] = {
    NotLoggedIn: _not_logged_in,
    NeedsMore: _needs_more,
    NotProven: _not_proven,
    Missing: _said(404, "fault.missing"),
    Forged: _forged,
    TooLarge: _said(413, "fault.large"),
    NotAllowed: _said(403, "fault.role"),
    TryLater: _said(503, "fault.later"),
    RequestValidationError: _said(404, "fault.missing"),
    HTTPException: _http,
}
