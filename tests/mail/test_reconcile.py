"""A real mailbox against what we have: what we lack comes in, is counted and told; what people do there is theirs."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from cases.errors import BadInput
from cases.mailbox import MailboxTrouble, Trouble
from cases.office import Office
from cases.staff import Staff
from intake.house_letter import HOUSE
from mail.book_from_thread import BookFromThread
from mail.difference import Difference
from mail.imap import Password
from mail.mailbox import Box, Mailbox
from mail.reconcile import due, reconcile
from service.reconciling import reconcile_due
from storage import mailbox_watch, outbox, staff
from storage.book import Book
from storage.claims import Node
from storage.inbox_tables import ARRIVAL
from storage.mailbox_watch import MailboxState
from storage.page import Page
from tests.builders import AT
from tests.dovecot import WORD, Dovecot
from tests.smtp import a_letter, until

NOW = AT + timedelta(days=1)
ANEW = 4711


@dataclass
class Room:
    """A mailbox of Mentorix on a real server, and the case book that it is read into."""

    server: Dovecot
    book: Book
    office: Office
    box: Box
    now: datetime = NOW

    @property
    def user(self) -> str:
        return self.box.account.user

    def put(self, *letters: bytes, **place: Any) -> None:  # noqa: ANN401 - at, folder
        """Lay letters into the mailbox, an hour ago."""
        self.server.put(self.user, *letters, **({"at": self.now - timedelta(hours=1)} | place))

    async def take_in(self, expected: int) -> None:
        """Let the part that fetches work until so many letters are in our hands, and marked as such."""
        await self.book.run(_forget_success)
        mailbox = Mailbox(self.box, self.book, Node("here:1:test", lambda: self.now))
        mailbox.start()
        try:
            await until(lambda: self._has(expected), "the fetching")
        finally:
            await mailbox.stop()

    async def _has(self, expected: int) -> bool:
        states = await self.book.read(mailbox_watch.states)
        return len(await self.kept()) == expected and bool(states) and states[0].polled_at is not None

    async def compare(self) -> Difference | None:
        """Compare the mailbox with what we have."""
        book = BookFromThread(self.book)
        return await asyncio.to_thread(reconcile, self.box, self.office, book, lambda: self.now)

    async def counted(self) -> tuple[int, int]:
        """Compare; give how many letters we lacked, and how many of ours were gone."""
        found = await self.compare()
        assert found
        state = await self.state()
        assert (state.reconciled_at, state.missing, state.unknown) == (self.now, len(found.missing), found.unknown)
        return len(found.missing), found.unknown

    async def state(self) -> MailboxState:
        (found,) = await self.book.read(mailbox_watch.states)
        return found

    def count_anew(self) -> None:
        """Let the server give its letters other numbers, as after a move."""
        self.server.doveadm("mailbox", "update", "--uid-validity", str(ANEW), "-u", self.user, "INBOX")

    async def lose(self, *uids: int) -> None:
        """Let us lose letters, as no fault of ours should."""
        await self.book.run(_lose, uids)

    async def kept(self) -> list[tuple[str | None, int | None, bool, bytes]]:
        """Give what is in our hands: where it was fetched, whether it is history, its bytes."""
        rows = await self.book.read(_kept)
        return [(row.mailbox, row.uid, row.history, row.raw) for row in rows]

    async def told(self) -> list[str]:
        found = await self.book.read(outbox.of_thread, "mentorix", HOUSE)
        return [one.outgoing.subject for one in found]


def _forget_success(page: Page) -> None:
    mailbox_watch.note(page, "mentorix", "info", polled_at=None)


def _lose(page: Page, uids: tuple[int, ...]) -> None:
    page.execute(delete(ARRIVAL).where(ARRIVAL.c.uid.in_(uids)))


def _kept(page: Page) -> Any:  # noqa: ANN401 - rows
    return page.all(select(ARRIVAL).order_by(ARRIVAL.c.id))


@pytest.fixture
async def room(mail_server: Dovecot, book: Book, offices: dict[str, Office]) -> Room:
    user = mail_server.someone()
    credentials = Password(user, lambda: WORD)
    box = Box("mentorix", "info", mail_server.account(user), credentials, "info@mentorix.dk", poll=1.0)
    person = Staff("mentorix", 1, "bo@mentorix.example", "Bo Lund", "course_administrator", "en")
    await book.run(staff.add, person, "no password", AT)
    opened = Room(mail_server, book, offices["mentorix"], box, NOW - timedelta(hours=2))
    await opened.take_in(0)
    opened.now = NOW
    return opened


async def test_where_all_is_in_our_hands_nothing_is_told(room: Room) -> None:
    room.put(*(a_letter() for _ in range(3)))
    await room.take_in(3)
    assert await room.counted() == (0, 0)
    assert await room.told() == []


async def test_a_letter_that_we_lack_is_fetched_counted_and_told_once(room: Room) -> None:
    letters = [a_letter() for _ in range(3)]
    room.put(*letters)
    await room.take_in(3)
    await room.lose(2)
    assert await room.counted() == (1, 0)
    assert ("info", 2, False, letters[1]) in await room.kept()
    assert await room.told() == ['Mentorix: the mailbox "info" held letters that we did not have']
    room.now += timedelta(days=1)
    assert await room.counted() == (0, 0)
    assert len(await room.told()) == 1


async def test_what_was_there_before_us_comes_in_as_history(room: Room) -> None:
    room.put(a_letter())
    await room.take_in(1)
    user = room.server.someone()
    account = room.server.account(user)
    room.box = replace(room.box, name="second", account=account, credentials=Password(user, lambda: WORD))
    room.put(a_letter(subject="Before us"))
    mailbox = Mailbox(room.box, room.book, Node("here:1:test", lambda: room.now))
    mailbox.start()
    try:
        await until(lambda: _is_there(room, 2), "the fetching of what lay there")
    finally:
        await mailbox.stop()
    await room.book.run(_lose_history)
    await room.compare()
    assert [(name, history) for name, _, history, _ in await room.kept()] == [("info", False), ("second", True)]


async def _is_there(room: Room, letters: int) -> bool:
    return len(await room.kept()) == letters


def _lose_history(page: Page) -> None:
    assert page.execute(delete(ARRIVAL).where(ARRIVAL.c.history)).rowcount == 1


async def test_what_people_delete_or_move_away_is_theirs_to_do(room: Room) -> None:
    room.put(*(a_letter() for _ in range(3)))
    await room.take_in(3)
    with room.server.human(room.user) as client:
        client.delete_messages([1])
        client.expunge()
        client.create_folder("Old")
        client.move([2], "Old")
    assert await room.counted() == (0, 2)
    assert await room.told() == []


async def test_what_came_in_a_moment_ago_is_not_missing(room: Room) -> None:
    room.put(a_letter())
    await room.take_in(1)
    room.put(a_letter(subject="Just now"))
    assert await room.counted() == (0, 0)


async def test_letters_that_were_moved_to_the_folder_of_those_taken_are_known_there(room: Room) -> None:
    room.box = replace(room.box, after="move")
    room.put(*(a_letter() for _ in range(3)))
    await room.take_in(3)
    assert len(room.server.holds(room.user, "Taken")) == 3
    assert await room.counted() == (0, 0)
    await room.lose(2)
    assert await room.counted() == (1, 0)
    (place,) = [name for name, uid, _, _ in await room.kept() if uid is None]
    assert place is None  # its number there is not one that we count by
    assert await room.counted() == (0, 0)


async def test_what_lay_in_the_folder_of_those_taken_before_we_began_is_none_of_ours(room: Room) -> None:
    room.box = replace(room.box, after="move")
    with room.server.human(room.user) as client:
        client.create_folder("Taken")
    room.put(a_letter(), folder="Taken", at=room.now - timedelta(days=2))
    assert await room.counted() == (0, 0)


async def test_nothing_in_the_mailbox_is_touched(room: Room) -> None:
    room.box = replace(room.box, after="leave")
    room.put(*(a_letter() for _ in range(3)))
    await room.take_in(3)
    before = room.server.holds(room.user)
    await room.lose(1, 3)
    assert await room.counted() == (2, 0)
    assert room.server.holds(room.user) == before == {1: frozenset(), 2: frozenset(), 3: frozenset()}


async def test_while_the_mailbox_counts_anew_nothing_is_said_of_it(room: Room) -> None:
    room.put(a_letter())
    await room.take_in(1)
    room.count_anew()
    assert await room.compare() is None
    assert (await room.state()).reconciled_at is None


async def test_a_letter_that_was_fetched_under_an_earlier_number_is_known(room: Room) -> None:
    room.put(*(a_letter() for _ in range(2)))
    await room.take_in(2)
    room.count_anew()
    await room.take_in(4)
    await room.book.run(_lose_anew)
    assert await room.counted() == (0, 0)


def _lose_anew(page: Page) -> None:
    assert page.execute(delete(ARRIVAL).where(ARRIVAL.c.uid_validity == ANEW)).rowcount == 2


async def test_one_in_trouble_holds_up_no_other_and_is_tried_again(room: Room) -> None:
    room.put(a_letter())
    await room.take_in(1)
    shut = replace(room.box, name="shut", credentials=Password(room.user, lambda: "wrong"))
    node, offices = Node("here:1:test", lambda: room.now), {"mentorix": room.office}
    await room.book.run(_enter, "shut", room.now)
    room.now += timedelta(days=1)
    assert await reconcile_due([shut, room.box], room.book, offices, node) == 1
    assert await reconcile_due([room.box], room.book, offices, node) == 0
    done = {state.name: state.reconciled_at for state in await room.book.read(mailbox_watch.states)}
    assert done == {"info": room.now, "shut": None}


def _enter(page: Page, name: str, at: datetime) -> None:
    assert mailbox_watch.held(page, "mentorix", name)
    cursor = {"uid_validity": 1, "history_until": 0, "begun_at": at}
    mailbox_watch.note(page, "mentorix", name, **cursor)


async def test_a_mailbox_that_does_not_let_us_in_says_why(room: Room) -> None:
    def gone() -> str:
        raise BadInput("password: the environment has no INFO_PASSWORD")

    room.box = replace(room.box, credentials=Password(room.user, gone))
    with pytest.raises(MailboxTrouble):
        await room.compare()


@pytest.mark.parametrize(
    ("state", "is_due"),
    [
        (MailboxState("m", "info"), False),
        (MailboxState("m", "info", begun_at=NOW - timedelta(hours=23)), False),
        (MailboxState("m", "info", begun_at=NOW - timedelta(hours=24)), True),
        (MailboxState("m", "info", begun_at=AT, reconciled_at=NOW - timedelta(hours=23)), False),
        (MailboxState("m", "info", begun_at=AT, reconciled_at=NOW - timedelta(hours=25)), True),
        (MailboxState("m", "info", begun_at=AT, trouble=Trouble.UNMARKED), True),
        (MailboxState("m", "info", begun_at=AT, trouble=Trouble.WRONG_PASSWORD), False),
    ],
)
def test_a_mailbox_is_compared_once_a_day_and_not_while_it_is_in_trouble(state: MailboxState, is_due: object) -> None:
    assert due(state, NOW.astimezone(UTC)) is is_due
