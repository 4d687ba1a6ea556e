"""Staff at Telegram: a code makes a chat theirs, notices come there, no line opens a case, a blocked bot means mail."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.testing import Person
from bot.testing_server import Refusal
from cases.case import Case
from cases.message import Channel
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake import staff_telegram
from intake.notices import Notice, notify
from replies.staff_notice import News
from storage import chats, staff, staff_telegrams
from storage.outbox_table import OUTBOX
from tests.smtp import until
from tests.storage.written import write_case
from tests.telegrams import Telegrams, telegrams

COMPLAINT = "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke."
LINKED, GONE, ONLY, ENDED = "knyttet til dit login", "Koden virker ikke", "bliver ikke læst", "ikke flere beskeder her"


@pytest.fixture
async def at(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Telegrams]:
    """Run a bot that asks for updates."""
    async with telegrams(sqlite_template, tmp_path) as opened:
        yield opened


async def coded(at: Telegrams, person: Staff) -> str:
    """Make a code as the desk does."""
    code = staff_telegram.new_code()
    await at.running.service.book.run(staff_telegram.begin, person, code, at.running.clock.now)
    return code


async def linked(at: Telegrams) -> tuple[Staff, Person]:
    """Give somebody of staff and their chat."""
    person, bo = await at.running.hire("course_administrator"), at.api.person(name="Bo")
    await at.says(bo, await coded(at, person), LINKED)
    return person, bo


async def told(at: Telegrams, count: int = 1) -> Case:
    """Let things happen, and the minutes pass in which they are gathered."""
    book, clock, office = at.running.service.book, at.running.clock, at.running.service.offices["mentorix"]
    case = await book.run(write_case, queue="course-administration")
    for number in range(count):
        await book.run(notify, case, Notice(News.NEW_HOLD, f"message {number}"), office, clock.now)
    await at.running.later(minutes=5)
    return case


async def statuses(at: Telegrams) -> list[str]:
    wanted = select(OUTBOX.c.status).where(OUTBOX.c.reply.in_(("staff_notice", "gathered_notices")))
    rows = await at.running.service.book.read(lambda page: page.all(wanted.order_by(OUTBOX.c.id)))
    return [row.status for row in rows]


async def is_linked(at: Telegrams, person: Staff) -> bool:
    return await at.running.service.book.read(staff_telegrams.is_told, "mentorix", person.id)


async def test_a_code_links_a_chat_and_notices_come_there_as_one_and_not_by_mail(at: Telegrams) -> None:
    _, bo = await linked(at)
    case = await told(at, 2)
    await at.hears(bo, "2 nye ting siden kl. 11.00")
    assert case.number in bo.heard[-1]
    assert "Anna" not in bo.heard[-1]

    async def is_sent() -> bool:
        return await statuses(at) == [OutboxStatus.DROPPED, OutboxStatus.DROPPED, OutboxStatus.SENT]

    await until(is_sent, "the letter is noted as sent")
    assert at.running.catcher.letters == []


async def test_a_line_in_a_chat_of_staff_opens_no_case_and_begins_no_conversation(at: Telegrams) -> None:
    _, bo = await linked(at)
    number = bo.writes(COMPLAINT)
    await at.hears(bo, ONLY)
    bo.edits(number, COMPLAINT + " Igen.")
    bo.sends_document(b"%PDF-1.7 x", "klage.pdf", "Se her")
    await at.quiet()
    assert await at.running.cases() == ()
    known = await at.running.service.book.read(chats.by_address, "mentorix", Channel.TELEGRAM, str(bo.id))
    assert known is None


async def test_a_code_holds_for_ten_minutes_and_once(at: Telegrams) -> None:
    person, bo = await linked(at)
    code = await coded(at, person)
    at.running.clock.now += timedelta(minutes=10)
    await at.says(bo, code, GONE)
    fresh = await coded(at, person)
    eve = at.api.person(name="Eve")
    await at.says(eve, f"/start {fresh.lower()}", LINKED)
    await at.says(at.api.person(), fresh, GONE)
    assert await at.running.cases() == ()


async def test_a_chat_in_which_somebody_has_a_case_is_not_taken_from_them(at: Telegrams) -> None:
    anna = at.api.person()
    await at.says(anna, COMPLAINT, "navn")
    await at.quiet()
    person = await at.running.hire("course_administrator")
    await at.says(anna, await coded(at, person), "selv en sag hos os")
    assert not await is_linked(at, person)


async def test_stop_brings_notices_by_mail_again_and_the_chat_is_anybodys(at: Telegrams) -> None:
    person, bo = await linked(at)
    await at.says(bo, "/stop", ENDED)
    assert not await is_linked(at, person)
    await told(at)
    await at.running.catcher.wait_for(1)
    await at.says(bo, COMPLAINT, "navn")


async def test_whoever_blocks_the_bot_gets_what_waits_by_mail(at: Telegrams) -> None:
    person, bo = await linked(at)
    at.api.blocked.add(bo.id)
    await told(at)
    (letter,) = await at.running.catcher.wait_for(1)
    assert letter.recipient == person.email
    assert not await is_linked(at, person)


async def test_a_block_that_telegram_tells_of_ends_it_too(at: Telegrams) -> None:
    person, bo = await linked(at)
    bo.blocks()
    await until(lambda: at.api.is_quiet, "the update is taken")

    async def is_ended() -> bool:
        return not await is_linked(at, person)

    await until(is_ended, "the chat is nobody's")


async def test_telegram_says_how_long_to_wait_and_is_obeyed(at: Telegrams) -> None:
    _, bo = await linked(at)
    at.api.fails("sendMessage", Refusal(429, "Too Many Requests: retry after 1", 1))
    await told(at)
    await at.hears(bo, "en sag venter på vurdering")
    assert sum("en sag venter" in text for text in bo.heard) == 1


async def test_whoever_may_not_log_in_any_more_is_told_nothing_there(at: Telegrams) -> None:
    person, bo = await linked(at)
    await at.running.service.book.run(staff.disable, person.organisation, person.email)
    await told(at)
    await at.quiet()
    assert len(bo.heard) == 1
    await at.says(bo, COMPLAINT, "navn")
