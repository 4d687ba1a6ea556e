"""What a letter costs in looks at the database: each is a way there and back, so none comes in unnoticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import event

from cases.kind import Kind
from cases.message import Channel, Envelope
from cases.outgoing import OutboxStatus
from intake.case_pass import claim_letters
from intake.receive import Understood, receive
from intake.searchable import index_some
from intake.sent import sent
from storage import arrivals, outbox, search_due
from storage.engines import writing_engine
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.intake.scene import ADMITTED, Scene

KEY = b"k" * 32
COMPLAINT = a_reading(Kind.COMPLAINT, text="Jeg klager over underviseren, som kom for sent hver dag.")


@dataclass
class Counted:
    """The statements that a page has cost so far, those that write its rows too, and how many of them rang a bell."""

    said: list[str]

    @property
    def rung(self) -> int:
        """Count the statements that ring the bell of other nodes."""
        return sum("pg_notify" in one for one in self.said)

    @property
    def number(self) -> int:
        """Count the others."""
        return len(self.said) - self.rung


@contextmanager
def a_counted_page(scene: Scene) -> Iterator[tuple[Page, Counted]]:
    """Give a page whose statements are counted from now on; what is written on it is kept."""
    engine, counted = writing_engine(scene.book.url), Counted([])
    event.listen(engine, "before_cursor_execute", lambda *told: counted.said.append(told[2]))
    with engine.begin() as connection:
        page = Page(connection)
        counted.said.clear()  # a connection's own preparations
        yield page, counted
        page.end()
    engine.dispose()


async def arrived(scene: Scene, number: int) -> Understood:
    """Let a complaint by mail come in, understood, but not taken in yet; each from somebody else."""
    address = f"person{number}@example.org"
    message = a_message(
        fingerprint=f"f{number}",
        message_id=f"<{number}@example.org>",
        received_at=scene.now,
        sender=replace(a_message().sender, address=address),
        return_path=address,
    )
    envelope = Envelope(address, message.recipients)
    kept: tuple[int, ...] = await scene.book.run(
        arrivals.keep, ("mentorix",), Channel.MAIL, envelope, (b"raw bytes", scene.now)
    )
    return Understood(kept[0], message, ADMITTED, COMPLAINT)


async def taken_in(scene: Scene, count: int) -> None:
    for number in range(count):
        understood = await arrived(scene, number)
        await scene.book.run(receive, understood, scene.office, scene.now)


async def test_a_complaint_by_mail_is_written_with_at_most_thirteen_statements(scene: Scene) -> None:
    understood = await arrived(scene, 1)
    with a_counted_page(scene) as (page, counted):
        received = receive(page, understood, scene.office, scene.now)
    assert len(received.opened) == 1
    assert counted.number <= 13, "\n".join(counted.said)
    assert counted.rung == scene.book.on_postgres, "one for all topics, where other nodes may wait"


async def test_that_a_letter_has_left_is_written_with_at_most_six_statements(scene: Scene) -> None:
    await taken_in(scene, 1)
    (entry,) = await scene.book.run(outbox.claim, Channel.MAIL, ("here", scene.now), 64)
    with a_counted_page(scene) as (page, counted):
        sent(page, entry, scene.office, scene.now)
    assert counted.number <= 6, "\n".join(counted.said)
    found = await scene.book.read(outbox.find, "mentorix", entry.id)
    assert found
    assert found.status is OutboxStatus.SENT


@pytest.mark.parametrize("count", [1, 12])
async def test_letters_that_leave_together_cost_as_much_as_one(scene: Scene, count: int) -> None:
    scene.office = replace(scene.office, public_url="https://svar.example")
    await taken_in(scene, count)
    with a_counted_page(scene) as (page, counted):
        leaving = claim_letters(page, ("here", scene.now), 64, KEY, {"mentorix": scene.office})
    assert len(leaving) == count
    assert all("https://svar.example/case/" in one.outgoing.body for one in leaving)
    assert counted.number <= 6, "\n".join(counted.said)


@pytest.mark.parametrize("count", [1, 12])
async def test_conversations_that_wait_for_the_search_cost_as_much_as_one(scene: Scene, count: int) -> None:
    await taken_in(scene, count)
    with a_counted_page(scene) as (page, counted):
        assert index_some(page) == count
    assert counted.number <= 10, "\n".join(counted.said)


async def test_what_was_heard_and_answered_within_a_moment_is_indexed_once(scene: Scene) -> None:
    await taken_in(scene, 12)
    for entry in await scene.book.run(outbox.claim, Channel.MAIL, ("here", scene.now), 64):
        await scene.send(entry)
    found: list[Any] = []
    while await scene.book.read(search_due.waits):
        found.append(await scene.book.run(index_some))
    assert sum(found) == 12
