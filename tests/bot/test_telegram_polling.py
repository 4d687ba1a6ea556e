"""A bot whose Telegram is in trouble: what is wrong is known by its word, and it heals by itself."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import WebhookInfo
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.telegram_pace import Pace
from bot.telegram_pulse import FAILING, is_brought, trouble_of
from bot.telegram_reading import UPDATES
from bot.testing import BotApi, serving
from bot.testing_server import BOUNDLESS, Refusal
from cases.bot_trouble import BotTrouble
from cases.office import Office
from service.telegrams import BotAtWork, bots, read_accounts
from storage import telegram_bots
from storage.book import Book
from storage.claims import Node
from storage.telegram_bots import BotState
from tests.at_work import working
from tests.builders import AT
from tests.service.test_telegrams import KEY, settings
from tests.smtp import until


@asynccontextmanager
async def at_work(
    api: BotApi,
    book: Book,
    offices: dict[str, Office],
    monkeypatch: pytest.MonkeyPatch,
    **bot: Any,  # noqa: ANN401 - settings
) -> AsyncIterator[BotAtWork]:
    """Let a bot work that often writes down how it is."""
    async with serving(api) as address:
        accounts = read_accounts(settings(monkeypatch, telegram_api=address, **bot), offices, KEY)
        node = Node("here:1:a", lambda: AT)
        async with (
            bots(accounts, book, offices, node, lambda: Pace(gap=0)) as (one,),
            working(replace(one, every=0.02, look=0.02).run()),
        ):
            yield one


async def comes_to(book: Book, holds: Callable[[BotState], object], what: str) -> None:
    """Wait until a bot is like this."""

    async def so() -> bool:
        return any(holds(state) for state in await book.read(telegram_bots.states, "mentorix"))

    await until(so, what)


@pytest.mark.parametrize(
    ("refusal", "trouble"),
    [
        (Refusal(401, "Unauthorized"), BotTrouble.REVOKED),
        (Refusal(409, "Conflict: terminated by other getUpdates request"), BotTrouble.ELSEWHERE),
        (Refusal(502, "Bad Gateway"), BotTrouble.UNREACHABLE),
        (Refusal(429, "Too Many Requests: retry after 1", 1), BotTrouble.UNREACHABLE),
    ],
)
async def test_what_is_wrong_is_written_down_and_heals_by_itself(
    monkeypatch: pytest.MonkeyPatch, book: Book, offices: dict[str, Office], refusal: Refusal, trouble: BotTrouble
) -> None:
    api = BotApi(limits=BOUNDLESS)
    api.fails("getUpdates", refusal)
    anna = api.person()
    async with at_work(api, book, offices, monkeypatch):
        anna.starts()
        await comes_to(book, lambda state: state.trouble is trouble, f"it is known that it is {trouble}")
        await comes_to(book, lambda state: state.trouble is None and state.heard_at == AT, "it is well again")
        await until(lambda: anna.heard, "who wrote meanwhile is answered")


async def test_a_webhook_that_somebody_set_is_taken_away_where_updates_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, book: Book, offices: dict[str, Office]
) -> None:
    api = BotApi(limits=BOUNDLESS)
    api.webhook = {"url": "https://elsewhere.example/bot"}
    async with at_work(api, book, offices, monkeypatch):
        await comes_to(book, lambda state: state.heard_at, "it asks for updates")
    assert api.webhook["url"] == ""


async def test_only_updates_that_are_taken_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, book: Book, offices: dict[str, Office]
) -> None:
    api = BotApi(limits=BOUNDLESS)
    async with at_work(api, book, offices, monkeypatch):
        await until(lambda: any(name == "getUpdates" for name, _ in api.asked), "it asks")
    asked = [given["allowed_updates"] for name, given in api.asked if name == "getUpdates"]
    assert {tuple(one) for one in asked} == {UPDATES}


async def test_updates_that_cannot_be_brought_are_known_and_where_to_is_told_again(
    monkeypatch: pytest.MonkeyPatch, book: Book, offices: dict[str, Office]
) -> None:
    api = BotApi(limits=BOUNDLESS)
    api.clock = AT.timestamp
    web = {"telegram_webhook": True, "public_url": "http://127.0.0.1:1"}
    async with at_work(api, book, offices, monkeypatch, **web):
        api.person().starts()
        await comes_to(book, lambda state: state.trouble is BotTrouble.NOT_BROUGHT, "nothing is brought")
        mine = api.webhook["url"]
        api.webhook = {"url": "https://elsewhere.example/bot"}
        await until(lambda: api.webhook["url"] == mine, "Telegram is told again")
        api.updates.clear()
        await comes_to(book, lambda state: state.trouble is None and state.heard_at, "nothing waits")


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (InvalidToken(), BotTrouble.REVOKED),
        (Conflict("terminated by other getUpdates request"), BotTrouble.ELSEWHERE),
        (TimedOut(), BotTrouble.UNREACHABLE),
        (NetworkError("Bad Gateway"), BotTrouble.UNREACHABLE),
        (BadRequest("bad webhook: HTTPS url must be provided"), BotTrouble.REFUSED),
        (Forbidden("bot was kicked"), BotTrouble.REFUSED),
    ],
)
def test_each_fault_has_its_word(failure: TelegramError, trouble: BotTrouble) -> None:
    assert trouble_of(failure) is trouble


NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waiting", "ago", "brought"),
    [
        (0, timedelta(0), True),
        (3, None, True),
        (3, timedelta(seconds=1), False),
        (3, FAILING + timedelta(seconds=1), True),
    ],
)
def test_updates_are_brought_unless_some_wait_and_it_just_failed(
    waiting: int,
    ago: timedelta | None,
    brought: bool,  # noqa: FBT001
) -> None:
    info = WebhookInfo("https://svar.example", False, waiting, last_error_date=NOW - ago if ago is not None else None)
    assert is_brought(info, NOW) is brought
