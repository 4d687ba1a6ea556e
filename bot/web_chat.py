"""The web chat as an application that is mounted at /chat: the widget's files, and its ways in and out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket
from starlette.exceptions import HTTPException

from bot import sockets
from bot.dialogue import begin
from bot.events import Events
from bot.frames import LONGEST_LINE, Frame, TypedLine, line_of, number_of, text_of
from bot.reception import FAULTS, Reception, Refused, body_of, peer_of
from bot.references import LASTS, NoReference, Purpose, Reference
from bot.says import privacy_notice, words
from bot.uploads import LARGEST_FILE, MOST_FILES, OFFERED, upload_of
from bot.widget_files import WidgetFiles
from cases.chat import Chat
from cases.office import Office

AT_A_TIME = 4
"""So many files are taken apart at once; the next wait."""

LIMITS = {"line": LONGEST_LINE, "file": LARGEST_FILE, "files": MOST_FILES, "types": OFFERED}

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


def chat_app(reception: Reception) -> FastAPI:
    """Give the application. Whoever serves it lets `reception.presence.run` run beside it, and closes the reception."""
    app = FastAPI(title="Svarfrist chat", docs_url=None, redoc_url=None, openapi_url=None)
    counter, files = Counter(reception), WidgetFiles(reception)

    for failure in (Refused, *FAULTS):
        app.add_exception_handler(failure, counter.refuse)
    app.add_exception_handler(HTTPException, counter.no_such_thing)

    app.websocket("/{organisation}/socket")(counter.socket)
    posted = (counter.session, counter.ticket, counter.lines, counter.shown, counter.files, counter.link)
    for answer in posted:
        app.post(f"/{{organisation}}/{answer.__name__}")(counter.checked(answer))
    app.get("/{organisation}/events")(counter.events)
    app.options("/{organisation}/{what}")(counter.preflight)
    app.api_route("/{organisation}/", methods=["GET", "HEAD"])(files.page)
    app.api_route("/{organisation}/{name}", methods=["GET", "HEAD"])(files.file)
    return app


Answers = Callable[[Request, str], Awaitable[Response]]


class Counter:
    """Answers what pages ask for."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._conversations, self._references = reception.conversations, reception.references
        self._events = Events(reception)
        self._at_a_time = asyncio.Semaphore(AT_A_TIME)

    def checked(self, answer: Answers) -> Answers:
        """Let only pages ask whose site may have the chat."""

        async def if_allowed(request: Request, organisation: str) -> Response:
            self._reception.check_origin(request, organisation)
            return await answer(request, organisation)

        return if_allowed

    async def refuse(self, request: Request, failure: Exception) -> Response:
        """Say why something cannot be done."""
        refused = failure if isinstance(failure, Refused) else Refused.because(failure)
        return self._reception.refusal(request, refused)

    async def no_such_thing(self, request: Request, failure: Exception) -> Response:
        """Say that there is nothing at an address, or nothing that is asked for in this way."""
        answer = self._reception.refusal(request, Refused("nowhere"))
        if isinstance(failure, HTTPException):
            answer.status_code = failure.status_code
            answer.headers.update(failure.headers or {})
        return answer

    async def preflight(self, request: Request, organisation: str) -> Response:
        """Tell a browser what a page on another site may send."""
        self._reception.check_origin(request, organisation)
        return Response(status_code=204, headers={**self._reception.shared(request), **PREFLIGHT})

    async def socket(self, websocket: WebSocket, organisation: str) -> None:
        """Hold a conversation over a WebSocket."""
        await sockets.serve(websocket, organisation, self._reception)

    async def session(self, request: Request, organisation: str) -> Response:
        """Begin a conversation, or go on with one: by its reference, or by a code from another device.

        Nothing is written down before anything is said.
        """
        office, now = self._reception.office(organisation), self._conversations.clock()
        self._reception.limits.session(peer_of(request), now)
        frame = await body_of(request)
        wished = text_of(frame, "language")
        shown = await self._shown_reference(frame, organisation, office.policy.language(wished))
        reference = shown or self._references.new(organisation, office.policy.language(wished), now)
        chat = await self._conversations.find(reference)
        if chat is None:
            reference = replace(reference, language=office.policy.language(wished or reference.language))
        sealed = await self._sealed(frame, reference, chat)
        language = chat.dialogue.language if chat else reference.language
        content = {"reference": sealed, "resumed": shown is not None, "shown": chat.shown if chat else 0}
        return self._reception.answer(request, {**content, **_about(language, office), "limits": LIMITS})

    async def ticket(self, request: Request, organisation: str) -> Response:
        """Give what opens a stream of events once."""
        caller = self._reception.bearer(request, organisation)
        return self._reception.answer(request, {"ticket": self._events.ticket(caller)})

    async def events(self, request: Request, organisation: str) -> Response:
        """Give the stream of events that a ticket opens; a page on our own site names no site here."""
        self._reception.office(organisation)
        if "origin" in request.headers:
            self._reception.check_origin(request, organisation)
        return self._events.stream(request, organisation, request.query_params.get("ticket", ""))

    async def lines(self, request: Request, organisation: str) -> Response:
        """Keep a line."""
        caller = self._reception.bearer(request, organisation)
        line = line_of(await body_of(request))
        now = self._conversations.clock()
        self._reception.limits.line(caller.peer, caller.reference.digest, len(line.text), now)
        await self._conversations.keep(await self._conversations.begun(caller), line)
        return self._reception.answer(request, {"received": line.client})

    async def shown(self, request: Request, organisation: str) -> Response:
        """Note which lines the page has."""
        caller = self._reception.bearer(request, organisation)
        seq = number_of(await body_of(request), "seq")
        if chat := await self._conversations.find(caller.reference):
            await self._conversations.has(chat, seq)
        return self._reception.answer(request, {"shown": seq})

    async def files(self, request: Request, organisation: str) -> Response:
        """Keep a file as a line."""
        caller = self._reception.bearer(request, organisation)
        self._reception.limits.upload(caller.peer, caller.reference.digest, self._conversations.clock())
        try:
            with self._reception.limits.sends_to_us(caller.peer):
                client, file = await upload_of(request, self._reception.files, self._at_a_time)
            chat = await self._conversations.begun(caller)
            await self._conversations.keep(chat, TypedLine(client, ""), file)
        except FAULTS as failure:
            raise Refused.because(failure, caller.reference.language) from None
        content = {"received": client, "name": file.name, "size": len(file.content)}
        return self._reception.answer(request, content, status=201)

    async def link(self, request: Request, organisation: str) -> Response:
        """Give a link that opens the conversation once on another device; what stands behind # goes to no server."""
        caller, now = self._reception.bearer(request, organisation), self._conversations.clock()
        self._reception.limits.link(caller.reference.digest, now)
        chat = await self._conversations.find(caller.reference)
        if chat is None:
            raise Refused("early", caller.reference.language)
        code = self._references.sealed(caller.reference, now, Purpose.LINK)
        await self._conversations.link(chat, code, now + LASTS[Purpose.LINK])
        here = self._reception.home(request, organisation)
        minutes = int(LASTS[Purpose.LINK].total_seconds() // 60)
        content = {"link": f"{here}/chat/{organisation}/#{code}", "minutes": minutes}
        return self._reception.answer(request, content)

    async def _shown_reference(self, frame: Frame, organisation: str, language: str) -> Reference | None:
        """Give what the page shows, None where that opens nothing; a code that opens nothing is told."""
        now = self._conversations.clock()
        if code := text_of(frame, "code"):
            try:
                reference = self._references.opened(code, organisation, now, Purpose.LINK)
            except NoReference:
                raise Refused("link", language) from None
            if not await self._conversations.use_link(reference, code):
                raise Refused("link", language)
            return reference
        try:
            return self._references.opened(text_of(frame, "reference"), organisation, now)
        except NoReference:
            return None

    async def _sealed(self, frame: Frame, reference: Reference, chat: Chat | None) -> str:
        """Give the reference that the page keeps: the one it has, until that is old."""
        now = self._conversations.clock()
        kept = text_of(frame, "reference")
        if chat and kept and not text_of(frame, "code") and not reference.is_old(now):
            return kept
        if chat:
            await self._conversations.renew(chat, reference)
        return self._references.sealed(reference, now)


def _about(language: str, office: Office) -> dict[str, Any]:
    """Give what is known before anybody writes: who is there, how else to reach them, and that this is automatic."""
    policy = office.policy
    return {
        "language": language,
        "name": policy.name,
        "contact": {"email": policy.contact.email, "phone": policy.contact.phone},
        "privacy": privacy_notice(office),
        "greeting": [words(say, language, office) for say in begin(language, office).says],
    }
