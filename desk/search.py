"""The search: cases by what was said in them, among those that the person sees; a case number leads to its case."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cases.case import Case
from cases.kind import Kind
from cases.search import LONGEST_QUERY, Wanted, wanted
from cases.staff import queues_of, sees
from desk.asked import own
from desk.pages import page
from desk.snippets import Piece, marked, snippet
from desk.visitor import Desk, Reader, Visitor
from intake.uninvolved import as_of_now
from reading.numbers import numbers
from storage import casebook, search
from storage.page import Page
from storage.search import At, Hit, Scope

router = APIRouter()

LINES = 20
"""So many cases on one page."""

STATES = {"open": True, "over": False}
_LANGUAGES = ("da", "nl", "en")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Sought:
    """What somebody asked for, each part "" where it is not set, as it stands in the address."""

    q: str = ""
    state: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read an address; what is nothing of the kind counts as not set."""
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(
            q=_BLANKS.sub(" ", query.get("q", ""))[:LONGEST_QUERY].strip(),
            state=state if state in STATES else "",
            kind=kind if kind in tuple(Kind) else "",
            since=_day(query.get("from", "")),
            until=_day(query.get("to", "")),
        )

    @property
    def is_filtered(self) -> bool:
        """Say whether anything but the words is set."""
        return self != Sought(self.q)

    def query(self, after: At | None = None) -> str:
        """Write it for an address."""
        said = {"q": self.q, "state": self.state, "kind": self.kind, "from": self.since, "to": self.until}
        said["after"] = str(after) if after else ""
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def scope(self, me: Visitor) -> Scope:
        """Say among which cases it is looked for: those of the person's queues, and those that are the person's."""
        zone = ZoneInfo(me.policy.zone)
        until = date.fromisoformat(self.until) if self.until else None
        return Scope(
            organisation=me.staff.organisation,
            queues=queues_of(me.staff, me.policy),
            persons=own(me.staff),
            viewer=me.staff.id,
            live=STATES.get(self.state),
            kind=self.kind or None,
            since=datetime.combine(date.fromisoformat(self.since), time(), zone) if self.since else None,
            before=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        )


@dataclass(frozen=True)
class Found:
    """A case that was found: who and what about, and the place that shows why, its words marked."""

    case: Case
    head: tuple[Piece, ...]
    text: tuple[Piece, ...]


@router.get("/desk/search")
async def find(request: Request, me: Reader, desk: Desk) -> Response:
    """Show what is found, or go to the case whose number was typed."""
    sought = Sought.read(request.query_params)
    if national(sought.q):  # not shown again, nor is it in the address of a next page
        return _shown(request, me, replace(sought, q=""), refused=True)
    number = await desk.book.read(_numbered, me, sought.q)
    if number:
        return RedirectResponse(f"/desk/cases/{quote(number, safe='')}", 303)
    asked, after = wanted(sought.q), At.parse(request.query_params.get("after", ""))
    found, more = await desk.book.read(look, me, (sought, asked), after)
    return _shown(request, me, sought, found=found, more=sought.query(more) if more else "", asked=bool(asked))


def national(query: str) -> bool:
    """Say whether what was typed is, or holds, a national number in any country's form."""
    return any(next(iter(numbers(query, language)), None) for language in _LANGUAGES)


def look(book_page: Page, me: Visitor, what: tuple[Sought, Wanted], after: At) -> tuple[tuple[Found, ...], At | None]:
    """Look up a page of what is found; of each case it is seen as of now whether the person may see it (P-MX-14)."""
    sought, asked = what
    cases: dict[int, Case] = {}

    def is_seen(hit: Hit) -> bool:
        case = casebook.find(book_page, me.staff.organisation, hit.case)
        if case is None or not sees(me.staff, as_of_now(book_page, case, me.policy), me.policy):
            return False
        cases[hit.case] = case
        return True

    hits, more = search.find(book_page, sought.scope(me), asked, after, (LINES, is_seen))
    return tuple(_found(cases[hit.case], hit, asked) for hit in hits), more


def _found(case: Case, hit: Hit, asked: Wanted) -> Found:
    """Give a case with what shows why it was found; its number stands there already."""
    head = " · ".join(line for line in hit.head.split("\n") if line != hit.number)
    return Found(case, marked(head, asked), snippet(hit.text, asked))


def _numbered(book_page: Page, me: Visitor, query: str) -> str:
    """Give the number that was typed where it is that of a case which the person sees, "" otherwise."""
    case = casebook.by_number(book_page, me.staff.organisation, query.upper())
    seen = case and sees(me.staff, as_of_now(book_page, case, me.policy), me.policy)
    return case.number if case and seen else ""


def _shown(request: Request, me: Visitor, sought: Sought, **facts: Any) -> Response:  # noqa: ANN401 - facts
    plain: dict[str, Any] = {
        "found": (),
        "more": "",
        "refused": False,
        "asked": False,
        "kinds": tuple(Kind),
        "states": tuple(STATES),
    }
    return page(request, "search.html", me, sought=sought, **(plain | facts))


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return ""
    return day.isoformat() if 1900 < day.year < 9000 else ""  # noqa: PLR2004 - a day may be added, a zone taken off
