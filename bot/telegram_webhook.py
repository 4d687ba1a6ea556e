"""Takes the updates that Telegram brings to our own pages: an application that is mounted at /telegram."""

import json
from collections.abc import Mapping
from hmac import compare_digest

import structlog
from fastapi import FastAPI, Request, Response
from telegram import Update

from bot.telegram import Taker
from cases.errors import TryLater

log = structlog.get_logger()

HEADER = "x-telegram-bot-api-secret-token"
LONGEST = 1024 * 1024
"""Bytes of an update; Telegram's are some kilobytes."""


def telegram_app(takers: Mapping[str, Taker]) -> FastAPI:
    """Give the application. `takers` are those of bots whose updates are brought, by their organisation."""
    app = FastAPI(title="Svarfrist Telegram", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/{organisation}")
    async def bring(request: Request, organisation: str) -> Response:
        """Answer 200 once the update is kept; whatever else it is, Telegram brings it again."""
        taker = takers.get(organisation)
        if taker is None:
            return Response(status_code=404)
        shown = request.headers.get(HEADER, "")
        if not compare_digest(shown.encode(), taker.account.secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        return Response(status_code=413) if body is None else await _taken(taker, body)

    return app


async def _taken(taker: Taker, body: bytes) -> Response:
    try:
        update = Update.de_json(json.loads(body), taker.account.bot)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        log.warning("what was brought is no update", organisation=taker.account.organisation)
        return Response(status_code=400)
    try:
        await taker.take(update)
    except TryLater as away:
        log.warning("an update is to be brought again", organisation=taker.account.organisation, reason=str(away))
        return Response(status_code=503, headers={"Retry-After": "5"})
    return Response()


async def _body(request: Request) -> bytes | None:
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LONGEST:
            return None
    return bytes(read)
