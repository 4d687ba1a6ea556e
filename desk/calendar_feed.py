"""The calendar of deadlines: its secret address, and what a calendar that fetches from there is given."""

import hashlib

from fastapi import APIRouter, Request, Response

from cases.staff import sees_persons
from desk.faults import Missing
from desk.ics import calendar_of
from desk.proof import Proven
from desk.texts import interface
from desk.visitor import Desk, Form
from desk.you import genuine
from desk.your_notices import Fresh, done, show_notices
from intake.calendar_feed import REMINDS, begin_feed, end_feed, look_at_feed
from storage import feeds
from storage.sessions import new_secret

router = APIRouter()


@router.post("/desk/you/calendar")
async def begin(request: Request, sent: Proven, desk: Desk) -> Response:
    """Give one's calendar an address, which is shown this once; the one before works no more."""
    genuine(sent)
    if not sees_persons(sent.visitor.staff, sent.visitor.policy):
        raise Missing
    wished, secret = sent.form.get("days", ""), new_secret()
    days = next((one for one in REMINDS if str(one) == wished), 0)
    await desk.book.run(begin_feed, sent.visitor.staff, secret, days, desk.clock())
    return await show_notices(request, sent.visitor, desk, fresh=Fresh(f"{desk.address}/desk/calendar/{secret}.ics"))


@router.post("/desk/you/calendar/end")
async def end(sent: Form, desk: Desk) -> Response:
    """Let the address of one's calendar work no more."""
    genuine(sent)
    if not sees_persons(sent.visitor.staff, sent.visitor.policy):
        raise Missing
    await desk.book.run(end_feed, sent.visitor.staff, desk.clock())
    return done("ended")


@router.api_route("/desk/calendar/{secret}.ics", methods=["GET", "HEAD"])
async def fetch(secret: str, request: Request, desk: Desk) -> Response:
    """Give the deadlines of the cases that the owner of a calendar sees by now."""
    now = desk.clock()
    agenda = await desk.book.read(look_at_feed, secret, desk.offices, now)
    if agenda is None:
        raise Missing
    if agenda.note:
        await desk.book.run(feeds.fetched, agenda.person, now)
    office = desk.offices[agenda.person.organisation]
    body = calendar_of(agenda, office, interface(agenda.person.language or office.policy.languages[0]), now)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="svarfrist.ics"'
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _tags(header: str) -> set[str]:
    """Give the tags that a browser has already, strong or weak (RFC 9110 §13.1.2)."""
    return {one.strip().removeprefix("W/") for one in header.split(",")}
