"""A web chat where no WebSocket gets through: what is said comes as server-sent events, lines go by POST.

A browser's EventSource can send no header, so a ticket stands in the address: sealed, good for seconds and once.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import aclosing

from fastapi import Request
from fastapi.responses import StreamingResponse

from bot.conversations import Caller
from bot.frames import LAST_SEQ
from bot.reception import Reception, as_event, peer_of, said
from bot.references import NoReference, Purpose, Reference, digest_of
from bot.showing import Showing
from bot.web_limits import TooMuch
from cases.errors import TryLater

REMEMBERED = 10_000
"""So many used tickets are remembered; they are good for seconds only."""

NOTHING = ": \n\n"
"""A comment: a sign of life that is no event."""


class Events:
    """Gives tickets, and for each ticket a stream of events."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._used: OrderedDict[str, None] = OrderedDict()

    def ticket(self, caller: Caller) -> str:
        """Give what opens a stream once."""
        now = self._reception.conversations.clock()
        return self._reception.references.sealed(caller.reference, now, Purpose.TICKET)

    def stream(self, request: Request, organisation: str, ticket: str) -> StreamingResponse:
        """Give the stream of events that a ticket opens; raise NoReference where it opens none (any more)."""
        now = self._reception.conversations.clock()
        reference = self._reception.references.opened(ticket, organisation, now, Purpose.TICKET)
        if not self._is_new(ticket):
            raise NoReference
        caller = Caller(reference, request.headers.get("origin", ""), peer_of(request))
        showing = Showing(self._reception, caller, _after(request))
        headers = {**self._reception.shared(request), "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(showing, caller), media_type="text/event-stream", headers=headers)

    async def _events(self, showing: Showing, caller: Caller) -> AsyncIterator[str]:
        limits = self._reception.limits
        yield NOTHING
        try:
            with limits.open_by(caller.peer), limits.open_of(caller.reference.digest):
                async with aclosing(showing.frames()) as frames:
                    async for frame in frames:
                        yield as_event(frame) if frame else NOTHING
                if showing.is_over:
                    yield as_event(self._over(caller.reference))
        except (TooMuch, TryLater):
            return  # the browser comes again

    def _over(self, reference: Reference) -> dict[str, str]:
        text = said("over", reference.language, self._reception.conversations.office(reference))
        return {"type": "error", "code": "over", "text": text}

    def _is_new(self, ticket: str) -> bool:
        mark = digest_of(ticket)
        if mark in self._used:
            return False
        self._used[mark] = None
        if len(self._used) > REMEMBERED:
            self._used.popitem(last=False)
        return True


def _after(request: Request) -> int:
    """Give the last line that the page says it has."""
    said = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= len(str(LAST_SEQ)) else 0
