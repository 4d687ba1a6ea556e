"""Letters as PDF: for the post, and for whoever wants one on paper; and the voluntary signed form (P-AL-04).

What is printed is what stands in the letter, no more; drawing takes a third of a second, on a thread of its own.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from cases.case import Case
from cases.outgoing import OutboxStatus, Outgoing
from desk.console import Console
from desk.faults import Forged, Missing
from desk.files import HEADERS, disposition
from desk.sight import seen
from desk.visitor import Desk, Form, Key, Number, Reader, Visitor
from intake.hiding import hiding
from intake.identity_link import veiled
from replies.pdf import Sheet, letter_page, pdf
from replies.signed_form import Facts, signed_form
from storage import casebook, messages, outbox
from storage.outbox import Entry
from storage.page import Page

router = APIRouter()

LINES, LONGEST = 6, 80
"""What fits into the window of an envelope."""

_one_at_a_time = asyncio.Semaphore(1)


@router.get("/desk/letters/{letter}.pdf")
async def letter_as_pdf(letter: Key, me: Reader, desk: Desk) -> Response:
    """Give a letter or a draft as it stands, for whoever it is to."""
    return await _printed(letter, me, desk, {})


@router.post("/desk/letters/{letter}.pdf")
async def letter_for_post(letter: Key, sent: Form, desk: Desk) -> Response:
    """Give a letter with a postal address in its window, which is not kept; a draft with what is typed into it."""
    if not sent.genuine:
        raise Forged(sent.form)
    return await _printed(letter, sent.visitor, desk, sent.form)


@router.get("/desk/cases/{number}/form.pdf")
async def form(number: Number, me: Reader, desk: Desk) -> Response:
    """Give the signed form with what is known filled in; it is voluntary (CON-2)."""
    case = await desk.book.read(_case, me, number)
    known = case.requester
    facts = Facts(
        me.policy, case.language, case.number, known.name or "", email=known.address or "", phone=known.phone or ""
    )
    return await drawn(signed_form(facts), f"{number}.pdf")


async def _printed(letter: int, me: Visitor, desk: Console, typed: Mapping[str, str]) -> Response:
    case, entry = await desk.book.read(_letter, me, letter)
    words = _as_typed(entry, typed)
    at = entry.sent_at or desk.clock()
    page = letter_page(
        Sheet(words.subject, words.body, words.language, me.policy, _window(typed, case, entry), _day(at, me))
    )
    return await drawn(page, f"{case.number}.pdf")


def _as_typed(entry: Entry, typed: Mapping[str, str]) -> Outgoing:
    """Give the words of a letter: of a draft those in the editor, where any came along."""
    words = entry.outgoing
    if entry.status is not OutboxStatus.DRAFT or not typed.get("body", "").strip():
        return words
    return replace(words, subject=" ".join(typed.get("subject", "").split()) or words.subject, body=typed["body"])


async def drawn(page: str, name: str) -> Response:
    """Give a page of HTML as a PDF with a file name."""
    async with _one_at_a_time:
        octets = await asyncio.to_thread(pdf, page)
    named = {"Content-Disposition": disposition(name, 1)}
    return Response(octets, media_type="application/pdf", headers=HEADERS | named)


def _window(typed: Mapping[str, str], case: Case, entry: Entry) -> tuple[str, ...]:
    """Give the lines of the window: the address that was typed, else the name and where the letter goes."""
    lines = [" ".join(line.split())[:LONGEST] for line in typed.get("address", "").splitlines()]
    known = [case.requester.name or "", entry.outgoing.recipient or ""]
    return tuple(line for line in lines if line)[:LINES] or tuple(line for line in known if line)


def _day(at: datetime, me: Visitor) -> date:
    return at.astimezone(ZoneInfo(me.policy.zone)).date()


def _case(book_page: Page, me: Visitor, number: str) -> Case:
    return seen(book_page, casebook.by_number(book_page, me.staff.organisation, number), me)


def _letter(book_page: Page, me: Visitor, letter: int) -> tuple[Case, Entry]:
    """Give a letter and its case, without national numbers and what waits to be judged, as on the case's page."""
    entry = outbox.find(book_page, me.staff.organisation, letter)
    found = casebook.find(book_page, me.staff.organisation, entry.outgoing.case) if entry else None
    if entry is None:
        raise Missing
    case = seen(book_page, found, me)
    words = entry.outgoing
    hide = hiding(*messages.of_thread(book_page, case.organisation, case.thread))
    shown = replace(words, subject=hide(words.subject), body=veiled(hide(words.body)))
    return case, replace(entry, outgoing=shown)
