"""Letters on their way out when something is wrong: with the smarthost, with a letter, with the database, with us."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import event, select, update
from structlog.typing import EventDict

from cases.message import Channel
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus
from mail.sender import MENDED, Sender
from mail.smarthost import Smarthost, WayOut
from storage import outbox
from storage.book import Book
from storage.claims import Node
from storage.outbox import Entry
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE
from storage.vault import Vault
from tests.at_work import working
from tests.builders import AT
from tests.smtp import HOST, Catcher, until
from tests.storage.written import write_case, write_reply

RELAY = "554 5.7.1 Relay access denied"


@dataclass
class Outgoing:
    """A sender at work, with its outbox and the mail server it hands over to."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    port: int
    clock: datetime = AT
    said: list[EventDict] = field(default_factory=list)

    async def write(self, cause: str, **changed: Any) -> int:  # noqa: ANN401 - fields of the letter
        """Put a released letter into the outbox."""
        return await self.book.run(write_reply, cause=cause, **changed)

    async def letter(self, id_: int) -> Entry:
        """Give a letter as it stands."""
        found = await self.book.read(outbox.find, "mentorix", id_)
        assert found
        return found

    async def stands(self, id_: int, status: OutboxStatus, error: str = "") -> None:
        """Wait until a letter has a status, and what went wrong with it is said like this."""

        async def holds() -> bool:
            letter = await self.letter(id_)
            return letter.status is status and error in (letter.last_error or "")

        await until(holds, f"{status} {error}")

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Send until the block ends."""
        way_out = WayOut(Smarthost.parse(f"smtp://{HOST}:{self.port}?tls=none"))
        sender = Sender(self.book, self.vault, self.offices, way_out, Node("here:1:a", lambda: self.clock))
        async with working(sender.run()):
            yield

    def errors(self) -> list[str]:
        """Give what was said at the level of an error."""
        return [said["event"] for said in self.said if said["log_level"] == "error"]


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    with structlog.testing.capture_logs() as said:
        yield said


@pytest.fixture
async def outgoing(
    book: Book, tmp_path: Path, offices: dict[str, Office], catcher: Catcher, said: list[EventDict]
) -> Outgoing:
    await book.run(write_case, queue=offices["mentorix"].policy.queues[0].id)
    return Outgoing(book, Vault(str(tmp_path / "vault")), offices, catcher.port, said=said)


@contextmanager
def away(book: Book) -> Iterator[None]:
    """Let the database answer no writer in this block: the disk is full, or the server is gone."""

    def fails(*_: object) -> None:
        raise book._writer.dialect.dbapi.OperationalError("the disk is full")  # type: ignore[union-attr]

    event.listen(book._writer, "before_cursor_execute", fails)
    try:
        yield
    finally:
        event.remove(book._writer, "before_cursor_execute", fails)


async def test_a_relay_that_does_not_know_us_loses_no_letter_and_is_told_of_once(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    catcher.refuses["anna@example.org"] = RELAY
    ids = [await outgoing.write(f"message {number}") for number in range(9)]
    async with outgoing.at_work():
        for id_ in ids:
            await outgoing.stands(id_, OutboxStatus.RELEASED, "5.7.1")
        assert outgoing.errors() == ["the smarthost does not take our letters; they wait until this is mended"]
        catcher.refuses.clear()
        outgoing.clock += timedelta(minutes=1)
        for id_ in ids:
            await outgoing.stands(id_, OutboxStatus.SENT)
    assert "the smarthost takes our letters again" in [said["event"] for said in outgoing.said]
    assert "anna" not in repr(outgoing.said)


async def test_a_recipient_that_is_not_there_is_told_with_the_exact_status(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    catcher.refuses["anna@example.org"] = "550 5.1.1 no such user"
    id_ = await outgoing.write("message 1")
    async with outgoing.at_work():
        await outgoing.stands(id_, OutboxStatus.FAILED, "returned 5.1.1")


async def test_what_is_no_address_is_refused_before_anybody_is_asked(outgoing: Outgoing, catcher: Catcher) -> None:
    id_ = await outgoing.write("message 1", recipient="anna at example.org")
    async with outgoing.at_work():
        await outgoing.stands(id_, OutboxStatus.FAILED, "returned 5.1.3")
    assert catcher.sessions == []


async def test_a_name_outside_ascii_gets_its_letter_where_the_smarthost_takes_such_names(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    id_ = await outgoing.write("message 1", recipient="bjørn@example.org")
    async with outgoing.at_work():
        await outgoing.stands(id_, OutboxStatus.SENT)
    (letter,) = catcher.letters
    assert (letter.recipient, letter["To"]) == ("bjørn@example.org", "bjørn@example.org")


class AsciiOnly:
    """A smarthost that takes every letter and knows of no names outside ASCII."""

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Take a letter."""
        return "250 OK"


async def test_a_name_outside_ascii_is_refused_at_once_where_the_smarthost_knows_none(outgoing: Outgoing) -> None:
    def session() -> SMTP:
        return SMTP(AsciiOnly(), enable_SMTPUTF8=False, hostname="old.hop.test")

    server = await asyncio.get_running_loop().create_server(session, HOST, 0)
    outgoing.port = server.sockets[0].getsockname()[1]
    danish, plain = await outgoing.write("message 1", recipient="bjørn@example.org"), await outgoing.write("message 2")
    async with server, outgoing.at_work():
        await outgoing.stands(danish, OutboxStatus.FAILED, "returned 5.6.7")
        await outgoing.stands(plain, OutboxStatus.SENT)


async def test_a_letter_that_our_own_program_fails_on_waits_and_holds_up_no_other(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    poison = await outgoing.write("message 0", language="sv", automatic=Automatic.GENERATED)
    others = [await outgoing.write(f"message {number}") for number in range(1, 9)]
    async with outgoing.at_work():
        for id_ in others:
            await outgoing.stands(id_, OutboxStatus.SENT)
        await outgoing.stands(poison, OutboxStatus.RELEASED, "KeyError")
    assert (await outgoing.letter(poison)).outgoing.not_before == AT + MENDED
    assert len(catcher.letters) == 8


async def test_a_letter_that_left_is_not_sent_again_though_its_case_cannot_be_told(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    id_ = await outgoing.write("message 1", reply="answer_complaint")

    def break_case(page: Page) -> None:
        page.execute(update(CASE).values(kind="of no kind that there is"))

    await outgoing.book.run(break_case)
    async with outgoing.at_work():
        await outgoing.stands(id_, OutboxStatus.SENT)
    assert len(catcher.seen) == 1
    assert outgoing.errors() == ["a letter left, and its case cannot be told"]


async def test_while_what_became_of_a_letter_is_not_noted_no_other_goes_out_and_none_goes_twice(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    catcher.open.clear()
    ids = [await outgoing.write(f"message {number}") for number in range(12)]
    async with outgoing.at_work():
        await catcher.wait_for(4, catcher.seen)
        with away(outgoing.book):
            catcher.open.set()
            await until(lambda: len(told_of_notes(outgoing)) == 4, "four notes owed")
            outgoing.clock += 2 * outbox.LEASE
            outgoing.book.bell.ring([outbox.topic(Channel.MAIL)])
            await asyncio.sleep(0.2)
            assert len(catcher.seen) == 4
        for id_ in ids:
            await outgoing.stands(id_, OutboxStatus.SENT)
    assert len(catcher.seen) == 12


def told_of_notes(outgoing: Outgoing) -> list[EventDict]:
    return [said for said in outgoing.said if said["event"].startswith("what became of a letter cannot be noted")]


async def test_a_service_that_stops_finishes_the_note_of_a_letter_that_left(
    outgoing: Outgoing, catcher: Catcher
) -> None:
    catcher.open.clear()
    id_ = await outgoing.write("message 1")
    async with outgoing.at_work():
        await catcher.wait_for(1, catcher.seen)
        asyncio.get_running_loop().call_later(0.1, catcher.open.set)
    assert (await outgoing.letter(id_)).status is OutboxStatus.SENT


POISON = """
import asyncio, sys
from service.logs import set_up_logs
from service.offices import read_offices
from service.settings import Settings
from cases.outgoing import Automatic
from mail.sender import Sender
from mail.smarthost import Smarthost, WayOut
from storage.book import Book
from storage.claims import Node
from storage.vault import Vault
from tests.at_work import working
from tests.builders import AT
from tests.storage.written import write_case, write_reply

async def main():
    async with Book(f"sqlite:///{sys.argv[1]}/book.db") as book:
        await book.run(write_case)
        text = {"subject": "Om Bjørns sygdom", "body": "CPR 010190-1234", "recipient": "bjoern.holm@example.org"}
        await book.run(write_reply, language="sv", automatic=Automatic.GENERATED, **text)
        node = Node("here:1:a", lambda: AT)
        nowhere = WayOut(Smarthost("127.0.0.1", 9))
        sender = Sender(book, Vault(sys.argv[1] + "/vault"), read_offices(Settings()), nowhere, node)
        try:
            async with asyncio.timeout(1):
                await sender.run()
        except TimeoutError:
            pass

set_up_logs("debug")
asyncio.run(main())
"""


def test_a_letter_that_cannot_be_composed_leaves_nothing_of_its_text_in_the_log(tmp_path: Path) -> None:
    """In a process of its own: how a process logs is set up once."""
    command = [sys.executable, "-c", POISON, str(tmp_path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)  # noqa: S603 - our own words
    (line,) = [json.loads(line) for line in ran.stderr.splitlines() if "cannot be worked on" in line]
    assert line["exception"][0]["exc_type"] == "KeyError"
    assert line["exception"][0]["frames"]
    for private in ("010190", "CPR", "Bjørn", "bjoern", "sygdom"):
        assert private not in ran.stderr


async def test_a_statement_that_fails_is_told_without_what_it_was_given(book: Book) -> None:
    await book.run(write_case)
    await book.run(write_reply, body="Kære Bjørn")

    def twice(page: Page) -> None:
        row = page.one(select(OUTBOX))
        assert row
        page.add(OUTBOX, **{**row._mapping, "id": row.id + 1})
        page.flush()

    with pytest.raises(Exception, match=r"UNIQUE|duplicate") as failure:
        await book.run(twice)
    assert "Bjørn" not in str(failure.value)
