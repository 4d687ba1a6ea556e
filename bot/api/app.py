"""Version 1 of the interface as an application that is mounted at /api/v1."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from bot.api.admission import Admission, Caller
from bot.api.bodies import Brought, brought_by
from bot.api.document import document
from bot.api.problems import HEADERS, LATER, Refused
from bot.api.schemas import CaseStatus, Submission
from bot.reception import FileSense
from bot.wrap import about_form, wrapped
from cases.api_key import Scope
from cases.errors import AlreadyDone, TryLater
from cases.office import Office
from intake.case_standing import Taken, of_number, of_submission
from intake.submit import Sent, submit
from storage.api_keys import digest
from storage.book import Book

PATIENCE = 2.0
"""Seconds that whoever sent something waits for it to be read."""

AT_A_TIME = 4
"""So many requests of one key, with what people sent, are read at once; its next ones wait."""

_FIRST_LOOK, _LAST_LOOK = 0.02, 0.2
_NAMED = re.compile(r"[\x21-\x7e]{1,255}")
_ID = re.compile(r"[0-9]{1,19}")
_MOST = 2**63 - 1


@dataclass(frozen=True)
class Interface:
    """What the interface works with."""

    book: Book
    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    sense: FileSense
    base: str = "/api/v1"

    @cached_property
    def admission(self) -> Admission:
        """Give what lets systems in."""
        return Admission(self.book, self.offices, self.clock)

    @cached_property
    def at_a_time(self) -> Mapping[int, asyncio.Semaphore]:
        """Give what counts requests that are read, by key: whoever sends slowly keeps nobody else waiting."""
        return defaultdict(lambda: asyncio.Semaphore(AT_A_TIME))


def api_app(interface: Interface) -> FastAPI:
    """Give the application. No page on another site may read what it answers: keys do not belong into pages."""
    app = FastAPI(title="Svarfrist", docs_url=None, redoc_url=None, openapi_url=None)
    counter = _Counter(interface)
    app.post("/cases")(counter.open_case)
    app.get("/cases/{number}")(counter.case)
    app.get("/submissions/{id_}")(counter.submission)
    app.get("/openapi.json")(_document)
    for failure in (Refused, HTTPException, TryLater, Exception):
        app.add_exception_handler(failure, _refuse)
    return app


class _Counter:
    """Answers what systems ask for."""

    def __init__(self, interface: Interface) -> None:
        self._here = interface

    async def open_case(self, request: Request) -> Response:
        """Keep what a person sent by a form, and say what became of it, as far as that is known within PATIENCE."""
        caller = await self._here.admission.admit(request, Scope.OPEN)
        named = _idempotency(request)
        async with self._here.at_a_time[caller.key.id]:
            brought = await brought_by(request, caller.office, self._here.sense)
            raw = await asyncio.to_thread(_as_letter, brought)
        sent = Sent(raw, brought.digest, digest(named) if named else None)
        try:
            kept = await self._here.book.run_first(submit, sent, caller.key, self._here.clock())
        except AlreadyDone:
            raise Refused("reused") from None
        taken = await self._read(caller, kept.id) or Taken(kept, read=False)
        told = Submission.of(taken, self._here.base)
        return _said(told, 202, {"Location": told.url})

    async def submission(self, request: Request, id_: str) -> Response:
        """Say what became of something that was sent: to the key that sent it, and to those that may read."""
        caller = await self._here.admission.admit(request, Scope.READ, Scope.OPEN)
        if not _ID.fullmatch(id_) or int(id_) > _MOST:
            raise Refused("no_submission")
        taken = await self._look(caller, int(id_))
        if taken is None or (Scope.READ not in caller.key.scopes and taken.submission.key != caller.key.id):
            raise Refused("no_submission")
        return _said(Submission.of(taken, self._here.base))

    async def case(self, request: Request, number: str) -> Response:
        """Say how a case of the key's organisation stands."""
        caller = await self._here.admission.admit(request, Scope.READ)
        wanted = number.strip().upper()[:40].replace("\x00", "")
        standing = await self._here.book.read(of_number, wanted, caller.office, self._here.clock())
        if standing is None:
            raise Refused("no_case")
        return _said(CaseStatus.of(standing))

    async def _read(self, caller: Caller, id_: int) -> Taken | None:
        """Wait until something was read, for PATIENCE at the most; it is kept, whatever becomes of this."""
        loop, look = asyncio.get_running_loop(), _FIRST_LOOK
        until = loop.time() + PATIENCE
        try:
            while True:
                taken = await self._look(caller, id_)
                if taken is None or taken.read or loop.time() + look > until:
                    return taken
                await asyncio.sleep(look)
                look = min(2 * look, _LAST_LOOK)
        except TryLater:
            return None

    async def _look(self, caller: Caller, id_: int) -> Taken | None:
        return await self._here.book.read(of_submission, id_, caller.office, self._here.clock())


def _as_letter(brought: Brought) -> bytes:
    return wrapped(brought.form.text, brought.files, about_form(uuid4().hex, brought.told))


def _idempotency(request: Request) -> str:
    named = request.headers.get("idempotency-key")
    if named is not None and not _NAMED.fullmatch(named):
        raise Refused("name_of_it")
    return named or ""


def _said(told: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(told.model_dump(mode="json"), status, {**HEADERS, **(headers or {})})


async def _document() -> Response:
    return JSONResponse(document(), headers=HEADERS)


async def _refuse(request: Request, failure: Exception) -> Response:
    """Say why something cannot be done."""
    match failure:
        case Refused():
            return failure.answer()
        case HTTPException(status_code=405):
            answer = Refused("method", about={"method": request.method}).answer()
            answer.headers.update(failure.headers or {})
            return answer
        case HTTPException():
            return Refused("nowhere" if failure.status_code == 404 else "unreadable").answer()  # noqa: PLR2004
        case TryLater():
            return Refused("later", retry_after=LATER).answer()
        case _:
            return Refused("ours", retry_after=LATER).answer()
