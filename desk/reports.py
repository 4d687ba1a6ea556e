"""Reports: the numbers of the organisation, the yearly complaint report, the record of requests (R-ISO-10).

The numbers are for whoever sees a queue, and for who sees numbers alone: nothing in them identifies a person. The
record has a line for each request, so it is for whoever sees cases, and has those that they see.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from cases.errors import BadInput
from cases.office import Office
from cases.organisation import Sight
from desk.console import Console
from desk.counted import Counted, ledger
from desk.faults import Missing
from desk.files import HEADERS, disposition
from desk.pages import page
from desk.report_paper import Paper, accountability, as_csv, html, record_csv, yearly
from desk.report_view import chosen, dashboard
from desk.speech import Say
from desk.visitor import Desk, Guest, Visitor
from intake.accountability import requests_of
from intake.improve import log
from replies.pdf import pdf
from storage.improvements import Improvement

router = APIRouter()

MOST = 5_000
"""So many entries of the log of improvements are looked at."""

LATEST = 10
"""So many of them stand on the page."""

Year = Annotated[int, Path(ge=2000, le=2100)]

_one_at_a_time = asyncio.Semaphore(1)


@dataclass(frozen=True)
class Drawn:
    """A report as it is sent: its octets, what they are, and the file's name."""

    octets: bytes
    media_type: str
    name: str


@router.get("/desk/reports")
async def reports(request: Request, me: Guest, desk: Desk) -> Response:
    """Show the numbers of a period."""
    _check(me, Sight.CASES, Sight.NUMBERS)
    counted = await ledger(request).of(desk, me.staff.organisation)
    if counted is None:
        return page(request, "reports.html", me, shown=None, entries=(), wrong="")
    say, wrong = _say(me, desk), ""
    today = say.local(say.now).date()
    try:
        period = chosen(request.query_params, today)
    except BadInput as mistake:
        period, wrong = chosen({}, today), str(mistake)
    shown = dashboard(counted, period, me.staff.id, say)
    entries = [one for one in await _entries(me, desk) or () if f"{say.local(one.made_at):%Y-%m}" in period.months]
    facts = {"shown": shown, "entries": entries[:LATEST], "at": counted.at, "wrong": wrong}
    return page(request, "reports.html", me, 422 if wrong else 200, **facts)


@router.get("/desk/reports/yearly-{year}.pdf")
async def yearly_pdf(request: Request, year: Year, me: Guest, desk: Desk) -> Response:
    """Give the complaint report of a year on paper."""
    return _sent(await _on_paper(await _yearly(request, year, me, desk), me, desk, f"yearly-{year}.pdf"))


@router.get("/desk/reports/yearly-{year}.csv")
async def yearly_csv(request: Request, year: Year, me: Guest, desk: Desk) -> Response:
    """Give the complaint report of a year for a spreadsheet."""
    paper = await _yearly(request, year, me, desk)
    return _sent(Drawn(as_csv(paper), "text/csv; charset=utf-8", f"yearly-{year}.csv"))


@router.get("/desk/reports/accountability-{year}.pdf")
async def record_pdf(year: Year, me: Guest, desk: Desk) -> Response:
    """Give the record of a year's requests on paper, as far as this person sees them."""
    _check(me, Sight.CASES)
    found = await desk.book.read(requests_of, _office(me, desk), year, me.staff, desk.clock())
    paper = await asyncio.to_thread(lambda: accountability(found, year, _say(me, desk), whole=False))
    return _sent(await _on_paper(paper, me, desk, f"accountability-{year}.pdf"))


@router.get("/desk/reports/accountability-{year}.csv")
async def record_table(year: Year, me: Guest, desk: Desk) -> Response:
    """Give the record of a year's requests for a spreadsheet, as far as this person sees them."""
    _check(me, Sight.CASES)
    found = await desk.book.read(requests_of, _office(me, desk), year, me.staff, desk.clock())
    octets = await asyncio.to_thread(record_csv, found, _say(me, desk))
    return _sent(Drawn(octets, "text/csv; charset=utf-8", f"accountability-{year}.csv"))


def _check(me: Visitor, *sights: Sight) -> None:
    """Raise Missing for whoever was let in for less."""
    if me.role.sight not in sights:
        raise Missing


def _say(me: Visitor, desk: Console) -> Say:
    return Say(me.t, me.policy, desk.clock())


def _office(me: Visitor, desk: Console) -> Office:
    return desk.offices[me.staff.organisation]


async def _entries(me: Visitor, desk: Console) -> tuple[Improvement, ...] | None:
    """Give the log of improvements, whose words are those of staff: for whoever sees cases."""
    if me.role.sight is not Sight.CASES:
        return None
    return await desk.book.read(log, me.staff, me.policy, MOST)


async def _yearly(request: Request, year: int, me: Visitor, desk: Console) -> Paper:
    _check(me, Sight.CASES, Sight.NUMBERS)
    counted = await _waited(request, me, desk)
    entries = await _entries(me, desk)
    return await asyncio.to_thread(yearly, counted.figures, year, me.staff.id, entries, _say(me, desk))


async def _waited(request: Request, me: Visitor, desk: Console) -> Counted:
    """Give the numbers, however long they take: whoever asked for a file waits for it."""
    while (counted := await ledger(request).of(desk, me.staff.organisation)) is None:
        pass
    return counted


async def _on_paper(paper: Paper, me: Visitor, desk: Console, name: str) -> Drawn:
    on = _say(me, desk).local(desk.clock()).date()
    written = html(paper, _office(me, desk), me.t.language, on)
    async with _one_at_a_time:
        return Drawn(await asyncio.to_thread(pdf, written), "application/pdf", name)


def _sent(drawn: Drawn) -> Response:
    named = {"Content-Disposition": disposition(drawn.name, 1)}
    return Response(drawn.octets, media_type=drawn.media_type, headers=HEADERS | named)
