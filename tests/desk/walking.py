"""Walks the desk's ways as a browser would, one request at a time; of what goes on for ever it hears the beginning."""

import asyncio
import re
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from cases.case import Case
from cases.message import Attachment
from cases.policy import Policy
from cases.staff import Staff
from storage import sessions
from tests.builders import a_message
from tests.desk.routes import Route
from tests.desk.scene import Scene

PAPER = Attachment(1, "kvittering.pdf", "application/pdf", 9, "d1")
BOUNDARY = "between"


@dataclass(frozen=True)
class Answer:
    """What came back; of a stream its beginning."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Facts:
    """What stands for `{…}` in paths: a case, a letter of it, the message it was opened for, and others' keys."""

    number: str
    letter: int
    message: int
    organisation: str
    person: int
    part: int = 1
    act: str = "revocation"
    deed: str = "decision"
    handle: str = "0" * 16
    id_: int = 1
    absence: int = 1
    secret: str = "x" * 43
    year: int = 2026
    reply: str = "acknowledgement"
    language: str = "en"
    prefix: str = "svf_00000000"


def ways(app: FastAPI) -> dict[tuple[str, str], str]:
    """Give every (method, path) that the desk answers, with the first line of what it says of itself."""
    found = (context.route for context in iter_route_contexts(app.routes))
    return {
        (method, route.path): (route.endpoint.__doc__ or "").strip().splitlines()[0]
        for route in found
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    }


def filled(path: str, facts: Facts) -> str:
    """Give a path with what it stands for."""

    def value(found: re.Match[str]) -> str:
        name = found[1].partition(":")[0]
        assert hasattr(facts, name), f"{path}: say in Facts of tests/desk/walking.py what {{{name}}} stands for"
        return str(getattr(facts, name))

    return re.sub(r"\{([^}]+)\}", value, path)


async def opened(scene: Scene, staff: Staff) -> tuple[str, str]:
    """Log somebody in; give the cookie's secret and the token of its forms."""
    secret = sessions.new_secret()
    session = await scene.book.run(sessions.begin, staff, secret, scene.now)
    return secret, session.csrf


async def facts_of(scene: Scene, case: Case, person: int) -> Facts:
    """Give the facts of a case that has a draft and a file."""
    draft = await scene.draft(case.number, case.organisation)
    return Facts(case.number, draft.id, case.opened_for, case.organisation, person)


async def a_case(scene: Scene, organisation: str) -> Case:
    """Let a letter with a file open a case."""
    return (await scene.hear(a_message(attachments=(PAPER,)), organisation=organisation)).opened[0]


def queue_roles(case: Case, policy: Policy) -> frozenset[str]:
    """Give the roles of the queue that a case stands in, as the policy has them."""
    return frozenset(next(queue.roles for queue in policy.queues if queue.id == case.queue))


async def walk(app: FastAPI, route: Route, path: str, secret: str = "", csrf: str = "", **headers: str) -> Answer:
    """Go one way: with a cookie where there is a secret, and with the token where there is one."""
    form = {**route.form, **({"csrf": csrf} if csrf else {})}
    return await request(app, route.method, path, form, {**_cookie(secret), **headers})


def _cookie(secret: str) -> dict[str, str]:
    return {"cookie": f"svarfrist={secret}"} if secret else {}


async def request(
    app: FastAPI,
    method: str,
    path: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request to the application; a form as its address takes it."""
    in_parts = path == "/desk/register"
    body = (_parts(form) if in_parts else urlencode(form).encode()) if form is not None and method == "POST" else b""
    kind = f"multipart/form-data; boundary={BOUNDARY}" if in_parts else "application/x-www-form-urlencoded"
    sent = {"host": "desk.test", **({"content-type": kind, "content-length": str(len(body))} if body else {})}
    split = urlsplit(path)
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": split.path,
        "raw_path": split.path.encode(),
        "root_path": "",
        "query_string": split.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in {**sent, **(headers or {})}.items()],
        "client": ("192.0.2.1", 50000),
        "server": ("desk.test", 80),
        "state": {},
    }
    return await _Exchange(body).over(app, scope)


def _parts(form: Mapping[str, str]) -> bytes:
    fields = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items())
    return ("".join(fields) + f"--{BOUNDARY}--\r\n").encode()


class _Exchange:
    """One request and its answer; of a stream its first event is waited for."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._enough = asyncio.Event()
        self._status, self._headers = 0, dict[str, str]()
        self._pieces: list[bytes] = []

    async def over(self, app: FastAPI, scope: MutableMapping[str, Any]) -> Answer:
        going = asyncio.create_task(app(scope, self._receive, self._send))
        enough = asyncio.create_task(self._enough.wait())
        await asyncio.wait({going, enough}, return_when=asyncio.FIRST_COMPLETED)
        for task in (going, enough):
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if not going.cancelled() and (fault := going.exception()):
            raise fault
        return Answer(self._status, self._headers, b"".join(self._pieces).decode("utf-8", "replace"))

    async def _receive(self) -> dict[str, object]:
        if self._body is None:
            await asyncio.Event().wait()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            return
        self._pieces.append(message.get("body", b""))
        streams = self._headers.get("content-type", "").startswith("text/event-stream")
        if not message.get("more_body") or (streams and b"event:" in self._pieces[-1]):
            self._enough.set()
