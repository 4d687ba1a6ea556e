"""What staff do in a conversation by chat: look on while it goes on, take it over, write, and give it back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from cases.case import Case
from desk.acts import on_case
from desk.chat_live import Streams, Watching
from desk.visitor import Desk, Form, Number
from intake.give_back import give_back
from intake.take_over import take_over
from intake.write_line import StaffLine, write_line
from storage.page import Page

router = APIRouter()

_STREAM = {"X-Accel-Buffering": "no"}


@router.get("/desk/cases/{number}/chat/events")
async def events(request: Request, number: Number, desk: Desk, after: int = 0) -> Response:
    """Send what goes on in the conversation of a case, as it happens."""
    streams: Streams = request.app.state.streams
    watching = Watching(request.cookies.get(desk.cookie, ""), number, max(0, after))
    if not streams.has_room(watching):
        return Response(status_code=429, headers={"Retry-After": "60"})
    return StreamingResponse(streams.events(desk, watching), media_type="text/event-stream", headers=_STREAM)


@router.post("/desk/cases/{number}/chat/taking")
async def taking(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Take a conversation over from the program."""
    me, now = sent.visitor, desk.clock()

    def act(page: Page, case: Case) -> None:
        take_over(page, case.id, me.staff, desk.offices[me.policy.id], now)

    return _to_chat(await on_case(request, desk, number, sent, ("taken", act)))


@router.post("/desk/cases/{number}/chat/return")
async def returning(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Let the program go on with a conversation."""
    me, now = sent.visitor, desk.clock()

    def act(page: Page, case: Case) -> None:
        give_back(page, case.id, me.staff, desk.offices[me.policy.id], now)

    return _to_chat(await on_case(request, desk, number, sent, ("given_back", act)))


@router.post("/desk/cases/{number}/chat/lines")
async def line(request: Request, number: Number, sent: Form, desk: Desk) -> Response:
    """Say something to the person."""
    me, now, form = sent.visitor, desk.clock(), sent.form

    def act(page: Page, case: Case) -> None:
        said = StaffLine(case.id, form.get("client", "")[:64], form.get("line", ""))
        write_line(page, said, me.staff, desk.offices[me.policy.id], now)

    return _to_chat(await on_case(request, desk, number, sent, ("", act)))


def _to_chat(answer: Response) -> Response:
    """Let the page open where the conversation is."""
    if isinstance(answer, RedirectResponse):
        answer.headers["location"] += "#chat"
    return answer
