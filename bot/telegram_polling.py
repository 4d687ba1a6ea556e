"""Asks Telegram for updates, where nobody can reach us from outside. What is kept is asked for no more.

Telegram remembers how far we are: an update comes again until one behind it is asked for, also after a power cut.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

import structlog
from telegram import BotCommand, Update
from telegram.error import RetryAfter, TelegramError

from bot.says import commands
from bot.telegram import Taker
from bot.telegram_pace import growing
from bot.telegram_pulse import is_brought, trouble_of
from bot.telegram_reading import COMMANDS, UPDATES
from bot.telegram_refusals import seconds_of
from cases.bot_trouble import BotTrouble
from cases.errors import TryLater
from replies.words import LANGUAGES

log = structlog.get_logger()

HELD = 25
"""Seconds that Telegram holds a question while there is nothing."""

TRIES = 10
"""So often an update is tried that we have a fault of our own with; the others do not wait for it longer."""


async def introduced(taker: Taker) -> None:
    """Tell Telegram, as often as it takes, what the bot's menu is, and where updates are to be brought.

    What waits there stays.
    """
    account = taker.account
    for pause in growing():
        try:
            await _menu(taker)
            if account.webhook:
                await account.bot.set_webhook(
                    account.webhook, allowed_updates=UPDATES, secret_token=account.secret, drop_pending_updates=False
                )
            else:
                await account.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as away:
            taker.pulse.falters(trouble_of(away))
            await rest(account.organisation, away, pause)
        else:
            if not account.webhook:
                taker.pulse.beats()
            return


async def check(taker: Taker) -> bool:
    """Look whether updates are brought; say whether Telegram still knows where to."""
    try:
        info = await taker.account.bot.get_webhook_info()
    except TelegramError as away:
        taker.pulse.falters(trouble_of(away))
        return True
    if is_brought(info, taker.clock()):
        taker.pulse.beats()
    else:
        log.warning("Telegram cannot bring updates", organisation=taker.account.organisation)
        taker.pulse.falters(BotTrouble.NOT_BROUGHT)
    return info.url == taker.account.webhook


async def poll(taker: Taker) -> None:
    """Take updates until cancelled."""
    bot, offset, pauses = taker.account.bot, 0, growing()
    tries: Counter[int] = Counter()
    while True:
        try:
            updates = await bot.get_updates(offset, timeout=HELD, allowed_updates=UPDATES)
            taker.pulse.beats()
            await _all(taker, updates, tries)
        except (TelegramError, TryLater) as away:
            if isinstance(away, TelegramError):
                taker.pulse.falters(trouble_of(away))
            await rest(taker.account.organisation, away, next(pauses))
            continue
        pauses = growing()
        offset = max((offset, *(update.update_id + 1 for update in updates)))


async def rest(organisation: str, failure: Exception, pause: float) -> None:
    """Wait a while, longer where Telegram says so."""
    seconds = max(pause, seconds_of(failure)) if isinstance(failure, RetryAfter) else pause
    log.warning("Telegram is waited for", organisation=organisation, reason=type(failure).__name__, seconds=seconds)
    await asyncio.sleep(seconds)


async def _all(taker: Taker, updates: Sequence[Update], tries: Counter[int]) -> None:
    """Take all updates, each chat's in order; raise TryLater where one has to be brought again."""
    took = await asyncio.gather(*map(taker.take, updates), return_exceptions=True)
    again: TryLater | None = None
    for update, failure in zip(updates, took, strict=True):
        if isinstance(failure, TryLater):
            again = failure
        elif isinstance(failure, Exception):
            tries[update.update_id] += 1
            log.error("an update cannot be taken", update=update.update_id, exc_info=failure)
            again = again or (TryLater("an update") if tries[update.update_id] < TRIES else None)
    if again:
        raise again
    tries.clear()


async def _menu(taker: Taker) -> None:
    bot = taker.account.bot
    for language in LANGUAGES:
        said = commands(language)
        menu = [BotCommand(name, said[name]) for name in COMMANDS]
        await bot.set_my_commands(menu, language_code=language)
        if language == taker.language:
            await bot.set_my_commands(menu)
