"""What machines ask: does it live, can it work, how is it doing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from cases.errors import TryLater
from cases.files import LONG
from intake.watch import Since, Watched
from service.bot_health import BotHealth, expose_bots, of_bots
from service.mailbox_health import Health, expose, of_mailboxes
from storage import looks, mailbox_watch, numbers, telegram_bots
from storage.book import Book
from storage.page import Page

NOT_READY = 503


def health_app(
    book: Book, clock: Callable[[], datetime], watched: Sequence[Watched] = (), bots: Sequence[str] = ()
) -> FastAPI:
    """Give `/healthz`, `/readyz` and `/metrics`. Nothing in them says anything about a person.

    A silent mailbox does not make the service unready, nor does a bot of the organisations `bots` that is out of reach,
    nor a virus scanner that is away: nobody is helped if it takes no letters at all. `/readyz` says "degraded" then,
    and what it is about.
    """
    started_at = clock()

    app = FastAPI(title="Svarfrist", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, Any]:
        try:
            await book.read(numbers.answers)
            since = Since(started_at, clock())
            found, at_telegram = await book.read(_look, watched, since), await book.read(_look_at_bots, bots, since)
            return _ready(found, at_telegram, await book.read(_unchecked, since.now))
        except TryLater as away:
            response.status_code = NOT_READY
            return {"status": "not ready", "because": str(away)}

    @app.get("/metrics")
    async def metrics() -> Response:
        try:
            since = Since(started_at, clock())
            now = await book.read(numbers.of_now, since.now)
            found, at_telegram = await book.read(_look, watched, since), await book.read(_look_at_bots, bots, since)
        except TryLater as away:
            return Response(f"{away}\n", NOT_READY, media_type="text/plain")
        registry = CollectorRegistry()
        _expose(now, registry)
        expose(found, since, registry)
        expose_bots(at_telegram, since, registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app


def _look(page: Page, watched: Sequence[Watched], since: Since) -> tuple[Health, ...]:
    return of_mailboxes(watched, mailbox_watch.states(page), since) if watched else ()


def _look_at_bots(page: Page, bots: Sequence[str], since: Since) -> tuple[BotHealth, ...]:
    return of_bots(bots, telegram_bots.states(page, *bots), since)


def _unchecked(page: Page, now: datetime) -> str | None:
    """Give since when files wait for the virus scanner, where that is too long."""
    since = looks.oldest(page, looks.VIRUS)
    return since.isoformat() if since and now - since >= LONG else None


def _ready(found: Sequence[Health], at_telegram: Sequence[BotHealth], unchecked: str | None) -> dict[str, Any]:
    silent = [one.told for one in found if one.silent]
    bots = [one.told for one in at_telegram if one.silent]
    wrong = {"mailboxes": silent, "bots": bots, "files_unchecked_since": unchecked}
    told = {name: what for name, what in wrong.items() if what}
    return {"status": "degraded", **told} if told else {"status": "ready"}


def _expose(now: numbers.Numbers, registry: CollectorRegistry) -> None:
    for name, words, value in (
        ("svarfrist_arrivals_waiting", "Letters that arrived and are not yet understood", now.arrivals_waiting),
        ("svarfrist_letters_waiting", "Released letters that have not left", now.letters_waiting),
        ("svarfrist_letters_failed", "Letters that were refused or came back", now.letters_failed),
        ("svarfrist_drafts_waiting", "Drafts that wait for a person", now.drafts_waiting),
        ("svarfrist_cases_live", "Cases that are somebody's work", now.cases_live),
        ("svarfrist_cases_late", "Live cases past a deadline", now.cases_late),
        ("svarfrist_files_waiting", "Letters whose files wait for the virus scanner", now.files_waiting),
    ):
        Gauge(name, words, registry=registry).set(value)
