"""What machines ask: does it live, can it work, how is it doing."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from cases.errors import TryLater
from storage import numbers
from storage.book import Book

NOT_READY = 503


def health_app(book: Book, clock: Callable[[], datetime]) -> FastAPI:
    """Give `/healthz`, `/readyz` and `/metrics`. Nothing in them says anything about a person."""
    app = FastAPI(title="Svarfrist", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, str]:
        try:
            await book.read(numbers.answers)
        except TryLater as away:
            response.status_code = NOT_READY
            return {"status": "not ready", "because": str(away)}
        return {"status": "ready"}

    @app.get("/metrics")
    async def metrics() -> Response:
        try:
            now = await book.read(numbers.of_now, clock())
        except TryLater as away:
            return Response(f"{away}\n", NOT_READY, media_type="text/plain")
        return Response(_exposition(now), media_type=CONTENT_TYPE_LATEST)

    return app


def _exposition(now: numbers.Numbers) -> bytes:
    registry = CollectorRegistry()
    for name, words, value in (
        ("svarfrist_arrivals_waiting", "Letters that arrived and are not yet understood", now.arrivals_waiting),
        ("svarfrist_letters_waiting", "Released letters that have not left", now.letters_waiting),
        ("svarfrist_letters_failed", "Letters that were refused or came back", now.letters_failed),
        ("svarfrist_drafts_waiting", "Drafts that wait for a person", now.drafts_waiting),
        ("svarfrist_cases_live", "Cases that are somebody's work", now.cases_live),
        ("svarfrist_cases_late", "Live cases past a deadline", now.cases_late),
    ):
        Gauge(name, words, registry=registry).set(value)
    return generate_latest(registry)
