"""The service, put together: which parts run, in which order they start and stop."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import structlog
from fastapi import FastAPI

from bot import dialogue
from bot.sender import Sender as ChatSender
from bot.telegram_pace import Pace
from bot.webhook_caller import Webhook
from bot.webhooks import Caller
from bot.worker import Wits
from bot.worker import Worker as ChatWorker
from cases.message import Channel
from intake.arrive import arrive
from mail.apart import Apart
from mail.border import Border
from mail.clamd import Clamd
from mail.door import Delivery, DoorConfig, open_door
from mail.looks import Looks
from mail.lookup import Lookup
from mail.paper_looks import PaperLooks
from mail.papers import Reader
from mail.sender import Sender
from mail.smarthost import WayOut
from mail.strikes import Strikes
from mail.worker import Worker
from service.access import read_access
from service.case_pages import case_pages_of
from service.chatting import read_origins, reception_of
from service.forgetting import forgetting
from service.keys import secret
from service.link_check import fetch_status, link_check
from service.mailboxes import read_boxes, work_on
from service.offices import addresses, read_offices
from service.pages import Public, desk_of, house_of, public_app
from service.parts import Service, begin, keep_running
from service.reconciling import reconciling
from service.recounting import recount_all
from service.searching import Indexer, merging
from service.settings import Endpoint, Settings, endpoint
from service.sweeping import Sweeps
from service.telegrams import BotAtWork, bots, read_accounts
from service.timetable import timetable
from service.understanding import understanding
from service.watching import read_watched, read_watched_bots
from service.way_out import read_way_out
from service.web import Site
from service.webhooks import read_webhooks
from storage.book import Book
from storage.claims import Node, new_node, release_dead, release_own
from storage.vault import Vault

log = structlog.get_logger()


def wall_clock() -> datetime:
    """Say what time it is."""
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, clock: Callable[[], datetime] = wall_clock, pace: Callable[[], Pace] = Pace
) -> AsyncIterator[Service]:
    """Start what the settings say, and stop it in the opposite order. `pace` is how fast bots at Telegram write.

    Everything is read and checked before the first port opens; the door opens last and closes first, so that nothing is
    taken in that nobody would work on.
    """
    offices = read_offices(settings)
    scanner = Clamd.parse(settings.scanner) if settings.scanner else None
    boxes = read_boxes(settings, offices, clock)
    key, origins = secret(settings.secret_file), read_origins(settings, offices)
    way_out = read_way_out(settings, offices, key)
    hooks = read_webhooks(settings, offices)
    accounts = read_accounts(settings, offices, key)
    access = read_access(settings, offices, key)
    async with contextlib.AsyncExitStack() as stack:
        node = Node(new_node(), clock)
        book = await stack.enter_async_context(Book(settings.database))
        service = Service(book, Vault(settings.vault), offices, node)
        await book.run(release_dead, node.name)
        stack.push_async_callback(_release, book, node)
        if "work" in settings.parts:
            await _recount(service)
            _start_chats(service, await _start_work(service, way_out, settings, stack), stack)
            _start_webhooks(service, hooks, stack)
            _start_slow_work(service, scanner, stack)
        at_telegram = await stack.enter_async_context(bots(accounts, book, offices, node, pace))
        public = Public(
            reception_of(book, offices, node, origins, key),
            case_pages_of(book, service.vault, offices, node, key),
            {one.organisation: one.taker for one in at_telegram if one.is_brought},
        )
        desk = desk_of(
            service, access, house_of(service, settings, hooks), secure=settings.desk_address.startswith("https:")
        )
        _start_web(service, public, desk, settings, stack)
        if "telegram" in settings.parts:
            _start_telegram(at_telegram, stack)
        if "smtp" in settings.parts and settings.smtp:
            await _open_door(service, settings, stack)
        work_on(boxes, book, node, stack)
        begin(reconciling(boxes, book, offices, node), stack)
        yield service


async def _recount(service: Service) -> None:
    """Count the open clocks anew that another edition of a calendar had counted (R-T-26)."""
    for moved in await recount_all(service.book, service.offices, service.node.clock):
        log.warning("a calendar has changed", what=str(moved))


async def _start_work(
    service: Service, way_out: WayOut | None, settings: Settings, stack: contextlib.AsyncExitStack
) -> Apart:
    """Take letters in and send ours, and look at the clocks; give the process in which messages are understood."""
    worker = Worker(service.book, service.vault, service.offices, service.node, border=_border(settings))
    await worker.warm_up()
    keep_running("worker", worker.run, stack)
    if way_out:
        sender = Sender(service.book, service.vault, service.offices, way_out, service.node)
        keep_running("sender", sender.run, stack)
    else:
        log.warning("SVARFRIST_OUTGOING is not set: outgoing letters wait")
    sweeps = forgetting(service.book, service.vault, service.offices, service.node, erases=settings.forget)
    begin(sweeps, stack)
    watched, bots = read_watched(settings), read_watched_bots(settings)
    begin(timetable(service.book, service.offices, service.node, watched, bots), stack)
    if settings.check_links:
        begin(link_check(service.book, service.offices, service.node, fetch_status), stack)
    return worker.apart


def _start_chats(service: Service, apart: Apart, stack: contextlib.AsyncExitStack) -> None:
    """Answer what people type in chats, take in what they typed in forms, and bring letters into chats."""
    wits = Wits(understanding(apart), dialogue)
    worker = ChatWorker(service.book, service.vault, service.offices, service.node, wits)
    sender = ChatSender(service.book, service.offices, service.node)
    for channel in (Channel.CHAT, Channel.TELEGRAM, Channel.FORM):
        keep_running(f"worker {channel}", partial(worker.run, channel), stack)
    for channel in (Channel.CHAT, Channel.TELEGRAM):
        keep_running(f"sender {channel}", partial(sender.run, channel), stack)
    keep_running("unread chats", sender.sweep, stack)


def _start_slow_work(service: Service, scanner: Clamd | None, stack: contextlib.AsyncExitStack) -> None:
    """Do what may come after the answer: look into files, strike out, make what was said findable."""
    where = (service.book, service.vault, service.offices)
    if scanner:
        keep_running("looks", Looks(*where, scanner, service.node).run, stack)
    keep_running("papers", PaperLooks(*where, Reader(), service.node).run, stack)
    keep_running("strikes", Strikes(*where, service.node).run, stack)
    keep_running("sweeps", Sweeps(service.book, service.vault, service.offices, service.node).run, stack)
    keep_running("search", Indexer(service.book).run, stack)
    begin(merging(service.book), stack)


def _start_webhooks(service: Service, hooks: Mapping[str, Webhook], stack: contextlib.AsyncExitStack) -> None:
    """Tell organisations' own systems of what happens, where any wants to know."""
    if hooks:
        caller = Caller(service.book, hooks, service.node)
        keep_running("webhooks", caller.run, stack)


def _border(settings: Settings) -> Border | None:
    """Give what looks at letters from the net; None where a server in front of us does."""
    if not settings.border:
        return None
    at = endpoint("SVARFRIST_RESOLVER", settings.resolver or "")
    return Border(Lookup((at.host, at.port) if at else None))


def _start_telegram(at_telegram: tuple[BotAtWork, ...], stack: contextlib.AsyncExitStack) -> None:
    """Take what people write to our bots, and write to them."""
    for one in at_telegram:
        keep_running(f"telegram {one.organisation}", one.run, stack)


def _start_web(
    service: Service, public: Public, desk: FastAPI, settings: Settings, stack: contextlib.AsyncExitStack
) -> None:
    """Serve the pages: the public's and staff's at one address, or at two."""
    at = endpoint("SVARFRIST_WEB", settings.web) if "web" in settings.parts else None
    staff = endpoint("SVARFRIST_DESK", settings.desk) if "desk" in settings.parts else None
    if at:
        app = public_app(service, public, read_watched(settings), read_watched_bots(settings))
        keep_running("presence", public.reception.presence.run, stack)
        if staff == at:
            app.mount("/", desk)
        service.web_port = _serve("SVARFRIST_WEB", at, app, settings, stack)
        stack.callback(public.reception.close)
    if staff and staff != at:
        service.desk_port = _serve("SVARFRIST_DESK", staff, desk, settings, stack)
    stack.callback(desk.state.streams.close, desk.state.console)


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


async def _release(book: Book, node: Node) -> None:
    await book.run(release_own, node.name)
