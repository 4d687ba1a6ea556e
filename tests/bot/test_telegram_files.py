"""Files that people send to a bot, as Telegram gives them and as it does not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.reception import FileSense
from bot.telegram_files import AN_HOUR, TRIES, Files
from bot.telegram_reading import LARGEST, Wanted
from bot.testing import BotApi, serving
from bot.testing_server import Refusal
from cases.errors import TryLater
from mail.attachments import media_type, safe_name
from service.telegrams import bot_of
from tests.at_work import MovedClock

PDF = b"%PDF-1.7 " + bytes(range(200))


@dataclass
class Fetching:
    """What fetches files, and the server that has them."""

    api: BotApi
    files: Files
    clock: MovedClock

    def sent(self, content: bytes, name: str = "afslag.pdf") -> Wanted:
        """Let a file be sent; give what is to be fetched."""
        kept = self.api.keeps(content, name)
        return Wanted(kept["file_id"], kept["file_unique_id"], name, "application/pdf", 0)


@pytest.fixture
async def fetching() -> AsyncIterator[Fetching]:
    """Give what fetches files from a server of the Bot API."""
    api, clock = BotApi(), MovedClock()
    async with serving(api) as address:
        bot = bot_of(api.token, address)
        yield Fetching(api, Files(bot, FileSense(media_type, safe_name), clock), clock)
        await bot.request.shutdown()


async def test_a_file_comes_whole_and_ends_as_its_bytes_are(fetching: Fetching) -> None:
    found = await fetching.files.fetch("1", [fetching.sent(PDF, "afslag.jpg")])
    assert [(file.name, file.media_type, file.content) for file in found.files] == [
        ("afslag.jpg.pdf", "application/pdf", PDF)
    ]
    assert found.says == ()


async def test_of_a_file_that_turns_out_too_large_only_that_is_told(fetching: Fetching) -> None:
    large = fetching.sent(bytes(LARGEST + 1))
    found = await fetching.files.fetch("1", [large, fetching.sent(PDF)])
    assert [file.content for file in found.files] == [PDF]
    assert [one.name for one in found.says] == ["file_large"]


async def test_what_is_wrong_with_several_is_told_once(fetching: Fetching) -> None:
    found = await fetching.files.fetch("1", [fetching.sent(b"MZ" + bytes(9)), fetching.sent(b"MZ" + bytes(8))])
    assert [one.name for one in found.says] == ["file_type"]
    assert [one.name for one in (await fetching.files.fetch("1", [fetching.sent(b"")])).says] == ["file_empty"]


async def test_while_telegram_is_in_trouble_the_message_waits_and_then_goes_without_the_file(
    fetching: Fetching,
) -> None:
    fetching.api.fails("getFile", *[Refusal(502, "Bad Gateway")] * TRIES)
    wanted = fetching.sent(PDF)
    for _ in range(TRIES - 1):
        with pytest.raises(TryLater, match="Telegram"):
            await fetching.files.fetch("1", [wanted])
    assert [one.name for one in (await fetching.files.fetch("1", [wanted])).says] == ["file_lost"]


async def test_an_address_of_a_file_that_has_run_out_is_told(fetching: Fetching) -> None:
    fetching.api.fails("file", Refusal(404, "Not Found"))
    assert [one.name for one in (await fetching.files.fetch("1", [fetching.sent(PDF)])).says] == ["file_lost"]


async def test_in_an_hour_somebody_can_send_so_many_files_and_no_more(fetching: Fetching) -> None:
    wanted = fetching.sent(PDF)
    for _ in range(AN_HOUR):
        assert (await fetching.files.fetch("1", [wanted])).files
    assert [one.name for one in (await fetching.files.fetch("1", [wanted])).says] == ["file_many"]
    assert (await fetching.files.fetch("2", [wanted])).files
    fetching.clock.now += timedelta(hours=1)
    assert (await fetching.files.fetch("1", [wanted])).files
