"""Somebody at the page of a case, and where they go from there: a form leads on to a page, so that nothing repeats."""

import re
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from bot.case_ask import is_number, said
from bot.case_forms import Sent
from bot.identity_page import HEADERS
from bot.wrap import THREAD
from intake.case_page import Shown
from storage.sessions import new_secret

_LINK = re.compile(r"[A-Za-z0-9_-]{1,100}")
_AFTER_A_LINK = ".,;:!?)]}>'\"*\u2026\u201d\u2019\u00bb"
"""What a program that makes a link of an address may take along from the sentence around it. No secret ends so."""


@dataclass(frozen=True)
class At:
    """Somebody at the page of a case: the request, the link's secret, the browser's cookie, and the page they see."""

    request: Request
    secret: str
    cookie: str
    shown: Shown
    now: datetime

    @property
    def language(self) -> str:
        """Give the language that is spoken to them."""
        return self.shown.language

    @property
    def here(self) -> str:
        """Give the page's path."""
        return f"/case/{self.secret}"


def elsewhere(request: Request, secret: str) -> Response:
    """Lead whoever has a case's number and no link to where one is asked for; mend an address that took too much."""
    mended = secret.rstrip(_AFTER_A_LINK)
    if request.method != "GET" or not _LINK.fullmatch(mended):
        return said(request, "gone", 410)
    if is_number(mended):
        return RedirectResponse(f"/case/?number={mended}", 303, HEADERS)
    return said(request, "gone", 410) if mended == secret else RedirectResponse(f"/case/{mended}", 303, HEADERS)


def go(at: At, done: str = "", place: str = "") -> Response:
    """Show the page anew once something was done, so that loading it again does nothing again."""
    return RedirectResponse(f"{at.here}{f'?done={done}' if done else ''}{f'#{place}' if place else ''}", 303, HEADERS)


def headers_of(at: At, sent: Sent) -> dict[str, str]:
    """Say where a message belongs; the same form twice is the same message."""
    once = sent.once or new_secret()
    return {"Message-ID": f"<{once}.{at.shown.first.id}@form.invalid>", THREAD: at.shown.thread}
