"""A chat service that says what a test lets it say, over the same wire as ours: for the widget alone.

The page that shows the chat comes from `localhost`, the service is `127.0.0.1`: two origins, as in life.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.smtp import until

WIDGET = Path(__file__).parent.parent / "bot" / "widget" / "widget.js"
GREETING = ("Hej! Du skriver med en automatisk chat, som drives af Mentorix Aps.", "Hvad drejer det sig om?")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Expose-Headers": "Retry-After",
}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Kursus</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="{service}/chat/mentorix/widget.js" async {more}></script></head>
<body><main><h1>Kurser</h1><p>Vi holder kurser i projektledelse.</p><a href="#top">Læs mere</a></main></body></html>"""


@dataclass
class ChatDouble:
    """What the service knows and how it behaves. `lines` are what was said, `frames` what came in over any wire.

    `away`: nobody answers. `sockets`, `acks`: whether sockets get through, and whether lines are ticked. `refusals` are
    HTTP answers by path, used up one by one: (status, code, text, seconds to wait). `uploads` is cleared to hold files
    up.
    """

    port: int = 0
    away: bool = False
    sockets: bool = True
    acks: bool = True
    reference: str = "reference-1"
    language: str = "da"
    session: dict[str, Any] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, list[tuple[int, str, str, int]]] = field(default_factory=dict)
    open: list[asyncio.Queue[dict[str, Any] | None]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    uploads: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def service(self) -> str:
        """Give the origin of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """Give the address of a page, on another origin, that shows the chat."""
        return f"http://localhost:{self.port}/page"

    @property
    def said(self) -> list[str]:
        """Give the lines that came in, each as often as it was sent."""
        return [frame["text"] for frame in self.frames if frame["type"] == "line"]

    def say(self, text: str | None, side: str = "program", **more: object) -> dict[str, Any]:
        """Say a line to everybody who is connected."""
        line = {
            "seq": len(self.lines) + 1,
            "at": datetime.now(UTC).isoformat(),
            "side": side,
            "html": False,
            "text": text,
            "files": [],
            "client": None,
            "state": "received",
            **more,
        }
        self.lines.append(line)
        self.put({"type": "lines", "lines": [line]})
        return line

    def put(self, frame: dict[str, Any]) -> None:
        """Send a frame to everybody who is connected."""
        for queue in self.open:
            queue.put_nowait(frame)

    def cut(self) -> None:
        """Close every connection."""
        for queue in self.open:
            queue.put_nowait(None)

    async def heard(self, text: str) -> None:
        """Wait until a line came in."""
        await until(lambda: text in self.said)

    def take(self, frame: dict[str, Any]) -> None:
        """Take a frame in, as a service does: a line that came before is ticked again and said once."""
        self.frames.append(frame)
        if frame["type"] == "hello":
            after = [line for line in self.lines if line["seq"] > frame["after"]]
            self.put({"type": "lines", "lines": after})
        elif frame["type"] == "ping":
            self.put({"type": "pong"})
        elif frame["type"] == "line" and self.acks:
            self.put({"type": "received", "client": frame["client"]})
            if frame["client"] not in {line["client"] for line in self.lines}:
                self.say(frame["text"], "person", client=frame["client"])


@asynccontextmanager
async def chat_double() -> AsyncIterator[ChatDouble]:
    """Run the service until the block ends."""
    double = ChatDouble()
    double.uploads.set()
    config = uvicorn.Config(
        _app(double),
        "127.0.0.1",
        0,
        log_config=None,
        lifespan="off",
        ws="websockets-sansio",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    double.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield double
    finally:
        double.uploads.set()
        double.cut()
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """Leaves the signals to whoever runs the tests."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _app(double: ChatDouble) -> Starlette:
    at = "/chat/mentorix"

    async def page(request: Request) -> Response:
        asked = request.query_params
        policy = f"default-src 'none'; script-src {double.service}; connect-src {double.service} ws://127.0.0.1:{double.port}"
        policy += "; require-trusted-types-for 'script'; trusted-types 'none'"
        text = PAGE.format(language=asked.get("lang", "da"), service=double.service, more=asked.get("more", ""))
        return Response(text, media_type="text/html", headers={"Content-Security-Policy": policy})

    async def widget(_request: Request) -> Response:
        return Response(WIDGET.read_bytes(), media_type="text/javascript", headers=CORS)

    async def post(request: Request) -> Response:
        return await _posted(double, request)

    async def events(request: Request) -> Response:
        double.urls.append(str(request.url))
        double.frames.append({"type": "hello", "after": int(request.query_params["after"])})
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        return StreamingResponse(_stream(double, queue), media_type="text/event-stream", headers=CORS)

    async def socket(wire: WebSocket) -> None:
        double.urls.append(str(wire.url))
        await _socket(double, wire)

    return Starlette(
        routes=[
            Route("/page", page),
            Route(f"{at}/", page),
            Route(f"{at}/widget.js", widget),
            Route(f"{at}/events", events),
            WebSocketRoute(f"{at}/socket", socket),
            Route(f"{at}/{{path}}", post, methods=["POST", "OPTIONS"]),
        ]
    )


async def _posted(double: ChatDouble, request: Request) -> Response:
    path = request.path_params["path"]
    if request.method == "OPTIONS":
        return Response(headers=CORS)
    if double.away:
        return Response(status_code=503, headers=CORS)
    if double.refusals.get(path):
        status, code, text, wait = double.refusals[path].pop(0)
        return JSONResponse({"code": code, "text": text}, status, {**CORS, "Retry-After": str(wait)})
    return await _file(double, request) if path == "files" else await _taken(double, path, request)


async def _taken(double: ChatDouble, path: str, request: Request) -> Response:
    told = await request.json()
    if path in {"lines", "shown"}:
        double.take({"type": path.removesuffix("s"), **told})
    return JSONResponse(_answer(double, path, told), headers=CORS)


def _answer(double: ChatDouble, path: str, told: dict[str, Any]) -> dict[str, Any]:
    if path == "session":
        double.sessions.append(told)
        known = told.get("reference") == double.reference or bool(told.get("code"))
        return {
            "reference": double.reference,
            "language": double.language,
            "greeting": list(GREETING),
            "resumed": known,
            "limits": {
                "line": 8000,
                "file": 26214400,
                "files": 10,
                "types": ["application/pdf", "image/jpeg", "image/png"],
            },
            **double.session,
        }
    if path == "link":
        return {"link": f"/chat/mentorix/#{'c' * 24}", "minutes": 10}
    return {"ticket": "ticket-1", "received": told.get("client")}


async def _file(double: ChatDouble, request: Request) -> Response:
    await double.uploads.wait()
    async with request.form() as form:
        client, file = str(form["client"]), form["file"]
        assert not isinstance(file, str)
        content = await file.read()
    double.frames.append({"type": "file", "client": client, "name": file.filename, "size": len(content)})
    double.say("", "person", client=client, files=[{"name": file.filename, "size": len(content)}])
    return JSONResponse({"received": client}, headers=CORS)


async def _stream(double: ChatDouble, queue: asyncio.Queue[dict[str, Any] | None]) -> AsyncIterator[str]:
    double.open.append(queue)
    try:
        yield ": hello\n\n"
        double.put({"type": "lines", "lines": double.lines})
        while (frame := await queue.get()) is not None:
            yield f"data: {json.dumps(frame)}\n\n"
    finally:
        double.open.remove(queue)


async def _socket(double: ChatDouble, wire: WebSocket) -> None:
    if double.away or not double.sockets:
        await wire.close()
        return
    await wire.accept()
    queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    double.open.append(queue)
    sends = asyncio.create_task(_send(wire, queue))
    try:
        while True:
            double.take(await wire.receive_json())
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        double.open.remove(queue)
        sends.cancel()


async def _send(wire: WebSocket, queue: asyncio.Queue[dict[str, Any] | None]) -> None:
    while (frame := await queue.get()) is not None:
        await wire.send_json(frame)
    await wire.close(1012)
