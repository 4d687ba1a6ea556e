"""The outbox: each letter once, released or a draft, claimed by one sender, marked once."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from cases.message import Channel
from cases.outgoing import Automatic, OutboxStatus, Stop
from cases.policy import ClockName
from storage import outbox
from storage.book import Book
from storage.outbox import LEASE, Entry
from storage.page import Page
from tests.builders import AT
from tests.storage.written import a_reply, write_case, write_reply

HOUR = timedelta(hours=1)


@pytest.fixture
async def book(book: Book) -> Book:
    """Give a book with one case in it."""
    await book.run(write_case)
    return book


async def claimed(book: Book, node: str = "a", now: datetime = AT, limit: int = 64) -> tuple[Entry, ...]:
    return await book.run(outbox.claim, Channel.MAIL, (node, now), limit)


async def found(book: Book, id_: int) -> Entry:
    entry = await book.read(outbox.find, "mentorix", id_)
    assert entry
    return entry


async def test_a_letter_comes_back_as_it_was_written(book: Book) -> None:
    outgoing = a_reply(
        answers="<one@example.org>",
        references=("<zero@example.org>",),
        stops=(Stop(1, ClockName.ACKNOWLEDGEMENT),),
        statements=("appeal_right",),
        attach=(17,),
        automatic=Automatic.REPLIED,
        note="we_were_not_addressed",
    )
    entry = await found(book, await book.run(outbox.put, outgoing, "mentorix.dk", AT))
    assert entry.outgoing == outgoing
    assert (entry.status, entry.attempt, entry.version) == (OutboxStatus.RELEASED, 0, 1)
    assert entry.token == "tokenorix0000001"


async def test_the_same_letter_for_the_same_cause_is_written_once(book: Book) -> None:
    await book.run(write_reply)
    assert await book.read(outbox.has, "mentorix", 1, "acknowledgement", "message 1")
    with pytest.raises(IntegrityError):
        await book.run(write_reply)
    await book.run(write_reply, cause="message 2")
    await book.run(write_reply, reply="deadline_reply")


async def test_each_letter_has_a_message_id_of_its_own_from_the_beginning(book: Book) -> None:
    first = await found(book, await book.run(write_reply))
    second = await found(book, await book.run(write_reply, cause="message 2"))
    assert first.message_id != second.message_id
    assert re.fullmatch(r"<[a-z2-7]{16}\.\d+@mentorix\.dk>", first.message_id)
    assert "MX-26" not in first.message_id
    assert await book.read(outbox.by_message_id, "mentorix", first.message_id) == first
    assert await book.read(outbox.by_message_id, "mentor", first.message_id) is None


async def test_a_draft_is_never_claimed(book: Book) -> None:
    await book.run(write_reply, released=False)
    assert await claimed(book, now=AT + 9 * HOUR) == ()


async def test_a_letter_does_not_leave_before_its_time(book: Book) -> None:
    id_ = await book.run(write_reply, not_before=AT + HOUR)
    assert await claimed(book, now=AT + HOUR - timedelta(seconds=1)) == ()
    assert [entry.id for entry in await claimed(book, now=AT + HOUR)] == [id_]


async def test_a_claimed_letter_is_nobody_elses_until_the_lease_is_over(book: Book) -> None:
    id_ = await book.run(write_reply)
    assert [entry.id for entry in await claimed(book)] == [id_]
    assert await claimed(book, "a") == ()
    assert await claimed(book, "b", AT + LEASE) == ()
    (again,) = await claimed(book, "b", AT + LEASE + timedelta(seconds=1))
    assert again.attempt == 1
    assert again.message_id == (await found(book, id_)).message_id


async def test_many_senders_on_one_database_never_get_the_same_letter(database: str) -> None:
    async with Book(database) as one, Book(database) as other:
        await one.run(write_case)
        ids = [await one.run(write_reply, cause=f"message {place}") for place in range(40)]
        taken = await asyncio.gather(*(claimed(book, f"node {n}", limit=3) for n in range(20) for book in (one, other)))
    assert sorted(entry.id for batch in taken for entry in batch) == sorted(ids)


async def test_a_claim_can_be_renewed_only_while_it_is_still_ones_own(book: Book) -> None:
    await book.run(write_reply)
    (first,) = await claimed(book, "a")
    assert await book.run(outbox.renew, first, ("a", AT + LEASE / 2))
    assert await claimed(book, "b", AT + LEASE + timedelta(seconds=1)) == ()
    (second,) = await claimed(book, "b", AT + 2 * LEASE)
    assert not await book.run(outbox.renew, first, ("a", AT + 2 * LEASE))
    assert await book.run(outbox.renew, second, ("b", AT + 2 * LEASE))


async def test_a_sender_that_claimed_the_same_letter_again_does_not_send_it_for_the_first_claim_too(book: Book) -> None:
    await book.run(write_reply)
    (first,) = await claimed(book, "a")
    (second,) = await claimed(book, "a", AT + 2 * LEASE)
    assert not await book.run(outbox.renew, first, ("a", AT + 2 * LEASE))
    assert await book.run(outbox.renew, second, ("a", AT + 2 * LEASE))


async def test_what_is_sent_is_not_claimed_and_not_renewed(book: Book) -> None:
    await book.run(write_reply)
    (entry,) = await claimed(book)
    await book.run(outbox.mark_sent, "mentorix", entry.id, AT)
    assert await claimed(book, now=AT + 9 * HOUR) == ()
    assert not await book.run(outbox.renew, entry, ("a", AT))
    assert (await found(book, entry.id)).sent_at == AT


async def test_a_postponed_letter_waits_and_says_why(book: Book) -> None:
    id_ = await book.run(write_reply)
    await claimed(book)
    await book.run(outbox.postpone, "mentorix", id_, AT + HOUR, "SMTPDataError 451")
    assert await claimed(book, now=AT + LEASE) == ()
    (again,) = await claimed(book, now=AT + HOUR)
    assert (again.id, again.last_error, again.attempt) == (id_, "SMTPDataError 451", 1)


async def test_editing_a_draft_counts_its_version_and_releasing_lets_it_go(book: Book) -> None:
    id_ = await book.run(write_reply, released=False)
    await book.run(lambda page: outbox.edit(page, "mentorix", id_, body="Bedre."))
    entry = await found(book, id_)
    assert (entry.version, entry.outgoing.body, entry.status) == (2, "Bedre.", OutboxStatus.DRAFT)
    await book.run(outbox.release, entry, "staff 7", AT + HOUR)
    assert await book.wait(outbox.topic(Channel.MAIL), 5)
    (released,) = await claimed(book, now=AT + HOUR)
    assert (released.approved_by, released.version) == ("staff 7", 3)


async def test_only_the_drafts_of_a_case_that_is_over_are_dropped(book: Book) -> None:
    draft = await book.run(write_reply, released=False, reply="answer_complaint")
    gone = await book.run(write_reply)
    await book.run(write_case, id=2, number="MX-26-000002")
    other = await book.run(write_reply, released=False, case=2)
    await book.run(outbox.drop, "mentorix", (1,))
    statuses = [(await found(book, id_)).status for id_ in (draft, gone, other)]
    assert statuses == [OutboxStatus.DROPPED, OutboxStatus.RELEASED, OutboxStatus.DRAFT]


async def test_a_letter_that_does_not_arrive_is_found_once_the_oldest_first(book: Book) -> None:
    def write(page: Page) -> list[int]:
        at = {"younger": AT + HOUR, "older": AT, "too young": AT + 3 * HOUR}
        ids = [write_reply(page, cause=cause, not_before=instant) for cause, instant in at.items()]
        write_reply(page, cause="a draft", released=False)
        write_reply(page, cause="in a chat", channel=Channel.CHAT)
        outbox.mark_sent(page, "mentorix", write_reply(page, cause="gone"), AT)
        return ids

    younger, older, _ = await book.run(write)
    late = await book.run(outbox.late, Channel.MAIL, AT + 2 * HOUR, 9)
    assert [entry.id for entry in late] == [older, younger]
    assert await book.run(outbox.mark_late, late[0], AT + 2 * HOUR)
    assert not await book.run(outbox.mark_late, late[0], AT + 2 * HOUR)
    assert [entry.id for entry in await book.run(outbox.late, Channel.MAIL, AT + 2 * HOUR, 9)] == [younger]


async def test_letters_of_a_conversation_stand_in_the_order_in_which_they_were_written(book: Book) -> None:
    late = await book.run(write_reply, AT + HOUR, cause="late")
    early = await book.run(write_reply, AT, cause="early")
    assert [entry.id for entry in await book.read(outbox.of_thread, "mentorix", 1)] == [early, late]


async def test_another_organisation_finds_no_letter(book: Book) -> None:
    id_ = await book.run(write_reply)
    assert await book.read(outbox.find, "mentor", id_) is None
    assert await book.read(outbox.of_thread, "mentor", 1) == ()
