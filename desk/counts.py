"""What changes while the queue lies open: counts of its views, as server-sent events.

A page that lies open keeps nobody logged in: whose session has ended hears nothing more.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from cases.errors import IntakeError
from desk.chat_live import CLOSING, Streams
from desk.console import Console
from desk.queues import counted
from desk.visitor import Desk, Reader, still_in
from storage.history import topic

router = APIRouter()

BREATH = 2.0
"""Seconds between two looks at the least, however much is going on."""

PULSE = 20.0
"""Seconds after which it is looked anew though nobody rang, and the browser hears that we are there."""

FAREWELL = "event: over\ndata: \n\n"


@router.get("/desk/counts")
async def counts(request: Request, me: Reader, desk: Desk) -> StreamingResponse:
    """Send the counts of the views now, and whenever they have changed."""
    events = _events(request, desk, request.app.state.streams, me.staff.organisation)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, desk: Console, streams: Streams, organisation: str) -> AsyncIterator[str]:
    told = ""
    with desk.book.bell.listening(topic(organisation), CLOSING) as rung:
        while not streams.closed:
            rung.clear()
            try:
                me = await still_in(request)
                now = json.dumps(await desk.book.read(counted, me, desk.clock())) if me else ""
            except IntakeError:  # the database is away; the next look may find it
                now = told
            if not now:
                yield FAREWELL
                return
            yield f"event: counts\ndata: {now}\n\n" if now != told else ": \n\n"
            told = now
            await asyncio.sleep(BREATH)
            with suppress(TimeoutError):
                async with asyncio.timeout(PULSE):
                    await rung.wait()
