"""The page that each person has of their own case, as an application that is mounted at /case (P-MB-09, R-ACC-3).

It is made here whole and works without JavaScript. Nothing about anybody stands in its addresses: the one secret in
them opens where the case stands and lets things in; what is personal is shown after a code (R-ID-1).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from bot.case_ask import CaseAsk, said
from bot.case_at import At, elsewhere, go, headers_of
from bot.case_forms import Sent, letter_of, mark_of, words_of
from bot.case_words import FOLDER, LIVE, of_page, rendered, texts_of, wrong_words
from bot.identity_page import HEADERS
from bot.reception import FileSense, peer_of
from bot.throttle import WINDOW, Throttle
from bot.wrap import wrapped
from cases.errors import TryLater
from cases.office import Office
from intake.case_inward import send_in, withdraw
from intake.case_page import look
from intake.case_visit import Proof, Typed, leave, prove, send_code
from intake.export import Export
from intake.take_copy import take_copy
from replies.words import day
from storage.book import Book
from storage.sessions import new_secret

LONGEST_SECRET = 100
"""What is longer opens nothing."""

PAGES, POSTS, COPIES, LETTERS = 120, 30, 10, 30
"""A minute and network address: pages, forms. An hour and link: copies, messages."""

HOUR = timedelta(hours=1)

_PROVED = {Proof.WRONG: "code", Proof.OVER: "over", Proof.TOO_MANY: "too_many", Proof.GONE: "not_sent"}


@dataclass(frozen=True)
class CasePages:
    """What the pages work with: the book, the service's key, how files are told apart and a copy is packed.

    `secure`: people reach the pages over TLS alone, so that the cookie may be bound to it.
    """

    book: Book
    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    key: bytes
    files: FileSense
    pack: Callable[[Export], bytes]
    secure: bool = True
    pages: Throttle = field(default_factory=lambda: Throttle(PAGES))
    posts: Throttle = field(default_factory=lambda: Throttle(POSTS))
    copies: Throttle = field(default_factory=lambda: Throttle(COPIES, HOUR))
    letters: Throttle = field(default_factory=lambda: Throttle(LETTERS, HOUR))


def case_app(pages: CasePages) -> FastAPI:
    """Give the application."""
    nobody: dict[int | type[Exception], Any] = {404: _nothing_there, 405: _nothing_there}
    app = FastAPI(
        title="Svarfrist case",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers=nobody,
    )
    door, ask = CaseDoor(pages), CaseAsk(pages.book, pages.offices, pages.clock)

    @app.get("/style.css")
    async def style() -> Response:
        return Response(_style(), media_type="text/css", headers={"Cache-Control": "public, max-age=300"})

    app.get("/")(ask.form)
    app.post("/")(ask.asked)
    app.get("/{secret}")(door.page)
    app.get("/{secret}/")(door.page)
    app.get("/{secret}/withdraw")(door.withdraw_page)
    posted = {
        "message": door.message,
        "code": door.code,
        "proof": door.proof,
        "withdraw": door.withdrawn,
        "copy.zip": door.copy,
        "leave": door.left,
    }
    for name, answer in posted.items():
        app.post(f"/{{secret}}/{name}")(door.checked(answer))
        if name != "withdraw":
            app.get(f"/{{secret}}/{name}")(door.back)
    return app


Answers = Callable[[At], Awaitable[Response]]


class CaseDoor:
    """Answers whoever comes to the page of a case."""

    def __init__(self, pages: CasePages) -> None:
        self._pages = pages

    async def page(self, request: Request, secret: str) -> Response:
        """Show a case."""
        return await self._answered(request, secret, self._show)

    async def back(self, request: Request, secret: str) -> Response:
        """Show a case to whoever comes back to where a form was sent, by the address that stands above its answer."""
        return await self._answered(request, secret, self._go_back)

    async def withdraw_page(self, request: Request, secret: str) -> Response:
        """Ask whether a case is really to be taken back: what that means is said before it is done (WCAG 3.3.4)."""
        return await self._answered(request, secret, self._ask_whether)

    def checked(self, answer: Answers) -> Callable[[Request, str], Awaitable[Response]]:
        """Give what answers a form."""

        async def answered(request: Request, secret: str) -> Response:
            return await self._answered(request, secret, answer, self._pages.posts)

        return answered

    async def message(self, at: At) -> Response:
        """Keep what was written and uploaded."""
        sent = await letter_of(at.request, self._pages.files)
        wrong = sent.wrong or self._wrong(at, sent) or ("" if sent.text("text") or sent.files else "nothing")
        if wrong:
            fields = {"nothing": "text", "long": "text", "form": ""}
            return self._page(at, wrong=wrong, field=fields.get(wrong, "files"), typed=sent.text("text"))
        if not self._pages.letters.allows(at.secret, at.now):
            return self._busy(at.request, HOUR)
        raw = await asyncio.to_thread(wrapped, sent.text("text"), sent.files, headers_of(at, sent))
        await self._pages.book.run_first(send_in, at.secret, raw, at.now)
        return go(at, "message")

    async def code(self, at: At) -> Response:
        """Send a code to the case's address."""
        if wrong := self._wrong(at, await words_of(at.request)):
            return self._page(at, wrong=wrong)
        sent = await self._pages.book.run_first(send_code, at.secret, at.cookie, self._pages.offices, at.now)
        return go(at, "code_sent", "code") if sent is Proof.SENT else self._page(at, wrong=_PROVED[sent])

    async def proof(self, at: At) -> Response:
        """Look at the code that was typed in."""
        sent = await words_of(at.request)
        if wrong := self._wrong(at, sent):
            return self._page(at, wrong=wrong)
        typed = Typed(at.cookie, sent.text("code")[:20], new_secret())
        found = await self._pages.book.run_first(prove, at.secret, typed, self._pages.key, at.now)
        if found is not Proof.RIGHT:
            over = found is not Proof.WRONG
            return self._page(at, wrong=_PROVED[found], field="" if over else "code")
        return self._with_cookie(go(at, "proved", "letters"), at.secret, typed.new_cookie)

    async def withdrawn(self, at: At) -> Response:
        """Tell staff that the person takes the case back."""
        sent = await words_of(at.request)
        wrong = sent.wrong or self._wrong(at, sent)
        if wrong:
            return self._withdraw(at, wrong=wrong, typed=sent.text("text"))
        if not _is_live(at):
            return go(at)
        if not self._pages.letters.allows(at.secret, at.now):
            return self._busy(at.request, HOUR)
        why = sent.text("text")
        words = texts_of(at.language)["withdraw_words"].format(number=at.shown.first.number)
        raw = wrapped(f"{words}\n\n{why}", (), headers_of(at, sent)) if why else None
        await self._pages.book.run_first(withdraw, at.secret, raw, self._pages.offices, at.now)
        return go(at, "withdrawn")

    async def copy(self, at: At) -> Response:
        """Give the person what is theirs of the case, as a zip."""
        if wrong := self._wrong(at, await words_of(at.request)):
            return self._page(at, wrong=wrong)
        if not at.shown.whole:
            return self._page(at, wrong="copy")
        if not self._pages.copies.allows(at.secret, at.now):
            return self._busy(at.request, HOUR)
        found = await self._pages.book.run_first(take_copy, at.secret, at.cookie, self._pages.offices, at.now)
        if found is None:
            return self._page(at, wrong="copy")
        packed = await asyncio.to_thread(self._pages.pack, found)
        named = {"Content-Disposition": f'attachment; filename="{found.number}.zip"'}
        return Response(packed, media_type="application/zip", headers={**HEADERS, **named})

    async def left(self, at: At) -> Response:
        """Forget the browser."""
        if wrong := self._wrong(at, await words_of(at.request)):
            return self._page(at, wrong=wrong)
        await self._pages.book.run_first(leave, at.secret, at.cookie, at.now)
        return self._with_cookie(go(at, "left"), at.secret, new_secret())

    async def _answered(
        self, request: Request, secret: str, answer: Answers, throttle: Throttle | None = None
    ) -> Response:
        now = self._pages.clock()
        if not (throttle or self._pages.pages).allows(peer_of(request), now):
            return self._busy(request, WINDOW)
        if len(secret) > LONGEST_SECRET:
            return said(request, "gone", 410)
        cookie = request.cookies.get(self._cookie_name(secret), "")
        try:
            shown = await self._pages.book.read(look, secret, cookie, self._pages.offices, now)
            if shown is None:
                return elsewhere(request, secret)
            return await answer(At(request, secret, cookie, shown, now))
        except TryLater:
            return said(request, "later", 503)

    async def _show(self, at: At) -> Response:
        done = texts_of(at.language)["done"].get(at.request.query_params.get("done", ""), "")
        return self._page(at, done=done)

    async def _go_back(self, at: At) -> Response:
        return go(at)

    async def _ask_whether(self, at: At) -> Response:
        return self._withdraw(at) if _is_live(at) else go(at)

    def _wrong(self, at: At, sent: Sent) -> str:
        return "" if sent.is_ours(at.cookie) else "form"

    def _page(self, at: At, *, wrong: str = "", field: str = "", done: str = "", typed: str = "") -> Response:
        facts = {**of_page(at.shown, at.language), "done": done, "typed": typed}
        return self._rendered(at, "case.html", facts, wrong, field)

    def _withdraw(self, at: At, *, wrong: str = "", typed: str = "") -> Response:
        t, first = texts_of(at.language), at.shown.cases[0]
        received = day(at.shown.office.day(first.received_at), at.language)
        about = t["withdraw_numbers"].format(number=first.number, day=received)
        facts = {**of_page(at.shown, at.language), "title": t["withdraw_title"], "about": about, "typed": typed}
        return self._rendered(at, "case_withdraw.html", facts, wrong, "text" if wrong == "long" else "")

    def _rendered(self, at: At, template: str, facts: Mapping[str, Any], wrong: str, field: str) -> Response:
        cookie = at.cookie or new_secret()
        more = {
            "here": at.here,
            "form": mark_of(cookie),
            "once": new_secret(),
            "wrong": wrong_words(wrong, at.language) if wrong else "",
            "field": field,
        }
        page = HTMLResponse(rendered(template, at.language, {**facts, **more}), 422 if wrong else 200, HEADERS)
        return page if at.cookie else self._with_cookie(page, at.secret, cookie)

    def _with_cookie(self, answer: Response, secret: str, cookie: str) -> Response:
        """Let the browser keep a secret of this case until it closes; no script reads it, no other site's form."""
        path = "/" if self._pages.secure else "/case"
        answer.set_cookie(
            self._cookie_name(secret), cookie, path=path, secure=self._pages.secure, httponly=True, samesite="lax"
        )
        return answer

    def _cookie_name(self, secret: str) -> str:
        """Name a link's own cookie; with "__Host-" a browser takes it from this host over TLS only (RFC 6265bis)."""
        name = f"case-{sha256(secret.encode('utf-8', 'replace')).hexdigest()[:16]}"
        return f"__Host-{name}" if self._pages.secure else name

    def _busy(self, request: Request, window: timedelta) -> Response:
        return said(request, "busy", 429, {"Retry-After": str(int(window.total_seconds()))})


def _is_live(at: At) -> bool:
    """Say whether there is anything left to take back."""
    return at.shown.cases[0].status in LIVE


async def _nothing_there(request: Request, _failure: Exception) -> Response:
    return said(request, "gone", 404)


@cache
def _style() -> str:
    return (FOLDER / "templates" / "case.css").read_text("utf-8")
