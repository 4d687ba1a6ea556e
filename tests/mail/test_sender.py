"""The sender and the next hop: what is taken leaves once, what is not is tried again, what is refused is told."""

import asyncio
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from mail.sender import LINES
from storage import outbox
from storage.book import Book
from storage.outbox import LEASE
from storage.vault import Vault
from tests.builders import AT
from tests.mail.posting import Post
from tests.postgres import Postgres
from tests.smtp import HANG_UP, Catcher, catching, until
from tests.storage.written import write_case


async def test_what_is_released_leaves_and_is_noted(post: Post, catcher: Catcher) -> None:
    id_ = await post.put()
    async with post.sending(catcher.port):
        entry = await post.until_is(id_, OutboxStatus.SENT)
    (caught,) = catcher.letters
    assert caught["Message-ID"] == entry.message_id
    assert (caught.sender, caught.recipient) == (f"bounce+t.{entry.token}@mentorix.dk", "anna@example.org")
    assert (entry.sent_at, entry.attempt) == (AT, 1)


async def test_many_letters_leave_each_once_over_a_few_connections(post: Post, catcher: Catcher) -> None:
    ids = [await post.put() for _ in range(90)]
    async with post.sending(catcher.port):
        for id_ in ids:
            await post.until_is(id_, OutboxStatus.SENT)
    assert len({one["Message-ID"] for one in catcher.seen}) == len(catcher.seen) == 90
    assert len(catcher.sessions) <= LINES


async def test_a_draft_stays_until_it_is_released(post: Post, catcher: Catcher) -> None:
    draft = await post.put(released=False)
    async with post.sending(catcher.port):
        await post.until_is(await post.put(), OutboxStatus.SENT)
        assert (await post.entry(draft)).status is OutboxStatus.DRAFT
        await post.book.run(outbox.release, await post.entry(draft), "staff 7", AT)
        await post.until_is(draft, OutboxStatus.SENT)
    assert len(catcher.seen) == 2


async def test_not_now_means_the_same_letter_later(post: Post, catcher: Catcher) -> None:
    catcher.script = ["451 4.3.0 greylisted", "452 4.2.2 full"]
    id_ = await post.put()
    async with post.sending(catcher.port):
        for attempt in (1, 2):
            waiting = await post.until_put_off(id_, attempt)
            assert waiting.outgoing.not_before > post.clock.now
            post.later()
        await post.until_is(id_, OutboxStatus.SENT)
    assert len(catcher.seen) == 3
    assert len({one.raw for one in catcher.seen}) == 1
    assert len(catcher.letters) == 1


async def test_a_next_hop_that_hangs_up_after_the_dot_gets_the_identical_letter_again(
    post: Post, catcher: Catcher
) -> None:
    catcher.script = [HANG_UP]
    id_ = await post.put()
    async with post.sending(catcher.port):
        await post.until_put_off(id_)
        post.later()
        await post.until_is(id_, OutboxStatus.SENT)
    first, second = catcher.seen
    assert (first.sender, first.recipient, first.raw) == (second.sender, second.recipient, second.raw)


async def test_no_such_person_is_told_and_not_tried_again(post: Post, catcher: Catcher) -> None:
    catcher.refuses["anna@example.org"] = "550 5.1.1 no such person"
    id_, other = await post.put(), await post.put(recipient="bo@example.org")
    async with post.sending(catcher.port):
        entry = await post.until_is(id_, OutboxStatus.FAILED)
        await post.until_is(other, OutboxStatus.SENT)
    assert re.search(r"5\.1\.1|550", entry.last_error or "")
    assert [one.recipient for one in catcher.seen] == ["bo@example.org"]


async def test_a_letter_that_is_refused_for_what_it_is_is_not_tried_again(post: Post, catcher: Catcher) -> None:
    catcher.script = ["554 5.6.0 no"]
    id_ = await post.put()
    async with post.sending(catcher.port):
        await post.until_is(id_, OutboxStatus.FAILED)
        post.later()
        await post.until_is(await post.put(), OutboxStatus.SENT)
    assert len(catcher.seen) == 2


async def test_a_next_hop_that_refuses_us_is_our_fault_and_no_letters(post: Post, catcher: Catcher) -> None:
    """A wrong name or log-in is mended; until then the letters wait."""
    catcher.greets = "554 5.7.1 go away"
    id_ = await post.put()
    async with post.sending(catcher.port):
        assert (await post.until_put_off(id_)).status is OutboxStatus.RELEASED
        catcher.greets = None
        post.later()
        await post.until_is(id_, OutboxStatus.SENT)


async def test_a_next_hop_that_is_away_gets_everything_when_it_is_back(post: Post) -> None:
    async with catching() as first:
        port = first.port
    ids = [await post.put() for _ in range(6)]
    async with post.sending(port):
        for id_ in ids:
            await post.until_put_off(id_)
        async with catching(port) as back:
            post.later()
            for id_ in ids:
                await post.until_is(id_, OutboxStatus.SENT)
            assert len(back.seen) == 6


async def test_a_next_hop_that_hung_up_in_a_quiet_hour_is_called_again_and_nobody_waits(
    post: Post, catcher: Catcher
) -> None:
    async with post.sending(catcher.port):
        await post.until_is(await post.put(), OutboxStatus.SENT)
        catcher.hang_up()
        await until(lambda: all(one.transport is None or one.transport.is_closing() for one in catcher.sessions))
        again = await post.until_is(await post.put(), OutboxStatus.SENT)
    assert again.attempt == 1


async def test_a_letter_that_stood_in_line_until_somebody_took_it_over_is_left_to_them(
    post: Post, catcher: Catcher
) -> None:
    """Four lines that hang hold up a fifth letter beyond its lease: two would send it."""
    catcher.open.clear()
    hanging = [await post.put() for _ in range(LINES)]
    last = await post.put(not_before=AT + timedelta(seconds=1))
    async with post.sending(catcher.port):
        await catcher.wait_for(LINES, catcher.seen)
        post.later(timedelta(seconds=1))

        async def is_claimed() -> bool:
            return (await post.entry(last)).attempt == 1

        await until(is_claimed)
        post.clock.now += LEASE + timedelta(seconds=1)
        taken = await post.book.run(outbox.claim, Channel.MAIL, ("elsewhere:1:other", post.clock.now), 9)
        assert last in [entry.id for entry in taken]
        catcher.open.set()
        for id_ in hanging:
            await post.until_is(id_, OutboxStatus.SENT)
        await post.until_is(await post.put(), OutboxStatus.SENT)
    assert (await post.entry(last)).message_id not in [one["Message-ID"] for one in catcher.seen]


async def test_a_letter_that_stood_in_line_and_is_still_ours_leaves_once(post: Post, catcher: Catcher) -> None:
    catcher.open.clear()
    ids = [await post.put() for _ in range(LINES + 2)]
    async with post.sending(catcher.port):
        await catcher.wait_for(LINES, catcher.seen)
        post.later(LEASE + timedelta(seconds=1))
        catcher.open.set()
        for id_ in ids:
            await post.until_is(id_, OutboxStatus.SENT)
    sent = [one["Message-ID"] for one in catcher.letters]
    assert len(set(sent)) == LINES + 2


async def test_a_letter_to_what_is_no_address_stops_no_other(post: Post, catcher: Catcher) -> None:
    odd = await post.put(recipient="ikke en adresse")
    async with post.sending(catcher.port):
        await post.until_is(await post.put(), OutboxStatus.SENT)
        assert (await post.entry(odd)).status is not OutboxStatus.SENT
    assert len(catcher.seen) == 1


async def test_a_letter_of_an_organisation_that_is_not_at_work_here_stops_no_other(
    post: Post, catcher: Catcher
) -> None:
    await post.book.run(write_case, organisation="mentor")
    await post.put(organisation="mentor")
    del post.offices["mentor"]
    async with post.sending(catcher.port) as task:
        await post.until_is(await post.put(), OutboxStatus.SENT)
        assert not task.done()
    assert len(catcher.seen) == 1


async def test_what_is_being_sent_when_it_stops_is_waited_for_and_noted(post: Post, catcher: Catcher) -> None:
    catcher.open.clear()
    id_ = await post.put()
    async with post.sending(catcher.port) as task:
        await catcher.wait_for(1, catcher.seen)
        task.cancel()
        catcher.open.set()
        with suppress(asyncio.CancelledError):
            await task
    assert (await post.entry(id_)).status is OutboxStatus.SENT
    assert len(catcher.letters) == 1


@pytest.mark.postgres
async def test_a_letter_that_left_while_the_database_was_away_does_not_go_twice(
    postgres: Postgres, offices: dict[str, Office], tmp_path: Path, catcher: Catcher
) -> None:
    """A database that restarts is no crash of ours: what became of the letter is noted once it is back."""
    postgres.drop("away")
    url = postgres.create("away", "with_tables")
    async with Book(url) as book:
        await book.run(write_case, queue="course-administration")
        post = Post(book, Vault(str(tmp_path / "vault")), dict(offices))
        catcher.open.clear()
        id_ = await post.put()
        async with post.sending(catcher.port):
            await catcher.wait_for(1, catcher.seen)
            postgres.close("away")
            catcher.open.set()
            await catcher.wait_for(1)
            postgres.reopen("away")
            await post.until_is(id_, OutboxStatus.SENT)
            post.later(2 * LEASE)
            await post.until_is(await post.put(), OutboxStatus.SENT)
    assert len(catcher.seen) == 2
    postgres.drop("away")
