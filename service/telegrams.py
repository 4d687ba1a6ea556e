"""The bots at Telegram: read and checked before anything starts, then worked on until the service stops."""

import asyncio
import hashlib
import hmac
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.reception import FileSense
from bot.telegram import Account, Taker
from bot.telegram_messenger import Messenger
from bot.telegram_pace import Pace
from bot.telegram_polling import check, introduced, poll
from bot.telegram_pulse import Pulse
from bot.telegram_staff import StaffChats
from cases.errors import BadInput, TryLater
from cases.office import Office
from mail.attachments import media_type, safe_name
from service.references import secret_of
from service.settings import OrganisationSettings, Settings
from storage import telegram_bots
from storage.book import Book
from storage.claims import Node
from storage.page import Page

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library warns of every pause that it is told in whole seconds

RENEWED = 15.0
"""Seconds after which the claim on a bot is renewed; three may be missed."""

CHECKED, REMINDED = 60.0, 10
"""Seconds after which it is looked whether updates are brought; after so many looks Telegram is told again where to."""

_TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,100}")
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class BotAtWork:
    """A bot with what takes its updates and what writes for it.

    Every so many seconds it is claimed anew; each `look` so many it is seen whether updates are brought.
    """

    taker: Taker
    messenger: Messenger
    book: Book
    node: Node
    every: float = RENEWED
    look: float = CHECKED

    @property
    def organisation(self) -> str:
        """Say whose it is."""
        return self.taker.account.organisation

    @property
    def is_brought(self) -> bool:
        """Say whether Telegram brings its updates to our pages, instead of being asked for them."""
        return bool(self.taker.account.webhook)

    async def run(self) -> None:
        """Work on it until cancelled, while no other process does."""
        while True:
            if await self._is_ours():
                await self._work()
            await asyncio.sleep(self.every)

    async def _work(self) -> None:
        """Take updates and write until another process has it; where Telegram brings updates, our pages take them."""
        async with asyncio.TaskGroup() as hands:
            parts = [hands.create_task(one) for one in (self._take(), self.messenger.run(), self.taker.staff.run())]
            while await self._is_ours():  # noqa: ASYNC110 - the database tells nobody whose claim has run out
                await asyncio.sleep(self.every)
            for part in parts:
                part.cancel()

    async def _take(self) -> None:
        while True:
            await introduced(self.taker)
            if not self.is_brought:
                await poll(self.taker)
            for _ in range(REMINDED):
                await asyncio.sleep(self.look)
                if not await check(self.taker):
                    break

    async def _is_ours(self) -> bool:
        """Claim the bot, or renew the claim, and write down how it is. While the database is away nobody else can."""
        about = (self.organisation, self.node.name, self.node.clock())
        try:
            return await self.book.run_first(_taken, self.taker.pulse, *about)
        except TryLater:
            return True


def _taken(page: Page, pulse: Pulse, organisation: str, node: str, now: datetime) -> bool:
    is_ours = telegram_bots.take(page, organisation, node, now)
    if is_ours and pulse.is_known:
        telegram_bots.note(page, organisation, pulse.trouble, now)
    return is_ours


def read_accounts(settings: Settings, offices: Mapping[str, Office], key: bytes) -> tuple[Account, ...]:
    """Read the bots; raise BadInput that names the setting that is wrong. What a token is, is never repeated."""
    if not settings.parts & {"telegram", "web"}:
        return ()
    own = {id_: settings.organisation.get(id_, OrganisationSettings()) for id_ in offices}
    accounts = tuple(_account(id_, one, settings, key) for id_, one in own.items() if one.telegram_token)
    if len({account.number for account in accounts}) < len(accounts):
        raise BadInput("telegram_token: two organisations have the same bot; expected one for each")
    return accounts


@asynccontextmanager
async def bots(
    accounts: tuple[Account, ...],
    book: Book,
    offices: Mapping[str, Office],
    node: Node,
    pace: Callable[[], Pace] = Pace,
) -> AsyncIterator[tuple[BotAtWork, ...]]:
    """Give the bots, each with a `pace` of its own; they close their connections in the end."""
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # it logs whole updates, which are people's words
    sense = FileSense(media_type, safe_name)
    try:
        yield tuple(
            _at_work((account, offices[account.organisation]), book, sense, node, pace()) for account in accounts
        )
    finally:
        for account in accounts:
            for request in (account.bot.request, account.bot._request[0]):  # noqa: SLF001 - no other way to the first
                await request.shutdown()


def _at_work(whose: tuple[Account, Office], book: Book, sense: FileSense, node: Node, pace: Pace) -> BotAtWork:
    account, office = whose
    staff = StaffChats(account.bot, office, book, node.clock, pace)
    taker = Taker(account, staff, book, sense, node.clock)
    return BotAtWork(taker, Messenger(account, office, book, node, pace), book, node)


def _account(id_: str, own: OrganisationSettings, settings: Settings, key: bytes) -> Account:
    named = f"[organisation.{id_}] telegram_token"
    token = secret_of(named, own.telegram_token or "")
    if not _TOKEN.fullmatch(token):
        raise BadInput(f"{named}: is no token of a bot; expected one as @BotFather gives it, 123456789:ABC…")
    api = _api(id_, own)
    return Account(
        organisation=id_,
        bot=bot_of(token, api),
        key=_derived(key, "names", token),
        webhook=_webhook(id_, settings, api) if own.telegram_webhook else "",
        secret=_derived(key, "webhook", token).hex(),
        pages=key,
    )


def bot_of(token: str, api: str) -> Bot:
    """Give a bot that speaks to a server of the Bot API."""
    request, updates = HTTPXRequest(read_timeout=20, pool_timeout=20), HTTPXRequest(connection_pool_size=1)
    return Bot(token, f"{api}/bot", f"{api}/file/bot", request=request, get_updates_request=updates)


def _api(id_: str, own: OrganisationSettings) -> str:
    api = own.telegram_api.rstrip("/")
    at = urlsplit(api)
    if at.scheme != "https" and not (at.scheme == "http" and at.hostname in _HERE):
        raise BadInput(f'[organisation.{id_}] telegram_api "{api}": expected https://…, or http:// on this machine')
    return api


def _webhook(id_: str, settings: Settings, api: str) -> str:
    """Give where Telegram brings updates; it does so over TLS alone."""
    home = settings.public_address
    if not home.startswith("https://") and urlsplit(api).hostname not in _HERE:
        raise BadInput(
            f"[organisation.{id_}] telegram_webhook: Telegram brings updates to https: alone;"
            " expected public_url to begin with https://, or telegram_webhook = false"
        )
    return f"{home}/telegram/{id_}"


def _derived(key: bytes, use: str, token: str) -> bytes:
    return hmac.new(key, f"telegram {use} {token}".encode(), hashlib.sha256).digest()
