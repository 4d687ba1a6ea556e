"""The bots of the settings: what is wrong is named before anything starts, and a token is never repeated."""

from dataclasses import replace
from typing import Any

import pytest

from bot.testing import BotApi, serving
from cases.errors import BadInput
from cases.office import Office
from service.settings import Settings
from service.telegrams import bots, read_accounts
from storage import telegram_bots
from storage.book import Book
from storage.claims import Node, release_own
from tests.at_work import MovedClock, working
from tests.builders import AT
from tests.smtp import until

TOKEN = "123456789:AAfake-token-of-a-bot-in-tests_0123"
KEY = b"k" * 32


def settings(monkeypatch: pytest.MonkeyPatch, token: str = TOKEN, **bot: Any) -> Settings:  # noqa: ANN401
    """Give the settings of Mentorix with a bot, and none of the machine's."""
    monkeypatch.setenv("BOT", token)
    more = {key: bot.pop(key) for key in ("public_url", "roles") if key in bot}
    return Settings.model_validate({"organisation": {"mentorix": {"telegram_token": "env:BOT", **bot}}, **more})


def test_a_bot_is_asked_at_telegram_unless_it_is_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, offices: dict[str, Office]
) -> None:
    (account,) = read_accounts(settings(monkeypatch), offices, KEY)
    assert (account.organisation, account.number, account.webhook) == ("mentorix", "123456789", "")
    assert account.bot.base_url == f"https://api.telegram.org/bot{TOKEN}"


def test_a_webhook_is_on_our_public_pages_and_its_secret_is_of_this_key_alone(
    monkeypatch: pytest.MonkeyPatch, offices: dict[str, Office]
) -> None:
    own = settings(monkeypatch, telegram_webhook=True, public_url="https://svar.example.org/")
    (account,), (other,) = read_accounts(own, offices, KEY), read_accounts(own, offices, b"o" * 32)
    assert account.webhook == "https://svar.example.org/telegram/mentorix"
    assert account.secret.isalnum()
    assert account.secret != other.secret


@pytest.mark.parametrize(
    ("token", "bot", "told"),
    [
        ("no-token", {}, "is no token of a bot"),
        ("", {}, "the environment has no BOT"),
        (TOKEN, {"telegram_api": "http://bots.example.org"}, "expected https://"),
        (TOKEN, {"telegram_webhook": True}, "expected public_url to begin with https://"),
    ],
)
def test_what_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, offices: dict[str, Office], token: str, bot: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=r"\[organisation.mentorix\] telegram_") as wrong:
        read_accounts(settings(monkeypatch, token, **bot), offices, KEY)
    assert told in str(wrong.value)
    assert not token or token not in str(wrong.value)


def test_two_organisations_cannot_have_one_bot(monkeypatch: pytest.MonkeyPatch, offices: dict[str, Office]) -> None:
    monkeypatch.setenv("BOT", TOKEN)
    bots = {id_: {"telegram_token": "env:BOT"} for id_ in ("mentorix", "mentor")}
    with pytest.raises(BadInput, match="the same bot"):
        read_accounts(Settings.model_validate({"organisation": bots}), offices, KEY)


def test_a_process_with_neither_part_needs_no_token(
    monkeypatch: pytest.MonkeyPatch, offices: dict[str, Office]
) -> None:
    assert read_accounts(settings(monkeypatch, "", roles="smtp,work"), offices, KEY) == ()


async def test_one_process_at_a_time_works_on_a_bot(book: Book) -> None:
    assert await book.run(telegram_bots.take, "mentorix", "here:1:a", AT)
    assert await book.run(telegram_bots.take, "mentorix", "here:1:a", AT)
    assert not await book.run(telegram_bots.take, "mentorix", "here:2:b", AT)
    assert await book.run(telegram_bots.take, "mentor", "here:2:b", AT)
    assert await book.run(telegram_bots.take, "mentorix", "here:2:b", AT + 2 * telegram_bots.LEASE)


async def test_who_stops_gives_the_bot_to_others_at_once(book: Book) -> None:
    await book.run(telegram_bots.take, "mentorix", "here:1:a", AT)
    await book.run(release_own, "here:1:a")
    assert await book.run(telegram_bots.take, "mentorix", "here:2:b", AT)


async def test_two_processes_that_share_a_bot_write_everything_once_and_the_second_goes_on_for_the_first(
    monkeypatch: pytest.MonkeyPatch, book: Book, offices: dict[str, Office]
) -> None:
    api, clock = BotApi(), MovedClock()
    anna = api.person()
    async with serving(api) as address:
        accounts = read_accounts(settings(monkeypatch, telegram_api=address), offices, KEY)
        async with (
            bots(accounts, book, offices, Node("here:1:a", clock)) as (first,),
            bots(accounts, book, offices, Node("there:2:b", clock)) as (second,),
        ):
            assert await book.run(telegram_bots.take, "mentorix", "here:1:a", AT)
            async with working(replace(second, every=0.02).run()):
                async with working(replace(first, every=0.02).run()):
                    anna.starts()
                    anna.writes("/help")
                    await until(lambda: len(anna.heard) > 1, "she is answered")
                clock.now += 2 * telegram_bots.LEASE
                anna.writes("/help")
                await until(lambda: len(anna.heard) > 2, "she is answered again")
    assert ["automatisk chat" in one for one in anna.heard] == [True, False, False]
