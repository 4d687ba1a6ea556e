"""The worker: every arrival becomes a message, in whatever company it came."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing import active_children
from pathlib import Path

import pytest

from cases.message import Channel, Envelope, Source
from cases.office import Office
from mail.border import Border
from mail.lookup import Lookup
from mail.worker import AGAIN, Worker
from storage import arrivals
from storage.arrivals import LEASE, Arrival
from storage.book import Book
from storage.claims import Node
from storage.page import Page
from storage.vault import LARGE, Vault
from tests.at_work import MovedClock, all_cases, messages_kept, working
from tests.builders import AT
from tests.dns import Zones
from tests.smtp import PAPER, a_letter, until

BIG = ("foto.jpg", "image/jpeg", bytes(range(256)) * (LARGE // 256))


@dataclass
class Bench:
    """A worker's place: its book, its vault, its clock."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    clock: MovedClock = field(default_factory=MovedClock)

    def worker(self) -> Worker:
        return Worker(self.book, self.vault, self.offices, Node("here:1:test", self.clock))

    async def arrive(self, raw: bytes, organisation: str = "mentorix") -> int:
        return await self.book.run(_arrive, raw, organisation)

    async def arrival(self, id_: int) -> Arrival:
        found = await self.book.read(arrivals.find, "mentorix", id_)
        assert found
        return found

    async def waiting(self) -> int:
        return await self.book.read(arrivals.waiting_count)

    async def until_waiting(self, count: int) -> None:
        async def is_so() -> bool:
            return await self.waiting() == count

        await until(is_so, f"{count} waiting")


def _arrive(page: Page, raw: bytes, organisation: str) -> int:
    (id_,) = arrivals.keep(page, (organisation,), Channel.MAIL, Envelope("anna@example.org", ()), (raw, AT))
    return id_


@pytest.fixture
def bench(book: Book, offices: dict[str, Office], tmp_path: Path) -> Bench:
    return Bench(book, Vault(str(tmp_path / "vault")), dict(offices))


async def test_letters_that_wait_together_all_become_cases(bench: Bench) -> None:
    for number in range(40):
        await bench.arrive(a_letter(f"Jeg vil klage over kursus {number}, det var for dårligt.", files=[PAPER]))
    async with working(bench.worker().run()):
        await bench.until_waiting(0)
    assert len(await bench.book.read(all_cases, "mentorix")) == 40


async def test_a_letter_that_comes_while_it_waits_wakes_it(bench: Bench) -> None:
    worker = bench.worker()
    await worker.warm_up()
    async with working(worker.run()):
        for _ in range(3):
            await bench.arrive(a_letter())
            await bench.until_waiting(0)
    assert len(await bench.book.read(messages_kept, "mentorix")) == 3


async def test_large_letters_move_to_the_vault_and_small_ones_stay(bench: Bench) -> None:
    raw = a_letter(files=[BIG])
    large, small = await bench.arrive(raw), await bench.arrive(a_letter())
    async with working(bench.worker().run()):

        async def has_moved() -> bool:
            return (await bench.arrival(large)).raw is None

        await until(has_moved)
        await bench.until_waiting(0)
    moved, stayed = await bench.arrival(large), await bench.arrival(small)
    assert moved.vault_key == f"mentorix/2026/03/{large}.eml"
    assert bench.vault.raw(moved) == raw
    assert stayed.raw is not None
    assert stayed.vault_key is None


async def test_while_the_vault_is_away_the_row_keeps_the_bytes_and_the_case_goes_on(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "vault" / "mentorix").write_text("in the way")
    id_ = await bench.arrive(a_letter(files=[BIG]))
    async with working(bench.worker().run()):
        await bench.until_waiting(0)
    assert (await bench.arrival(id_)).raw
    assert len(await bench.book.read(all_cases, "mentorix")) == 1


async def test_a_helper_that_was_killed_is_replaced_and_no_letter_notices(bench: Bench) -> None:
    worker = bench.worker()
    await worker.warm_up()
    (helper,) = active_children()
    helper.kill()
    await bench.arrive(a_letter())
    await bench.arrive(a_letter("Hvornår begynder kurset?", subject="Spørgsmål"))
    async with working(worker.run()):
        await bench.until_waiting(0)
    assert [reason for _, reason, _ in await bench.book.read(messages_kept, "mentorix")] == ["is_from_a_person"] * 2


async def test_a_letter_that_cannot_be_taken_in_is_tried_again_and_does_not_stop_the_others(bench: Bench) -> None:
    bench.offices["metier"] = replace(bench.offices["metier"], calendars={})  # nothing can be opened there
    await bench.arrive(a_letter(to="info@metier.dk"), "metier")
    await bench.arrive(a_letter())
    async with working(bench.worker().run()):
        await bench.until_waiting(1)
        assert len(await bench.book.read(all_cases, "mentorix")) == 1
        bench.clock.now += AGAIN / 2
        assert await bench.book.run(arrivals.claim, Channel.MAIL, ("other", bench.clock.now), 9) == ()
        bench.clock.now += AGAIN
        (again,) = await bench.book.run(arrivals.claim, Channel.MAIL, ("other", bench.clock.now), 9)
    assert again.organisation == "metier"


async def test_in_the_end_it_is_held_as_unreadable_with_its_bytes(bench: Bench) -> None:
    raw = a_letter()
    id_ = await bench.arrive(raw)
    for _ in range(3):
        await bench.book.run(arrivals.hand_back, "mentorix", id_, AT)
        await bench.book.run(arrivals.claim, Channel.MAIL, ("other", bench.clock.now + timedelta(seconds=1)), 9)
        bench.clock.now += 2 * LEASE
    async with working(bench.worker().run()):
        await bench.until_waiting(0)
    ((verdict, reason, _),) = await bench.book.read(messages_kept, "mentorix")
    assert (verdict, reason) == ("hold", "is_unreadable")
    assert (await bench.arrival(id_)).raw == raw


async def test_a_letter_to_an_organisation_that_is_not_at_work_here_waits_and_does_not_stop_the_others(
    bench: Bench,
) -> None:
    del bench.offices["metier"]
    await bench.arrive(a_letter(), "metier")
    await bench.arrive(a_letter())
    async with working(bench.worker().run()):
        await bench.until_waiting(1)
    assert len(await bench.book.read(all_cases, "mentorix")) == 1
    bench.clock.now += 2 * LEASE
    (left,) = await bench.book.run(arrivals.claim, Channel.MAIL, ("other", bench.clock.now), 9)
    assert left.attempts < arrivals.TRIES


# Who a letter is really from


def _from_the_net(page: Page, raw: bytes, envelope: Envelope) -> int:
    (id_,) = arrivals.keep(page, ("mentorix",), Channel.MAIL, envelope, (raw, AT))
    return id_


@pytest.mark.parametrize(
    ("envelope", "front", "looked"),
    [
        (Envelope("anna@example.org", (), "192.0.2.7", "mx"), None, True),
        (Envelope("anna@example.org", (), "192.0.2.7", "mx"), "mx.mentorix.dk", False),
        (Envelope("anna@example.org", (), "", ""), None, False),
        (Envelope("anna@example.org", (), "192.0.2.7", "mx", Source("info", 1, 1)), None, False),
    ],
    ids=["from the net", "by a front server", "of nobody knows where", "out of a mailbox"],
)
async def test_only_what_comes_straight_from_the_net_is_looked_at(
    bench: Bench,
    zones: Zones,
    envelope: Envelope,
    front: str | None,
    looked: bool,  # noqa: FBT001 - a row of the table
) -> None:
    bench.offices["mentorix"] = replace(bench.offices["mentorix"], authserv_id=front)
    node, border = Node("here:1:test", bench.clock), Border(Lookup(zones.server))
    await bench.book.run(_from_the_net, a_letter(), envelope)
    async with working(Worker(bench.book, bench.vault, bench.offices, node, border=border).run()):
        await bench.until_waiting(0)
    assert bool(zones.asked) is looked
