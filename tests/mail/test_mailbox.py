"""One mailbox, in good times and bad: every letter is taken once, and what is in the way is told and tried again."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from cases.mailbox import Trouble
from mail.imap import Account, Password
from mail.mailbox import Box, Mailbox, pause
from mail.taking import CROWD
from storage.book import Book
from storage.claims import Node
from storage.inbox_tables import ARRIVAL, MAILBOX
from storage.page import Page
from tests.builders import AT
from tests.mailboxes import ADDRESS, LONG_AGO, Inbox, arrived, comes_to, is_begun
from tests.odd_imap import HANG_UP, Odd, letters, listening
from tests.postgres import Postgres
from tests.smtp import a_letter, until

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NODE = Node("me", lambda: AT)


def at_once(_trouble: Trouble, _attempts: int) -> float:
    """Try again at once."""
    return 0.02


def box(account: Account, secret: Path | None = None, **changed: Any) -> Box:  # noqa: ANN401 - as the box takes it
    """Give a mailbox; its password stands in a file, or is any."""
    word = secret.read_text if secret else lambda: "y"
    plain: dict[str, Any] = {
        "organisation": "mentorix",
        "name": "info",
        "account": account,
        "credentials": Password(account.user, word),
        "address": ADDRESS,
    }
    return Box(**(plain | changed))


def box_of(inbox: Inbox, **changed: Any) -> Box:  # noqa: ANN401 - as above
    """Give somebody's mailbox."""
    return box(inbox.server.account(inbox.user), inbox.secret, **changed)


@asynccontextmanager
async def worked_on(
    book: Book, mailbox: Box, node: Node = NODE, pauses: Callable[[Trouble, int], float] = at_once
) -> AsyncIterator[Mailbox]:
    """Work on a mailbox until the block ends."""
    working = Mailbox(mailbox, book, node, pauses)
    working.start()
    try:
        yield working
    finally:
        await working.stop()


async def uids(book: Book) -> list[int | None]:
    """Give the UIDs of the letters that were fetched, as they came."""
    return [row.uid for row in await book.read(arrived)]


async def has(book: Book, number: int) -> None:
    """Wait until so many letters were fetched."""

    async def counted() -> bool:
        return len(await uids(book)) >= number

    await until(counted, f"{number} letters")


async def troubled(book: Book, trouble: Trouble | None, name: str = "info") -> Any:  # noqa: ANN401 - a row
    """Wait until this is what is wrong with a mailbox."""
    return await comes_to(book, lambda row: row.trouble == trouble and (trouble or row.polled_at), str(trouble), name)


@pytest.mark.parametrize("trouble", Trouble)
def test_the_pauses_grow_up_to_a_limit_and_are_longer_where_a_server_may_lock_us_out(trouble: Trouble) -> None:
    pauses = [pause(trouble, attempt) for attempt in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= (60 if trouble in {Trouble.WRONG_PASSWORD, Trouble.LOGIN_REFUSED} else 1)
    assert pauses[-1] <= 900
    assert trouble is not Trouble.KICKED or pauses[-1] == 300


async def test_a_wrong_password_is_told_and_heals_by_itself_once_it_is_right(book: Book, inbox: Inbox) -> None:
    right = inbox.secret.read_text()
    inbox.secret.write_text("forkert")
    with capture_logs() as told:
        async with worked_on(book, box_of(inbox)):
            found = await troubled(book, Trouble.WRONG_PASSWORD)
            assert (found.trouble_since, found.polled_at) == (AT, None)
            inbox.secret.write_text(right)
            found = await troubled(book, None)
            assert (found.trouble_since, found.attempts, found.polled_at) == (None, 0, AT)
    assert any(one.get("trouble") == "wrong-password" for one in told)
    assert not any(word in str(told) for word in ("forkert", right, inbox.user))


@ON_SQLITE
async def test_a_server_that_dies_is_waited_for_and_no_letter_is_missed(book: Book, inbox: Inbox) -> None:
    async with worked_on(book, box_of(inbox)):
        await is_begun(book)
        inbox.server.crash()
        await troubled(book, Trouble.UNREACHABLE)
        inbox.server.start()
        inbox.deliver(a_letter())
        await has(book, 1)
        await troubled(book, None)


@ON_SQLITE
async def test_a_kick_costs_nothing_but_a_moment(book: Book, inbox: Inbox) -> None:
    async with worked_on(book, box_of(inbox, after="move")):
        await is_begun(book)
        for number in range(1, 6):
            inbox.server.kick(inbox.user)
            inbox.deliver(a_letter(Message_ID=f"<{number}@example.org>"))
            await has(book, number)
        await comes_to(book, lambda row: row.marked_uid == row.last_uid, "the marks")
    assert len(inbox.holds("Taken")) == len(await uids(book)) == 5


@ON_SQLITE
async def test_a_folder_that_is_missing_is_told_and_found_once_it_is_there(book: Book, inbox: Inbox) -> None:
    async with worked_on(book, box_of(inbox, folder="Klager")):
        await troubled(book, Trouble.FOLDER_MISSING)
        with inbox.human() as human:
            human.create_folder("Klager")
        await troubled(book, None)


@ON_SQLITE
async def test_a_mailbox_in_trouble_slows_no_other(book: Book, inbox: Inbox) -> None:
    away = box(Account("127.0.0.1", "x", 1, "none"), name="away")
    async with worked_on(book, away), worked_on(book, box_of(inbox)):
        await troubled(book, Trouble.UNREACHABLE, "away")
        await is_begun(book)
        inbox.deliver(a_letter())
        await has(book, 1)


async def test_of_two_processes_one_works_and_the_other_follows_when_it_stops(book: Book, inbox: Inbox) -> None:
    other = Node("other", lambda: AT)
    quick = box_of(inbox, poll=0.1)
    async with worked_on(book, quick) as first:
        await is_begun(book)
        async with worked_on(book, quick, other):
            inbox.deliver(a_letter())
            await has(book, 1)
            assert (await troubled(book, None)).claimed_by == "me"
            await first.stop()
            await comes_to(book, lambda row: row.claimed_by == "other", "the change")
            inbox.deliver(a_letter())
            await has(book, 2)
    assert await uids(book) == [1, 2]


async def test_who_has_lost_the_mailbox_while_he_slept_takes_nothing(book: Book, inbox: Inbox) -> None:
    def stolen(page: Page) -> None:
        page.execute(update(MAILBOX).values(claimed_by="other", claimed_until=AT + timedelta(hours=1)))

    async with worked_on(book, box_of(inbox, poll=0.2)):
        await is_begun(book)
        await book.run(stolen)
        inbox.deliver(a_letter())
        with capture_logs() as told:
            await until(lambda: any("another's" in one["event"] for one in told), "the loss is noted")
        assert await uids(book) == []


@ON_SQLITE
async def test_it_stops_at_once_whatever_it_waits_for(book: Book, inbox: Inbox) -> None:
    idling, polling = box_of(inbox, poll=600), box_of(inbox, poll=600, idle=False)
    paused = box(Account("127.0.0.1", "x", 1, "none"))
    for mailbox in (idling, polling, paused):
        working = Mailbox(mailbox, book, NODE, lambda _trouble, _attempts: 600)
        working.start()
        await comes_to(book, lambda row: row.polled_at or row.trouble, "a first look")
        begun = time.monotonic()
        await working.stop()
        assert time.monotonic() - begun < 5
        await comes_to(book, lambda row: row.claimed_by is None, "its end")


@ON_SQLITE
async def test_renumbered_it_takes_every_letter_again_and_says_which_were_there_before_us(
    book: Book, inbox: Inbox
) -> None:
    """The server was moved: every UID is another. What they are, their content decides later."""
    inbox.put(a_letter("Gammelt."), at=LONG_AGO)
    async with worked_on(book, box_of(inbox)):
        await is_begun(book)
        inbox.put(a_letter("Nyt."), at=AT)
        await has(book, 2)
        before = await troubled(book, None)
        inbox.server.begin_anew(inbox.user)
        inbox.put(a_letter("Nyere."), at=AT)
        await has(book, 5)
        after = await comes_to(book, lambda row: row.history_uid == row.history_until, "all of them")
    assert after.uid_validity != before.uid_validity
    rows = await book.read(arrived)
    assert sorted((row.history, row.received_at) for row in rows) == [(False, AT)] * 3 + [(True, LONG_AGO)] * 2


@ON_SQLITE
async def test_a_server_restored_from_a_backup_counts_on_and_its_new_letters_are_taken(book: Book) -> None:
    with listening(odd := Odd(letters(1))):
        async with worked_on(book, box(odd.account, poll=0.1, idle=False)):
            await is_begun(book)
            odd.letters |= letters(2, 3, 4)
            await has(book, 4)
            odd.letters = letters(1, 2)
            await comes_to(book, lambda row: row.last_uid == 2, "the way back")
            odd.letters[3] = b"From: ole@example.org\r\n\r\nEn ny klage.\r\n"
            await has(book, 5)
    assert await uids(book) == [1, 2, None, None, 3]


@ON_SQLITE
async def test_killed_between_the_commit_and_the_mark_it_marks_later_and_takes_nothing_twice(book: Book) -> None:
    with listening(odd := Odd(letters(1), answers={"UID MOVE": HANG_UP})):
        mailbox = box(odd.account, after="move", poll=0.1, idle=False)
        async with worked_on(book, mailbox):
            await is_begun(book)
            odd.letters |= letters(2, 3)
            await has(book, 3)
            await troubled(book, Trouble.KICKED)
        assert sorted(odd.letters) == [1, 2, 3]
        del odd.answers["UID MOVE"]
        async with worked_on(book, mailbox):
            await comes_to(book, lambda row: row.marked_uid == 3, "the mark")
    assert await uids(book) == [1, 2, 3]
    assert sorted(odd.letters) == [1]


@ON_SQLITE
async def test_a_mailbox_that_may_only_be_read_is_read_and_that_is_told(book: Book) -> None:
    def selected(_command: str) -> str:
        top = max(odd.letters, default=0) + 1
        uid = f"* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT {top}] next"
        return f"* {len(odd.letters)} EXISTS\r\n{uid}\r\nOK [READ-ONLY] selected"

    with listening(odd := Odd(answers={"SELECT": selected, "EXAMINE": selected})):
        async with worked_on(book, box(odd.account, poll=0.1, idle=False)):
            await is_begun(book)
            odd.letters |= letters(1, 2)
            await has(book, 2)
            found = await troubled(book, Trouble.UNMARKED)
            assert found.polled_at == AT


@ON_SQLITE
async def test_a_new_letter_does_not_wait_behind_years_of_old_ones(book: Book) -> None:
    """Nobody understands the old ones here, so they may not come in beyond a limit; the new one does."""
    total = CROWD + 150
    with listening(odd := Odd(letters(*range(1, total + 1)))):
        async with worked_on(book, box(odd.account, poll=0.1, idle=False)):
            await has(book, CROWD)
            odd.letters |= letters(total + 1)
            await comes_to(book, lambda row: row.last_uid == total + 1, "the new letter")
            waiting = await book.read(arrived)
            assert sum(row.history for row in waiting) < total
            assert [row.uid for row in waiting if not row.history] == [total + 1]
            await book.run(lambda page: page.execute(update(ARRIVAL).values(done=True)))
            await is_begun(book)
    assert len(await uids(book)) == total + 1


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_database_that_is_away_is_waited_for(book: Book, inbox: Inbox, postgres: Postgres) -> None:
    async with worked_on(book, box_of(inbox)):
        await is_begun(book)
        name = str(book.url.database)
        with capture_logs() as told:
            postgres.close(name)
            inbox.deliver(a_letter())
            await until(lambda: any("waits" in one["event"] for one in told), "it is noted")
            postgres.reopen(name)
        await has(book, 1)


@ON_SQLITE
async def test_two_that_are_the_same_person_in_error_take_each_letter_once(book: Book, inbox: Inbox) -> None:
    """A second name for the same mailbox in the settings: each keeps its own count, and the content tells them one."""
    first, second = box_of(inbox), box_of(inbox, name="again")
    async with worked_on(book, first), worked_on(book, second):
        await is_begun(book)
        await is_begun(book, "again")
        inbox.deliver(a_letter())
        await has(book, 2)
    assert {row.mailbox for row in await book.read(arrived)} == {"info", "again"}


async def test_the_clock_of_the_server_is_never_ahead_of_ours(book: Book, inbox: Inbox) -> None:
    async with worked_on(book, box_of(inbox)):
        await is_begun(book)
        inbox.put(a_letter(), at=AT + timedelta(days=30))
        inbox.put(a_letter(), at=AT - timedelta(minutes=3))
        await has(book, 2)
    assert [row.received_at for row in await book.read(arrived)] == [AT, AT - timedelta(minutes=3)]


async def test_the_envelope_is_that_of_the_letters_own_headers_and_the_mailbox(book: Book, inbox: Inbox) -> None:
    async with worked_on(book, box_of(inbox)):
        await is_begun(book)
        inbox.deliver(a_letter(to="Nogen <x@lab.test>"))
        await has(book, 1)
    (row,) = await book.read(arrived)
    assert row.sender == "anna@example.org"
    assert row.recipients[0] == ADDRESS
    assert "x@lab.test" in row.recipients
    assert (row.mailbox, row.uid, row.history, row.cut, row.peer) == ("info", 1, False, False, "")


async def test_several_wait_without_getting_in_each_others_way(book: Book) -> None:
    """Ten mailboxes, each a thread: all begin, and all end."""
    with listening(odd := Odd(letters(1))):
        boxes = [box(odd.account, name=f"box {number}") for number in range(10)]
        working = [Mailbox(one, book, NODE, at_once) for one in boxes]
        for one in working:
            one.start()
        for mailbox in boxes:
            await is_begun(book, mailbox.name)
        await asyncio.gather(*(one.stop() for one in working))
    assert len(await uids(book)) == 10
