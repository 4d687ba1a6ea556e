"""The page behind a one-time link: a button, and a word of thanks. It says nothing about anybody (R-ID-1, R-CPR-2).

Programs that look through mail open every link, so that opening one does nothing; the button does.
"""

import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.reception import peer_of
from bot.throttle import WINDOW, Throttle
from cases.errors import TryLater
from cases.office import Office
from intake.identity_link import LinkState, Opened, follow, look_at
from storage.book import Book

FOLDER = Path(__file__).parent
LANGUAGES = ("da", "nl", "en")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}

_LONGEST = 100
"""A secret is shorter; what is longer is none."""

_STATUS = {"used": 410, "gone": 410, "busy": 429, "later": 503}


def identity_app(book: Book, offices: Mapping[str, Office], clock: Callable[[], datetime]) -> FastAPI:
    """Give the page as an application that is mounted at /identity."""
    app = FastAPI(title="Svarfrist identity", docs_url=None, redoc_url=None, openapi_url=None)
    door = _Door(offices, clock, Throttle())

    @app.get("/style.css")
    async def style() -> Response:
        return Response((FOLDER / "templates" / "plain.css").read_text("utf-8"), media_type="text/css")

    @app.get("/{secret}")
    async def ask(request: Request, secret: str) -> Response:
        return await door.answer(request, "open", lambda now: book.read(look_at, _cut(secret), now))

    @app.post("/{secret}")
    async def confirm(request: Request, secret: str) -> Response:
        return await door.answer(request, "done", lambda now: book.run_first(follow, _cut(secret), offices, now))

    return app


@dataclass(frozen=True)
class _Door:
    """Answers whoever comes with a link, not too often."""

    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    throttle: Throttle

    async def answer(self, request: Request, fine: str, look: Callable[[datetime], Awaitable[Opened]]) -> Response:
        """Give the page after a look at a link: `fine` where it was good, else why not."""
        now = self.clock()
        if not self.throttle.allows(peer_of(request), now):
            return _page(request, "busy", headers={"Retry-After": str(int(WINDOW.total_seconds()))})
        try:
            found = await look(now)
        except TryLater:
            return _page(request, "later")
        office = self.offices.get(found.organisation)
        state = fine if found.state is LinkState.OPEN else found.state
        return _page(request, state if office else "gone", office, found.language)


def _cut(secret: str) -> str:
    return secret if len(secret) <= _LONGEST else ""


def _page(
    request: Request,
    state: str,
    office: Office | None = None,
    language: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    speaks = language if language in LANGUAGES else _accepted(request.headers.get("accept-language", ""))
    facts = {
        "language": speaks,
        "t": _texts()[speaks][state],
        "state": state,
        "organisation": office.policy.name if office else "",
        "contact": office.policy.contact.email if office else "",
    }
    text = _environment().get_template("identity.html").render(facts)
    return HTMLResponse(text, _STATUS.get(state, 200), {**HEADERS, **(headers or {})})


def _accepted(header: str) -> str:
    wishes = (wish.partition(";")[0].partition("-")[0] for wish in header.replace(" ", "").lower().split(","))
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "texts" / "identity.toml").read_text("utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), undefined=StrictUndefined, autoescape=True, auto_reload=False
    )
