"""Where a person asks for the link to their case, by its number and their address: the answer is always the same."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from bot.case_forms import words_of
from bot.case_words import EXAMPLE, rendered, spoken, texts_of, wrong_words
from bot.identity_page import HEADERS
from bot.reception import peer_of
from bot.throttle import WINDOW, Throttle
from cases.errors import TryLater
from cases.office import Office
from intake.case_visit import send_link
from storage.book import Book

ASKED = 10
"""So many links are asked for in a minute from one network address."""

AT_LEAST = 0.3
"""Seconds that an answer takes at the least: how long we looked does not tell what we found."""

_NUMBER = re.compile(r"[A-Z]{2}-\d{2}-\d{6,8}")
_WAYS = {"gone": "ask_title", "ask_done": "ask_back"}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DASHES = re.compile(r"[\s\u2010-\u2015]+")


@dataclass(frozen=True)
class CaseAsk:
    """The page on which a link is asked for."""

    book: Book
    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    throttle: Throttle = field(default_factory=lambda: Throttle(ASKED))

    async def form(self, request: Request, number: str = "") -> Response:
        """Show the form; whoever came with the plain address of a case need not type its number again (WCAG 3.3.7)."""
        return _form(request, number if is_number(number) else "")

    async def asked(self, request: Request) -> Response:
        """Send the link where number and address belong together; say the same in any case."""
        if not self.throttle.allows(peer_of(request), now := self.clock()):
            return said(request, "busy", 429, {"Retry-After": str(int(WINDOW.total_seconds()))})
        sent = await words_of(request)
        number, address = _as_number(sent.text("number")[:40]), sent.text("address")[:254]
        if wrong := _wrong(number, address):
            return _form(request, number, address, wrong)
        slow = asyncio.create_task(asyncio.sleep(AT_LEAST))
        try:
            await self.book.run_first(send_link, number, address, self.offices, now)
        except TryLater:
            return said(request, "later", 503)
        await slow
        return said(request, "ask_done", 200)


def is_number(written: str) -> bool:
    """Say whether something is written as case numbers are."""
    return bool(_NUMBER.fullmatch(written))


def _as_number(typed: str) -> str:
    """Read a number as people type it: small letters, blanks, another kind of dash."""
    return re.sub(r"-+", "-", _DASHES.sub("-", typed.strip())).upper()


def _wrong(number: str, address: str) -> str:
    if not is_number(number):
        return "number"
    return "" if _ADDRESS.fullmatch(address) else "address"


def _form(request: Request, number: str = "", address: str = "", wrong: str = "") -> Response:
    language = spoken(request.headers.get("accept-language", ""))
    t = texts_of(language)
    facts: dict[str, Any] = {
        "title": t["ask_title"],
        "number": number,
        "typed": address,
        "number_about": t["ask_number_about"].format(example=EXAMPLE),
        "wrong": wrong_words(wrong, language) if wrong else "",
        "field": wrong,
    }
    return HTMLResponse(rendered("case_ask.html", language, facts), 422 if wrong else 200, HEADERS)


def said(request: Request, state: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Give a page that says one thing, and nothing about anybody."""
    language = spoken(request.headers.get("accept-language", ""))
    t = texts_of(language)
    facts = {"title": t[f"{state}_title"], "about": t[state], "way": t[_WAYS[state]] if state in _WAYS else ""}
    return HTMLResponse(rendered("case_said.html", language, facts), status, {**HEADERS, **(headers or {})})
