"""The service, put together: which parts run, in which order they start and stop."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import FastAPI

from bot import dialogue
from bot.identity_page import identity_app
from bot.reception import Reception
from bot.sender import Sender as ChatSender
from bot.telegram_webhook import telegram_app
from bot.web_chat import chat_app
from bot.worker import Wits
from bot.worker import Worker as ChatWorker
from cases.errors import BadInput
from cases.message import Channel, Envelope
from cases.office import Office
from desk.app import desk_app
from desk.console import Letters
from intake.arrive import arrive
from mail.attachments import attachment_bytes
from mail.border import Border
from mail.clamd import Clamd
from mail.door import Delivery, DoorConfig, open_door
from mail.looks import Looks
from mail.lookup import Lookup
from mail.paper_looks import PaperLooks
from mail.papers import Reader
from mail.parse import parse
from mail.sender import Sender
from mail.smarthost import WayOut
from mail.strike import Striking, struck_out
from mail.strikes import Strikes
from mail.worker import Worker
from service.chatting import read_origins, reception_of
from service.forgetting import forgetting
from service.health import health_app
from service.link_check import fetch_status, link_check
from service.mailboxes import read_boxes, work_on
from service.offices import addresses, read_offices
from service.reconciling import reconciling
from service.recounting import recount_all
from service.settings import Endpoint, Settings, endpoint
from service.telegrams import BotAtWork, bots, read_accounts
from service.timetable import timetable
from service.understanding import apart_for, understanding
from service.watching import read_watched
from service.way_out import read_way_out
from service.web import Site
from storage.book import Book
from storage.claims import Node, new_node, release_dead, release_own
from storage.vault import Vault

log = structlog.get_logger()

RESTART = 5.0
"""Seconds before a part that failed is begun again."""

KEY_BYTES = 32
"""The least that the secret file must hold."""


def wall_clock() -> datetime:
    """Say what time it is."""
    return datetime.now(UTC)


@dataclass
class Service:
    """A running service: its case book, its organisations, and the ports it was given."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    node: Node
    smtp_port: int = 0
    web_port: int = 0
    desk_port: int = 0


@contextlib.asynccontextmanager
async def running(settings: Settings, clock: Callable[[], datetime] = wall_clock) -> AsyncIterator[Service]:
    """Start what the settings say, and stop it in the opposite order.

    Everything is read and checked before the first port opens; the door opens last and closes first, so that nothing is
    taken in that nobody would work on.
    """
    offices = read_offices(settings)
    way_out = read_way_out(settings, offices)
    scanner = Clamd.parse(settings.scanner) if settings.scanner else None
    boxes = read_boxes(settings, offices, clock)
    key, origins = secret(settings.secret_file), read_origins(settings, offices)
    accounts = read_accounts(settings, offices, key)
    async with contextlib.AsyncExitStack() as stack:
        node = Node(new_node(), clock)
        book = await stack.enter_async_context(Book(settings.database))
        service = Service(book, Vault(settings.vault), offices, node)
        await book.run(release_dead, node.name)
        stack.push_async_callback(_release, book, node)
        if "work" in settings.parts:
            await _recount(service)
            await _start_work(service, way_out, settings, stack)
            await _start_chats(service, stack)
            if scanner:
                _keep_running("looks", Looks(service.book, service.vault, offices, scanner, node).run, stack)
            papers = PaperLooks(service.book, service.vault, offices, Reader(), node)
            _keep_running("papers", papers.run, stack)
            _keep_running("strikes", Strikes(service.book, service.vault, offices, node).run, stack)
        at_telegram = await stack.enter_async_context(bots(accounts, book, offices, node))
        _start_web(service, settings, reception_of(book, offices, node, origins, key), at_telegram, stack)
        if "telegram" in settings.parts:
            _start_telegram(at_telegram, stack)
        if "smtp" in settings.parts and settings.smtp:
            await _open_door(service, settings, stack)
        work_on(boxes, book, node, stack)
        _begin(reconciling(boxes, book, offices, node), stack)
        yield service


async def _recount(service: Service) -> None:
    """Count the open clocks anew that another edition of a calendar had counted (R-T-26)."""
    for moved in await recount_all(service.book, service.offices, service.node.clock):
        log.warning("a calendar has changed", what=str(moved))


async def _start_work(
    service: Service, way_out: WayOut | None, settings: Settings, stack: contextlib.AsyncExitStack
) -> None:
    worker = Worker(service.book, service.vault, service.offices, service.node, border=_border(settings))
    await worker.warm_up()
    _keep_running("worker", worker.run, stack)
    if way_out:
        sender = Sender(service.book, service.vault, service.offices, way_out, service.node)
        _keep_running("sender", sender.run, stack)
    else:
        log.warning("SVARFRIST_OUTGOING is not set: outgoing letters wait")
    sweeps = forgetting(service.book, service.vault, service.offices, service.node, erases=settings.forget)
    _begin(sweeps, stack)
    _begin(timetable(service.book, service.offices, service.node, read_watched(settings)), stack)
    if settings.check_links:
        _begin(link_check(service.book, service.offices, service.node, fetch_status), stack)


async def _start_chats(service: Service, stack: contextlib.AsyncExitStack) -> None:
    """Answer what people type in chats, take in what they typed in forms, and bring letters into chats."""
    apart = apart_for(service.offices)
    await apart.start()
    stack.callback(apart.end)
    wits = Wits(understanding(apart), dialogue)
    worker = ChatWorker(service.book, service.vault, service.offices, service.node, wits)
    sender = ChatSender(service.book, service.offices, service.node)
    for channel in (Channel.CHAT, Channel.TELEGRAM, Channel.FORM):
        _keep_running(f"worker {channel}", partial(worker.run, channel), stack)
    for channel in (Channel.CHAT, Channel.TELEGRAM):
        _keep_running(f"sender {channel}", partial(sender.run, channel), stack)
    _keep_running("unread chats", sender.sweep, stack)


def _begin(scheduler: AsyncIOScheduler, stack: contextlib.AsyncExitStack) -> None:
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


def _border(settings: Settings) -> Border | None:
    """Give what looks at letters from the net; None where a server in front of us does."""
    if not settings.border:
        return None
    at = endpoint("SVARFRIST_RESOLVER", settings.resolver or "")
    return Border(Lookup((at.host, at.port) if at else None))


def _start_telegram(at_telegram: tuple[BotAtWork, ...], stack: contextlib.AsyncExitStack) -> None:
    """Take what people write to our bots, and write to them."""
    for one in at_telegram:
        named = one.taker.account.organisation
        _keep_running(f"telegram {named}", one.run, stack)


def _start_web(
    service: Service,
    settings: Settings,
    reception: Reception,
    at_telegram: tuple[BotAtWork, ...],
    stack: contextlib.AsyncExitStack,
) -> None:
    desk = desk_app(
        service.book,
        service.offices,
        secure_cookies=settings.desk_address.startswith("https:"),
        clock=service.node.clock,
        letters=Letters(
            attachment=lambda arrival, part: attachment_bytes(service.vault.raw(arrival), part),
            parse=lambda raw, at: parse(raw, envelope=Envelope("", ()), received_at=at),
            without=lambda raw, strike: struck_out(raw, Striking(strike)),
        ),
    )
    public = endpoint("SVARFRIST_WEB", settings.web) if "web" in settings.parts else None
    staff = endpoint("SVARFRIST_DESK", settings.desk) if "desk" in settings.parts else None
    if public:
        app = health_app(service.book, service.node.clock, read_watched(settings))
        app.mount("/identity", identity_app(service.book, service.offices, service.node.clock))
        app.mount("/chat", chat_app(reception))
        brought = {one.taker.account.organisation: one.taker for one in at_telegram if one.taker.account.webhook}
        app.mount("/telegram", telegram_app(brought))
        _keep_running("presence", reception.presence.run, stack)
        if staff == public:
            app.mount("/", desk)
        service.web_port = _serve("SVARFRIST_WEB", public, app, settings, stack)
        stack.callback(reception.close)
    if staff and staff != public:
        service.desk_port = _serve("SVARFRIST_DESK", staff, desk, settings, stack)


def _serve(name: str, at: Endpoint, app: FastAPI, settings: Settings, stack: contextlib.AsyncExitStack) -> int:
    """Serve an application beside everything else; give the port. Raises BadInput where the address is taken."""
    site = Site(name, at, app, proxies=settings.trusted_proxies)
    site.start()
    stack.push_async_callback(site.stop)
    return site.port


async def _open_door(service: Service, settings: Settings, stack: contextlib.AsyncExitStack) -> None:
    at = endpoint("SVARFRIST_SMTP", settings.smtp)
    if at is None:
        return
    config = DoorConfig(
        host=at.host,
        port=at.port,
        size_limit=settings.smtp_max_bytes,
        certificate=str(settings.smtp_certificate or ""),
        key=str(settings.smtp_key or ""),
    )

    async def keep(delivery: Delivery) -> None:
        received = (delivery.raw, service.node.clock())  # one clock for everything that the service writes down
        await service.book.run_first(arrive, delivery.organisations, Channel.MAIL, delivery.envelope, received)

    door = await open_door(config, keep, addresses(service.offices))
    service.smtp_port = door.port
    stack.push_async_callback(door.close)


def _keep_running(name: str, part: Callable[[], Coroutine[Any, Any, None]], stack: contextlib.AsyncExitStack) -> None:
    """Run a part until the service stops; one that fails is logged and begun again, the others go on meanwhile."""

    async def guarded() -> None:
        while True:
            try:
                await part()
            except Exception:
                log.exception("a part of the service failed and is begun again", part=name)
                await asyncio.sleep(RESTART)

    task = asyncio.create_task(guarded(), name=name)

    async def stop() -> None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(stop)


async def _release(book: Book, node: Node) -> None:
    await book.run(release_own, node.name)


def secret(path: Path) -> bytes:
    """Give the key for tokens and links; made on first start, for this user's eyes only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), open(path, "xb", opener=_private) as new:
            new.write(secrets.token_bytes(KEY_BYTES))
        found = path.read_bytes()
    except OSError as unread:
        raise BadInput(f"SVARFRIST_SECRET_FILE {path}: cannot be read or made ({unread.strerror})") from None
    if len(found) < KEY_BYTES:
        raise BadInput(f"SVARFRIST_SECRET_FILE {path}: holds no key; expected at least {KEY_BYTES} bytes")
    return found


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
