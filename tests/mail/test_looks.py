"""Looks into letters: by a real scanner, in whatever state it is; and what stays as it is when one goes wrong."""

import asyncio
import io
import zipfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from cases.case import Case
from cases.errors import TryLater
from cases.files import CLEAN, UNCHECKED
from cases.message import Channel, Envelope
from cases.office import Office
from intake.receive import Received, Understood, receive
from mail.clamd import Clamd
from mail.looks import AGAIN, Looks, Scanner
from mail.understand import Bytes, understand
from storage import arrivals, history, messages, outbox
from storage.book import Book
from storage.claims import Node
from storage.looks import Look, claim, oldest
from storage.messages import Told
from storage.page import Page
from storage.vault import Vault
from tests.at_work import MovedClock, working
from tests.builders import AT
from tests.clamd import EICAR, LIMIT, NAME
from tests.clamd import Scanner as Clam
from tests.smtp import PAPER, a_letter, until

VIRUS = ("faktura.pdf", "application/pdf", EICAR)
File = tuple[str, str, bytes]


def zipped() -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bilag/faktura.com", EICAR)
    return box.getvalue()


@dataclass
class Bench:
    """A place where looks are taken: its book, its vault, its clock."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    clock: MovedClock = field(default_factory=MovedClock)

    def looks(self, scanner: Scanner, node: str = "here:1:test") -> Looks:
        return Looks(self.book, self.vault, self.offices, scanner, Node(node, self.clock))

    async def letter(self, *files: File, text: str = "Jeg vil klage over kurset, det var for dårligt.") -> Received:
        """Let a letter arrive and be taken in; it waits for the scanner then."""
        raw = a_letter(text, files=files)
        return await self.book.run(_take_in, raw, self.offices["mentorix"])

    async def told(self, received: Received) -> Told:
        (case,) = received.opened
        found = await self.book.read(messages.of_thread, "mentorix", case.thread)
        return next(one for one in found if one.id == received.message)

    async def verdicts(self, received: Received) -> tuple[str | None, list[str | None]]:
        """Give what was said of a letter as a whole and of its files."""
        told = await self.told(received)
        return told.scanned, [file.verdict for file in told.attachments]

    async def verbs(self, case: Case) -> Counter[str]:
        events = await self.book.read(history.of_case, "mentorix", case.id)
        return Counter(event.verb for event in events)

    async def refusals(self, case: Case) -> int:
        letters = await self.book.read(outbox.of_thread, "mentorix", case.thread)
        return [one.outgoing.reply for one in letters].count("file_refused")

    async def none_waits(self) -> None:
        async def is_so() -> bool:
            return await self.book.read(oldest, "virus") is None

        await until(is_so, "all looked into")


def _take_in(page: Page, raw: bytes, office: Office) -> Received:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",))
    (arrival,) = arrivals.keep(page, ("mentorix",), Channel.MAIL, envelope, (raw, AT))
    what = understand(Bytes("mentorix", raw, envelope, AT), office.policy)
    return receive(page, Understood(arrival, what.message, what.judgement, what.reading), office, AT)


@asynccontextmanager
async def at_work(*looks: Looks) -> AsyncIterator[None]:
    async with working(*(one.run() for one in looks)):
        yield


@pytest.fixture
def bench(book: Book, offices: dict[str, Office], tmp_path: Path) -> Bench:
    scanning = {id_: replace(office, scans=True) for id_, office in offices.items()}
    return Bench(book, Vault(str(tmp_path / "vault")), scanning)


@dataclass
class Stub:
    """A scanner as tests need it: finds nothing, and for some bytes has a fault. `asked` is all it was shown."""

    faults: dict[bytes, Exception] = field(default_factory=dict)
    there: bool = True
    asked: list[bytes] = field(default_factory=list)
    called: int = 0

    async def verdict(self, octets: bytes) -> str:
        self.asked.append(octets)
        for mark, fault in self.faults.items():
            if mark in octets:
                raise fault
        return CLEAN

    async def answers(self) -> bool:
        self.called += 1
        return self.there


@pytest.mark.parametrize("held", [EICAR, zipped()], ids=["a virus", "a virus in an archive"])
async def test_a_file_with_a_virus_is_found_and_the_one_beside_it_is_clean(
    bench: Bench, scanner: Clam, held: bytes
) -> None:
    received = await bench.letter(("faktura.pdf", "application/pdf", held), PAPER)
    async with at_work(bench.looks(Clamd.parse(scanner.url))):
        await bench.none_waits()
    assert await bench.verdicts(received) == (NAME, [NAME, CLEAN])
    (case,) = received.opened
    assert (await bench.verbs(case))["file_refused"] == 1
    assert await bench.refusals(case) == 1


async def test_a_virus_in_a_part_that_is_no_file_is_found_in_the_letter(bench: Bench, scanner: Clam) -> None:
    received = await bench.letter(PAPER, text=f"Jeg vil klage over kurset.\n\n{EICAR.decode()}\n")
    async with at_work(bench.looks(Clamd.parse(scanner.tcp))):
        await bench.none_waits()
    assert await bench.verdicts(received) == (NAME, [CLEAN])
    (case,) = received.opened
    assert (await bench.verbs(case))["virus_found"] == 1
    assert await bench.refusals(case) == 0


async def test_what_is_too_large_for_the_scanner_is_said_to_be_unchecked_and_the_rest_is_looked_into(
    bench: Bench, scanner: Clam
) -> None:
    received = await bench.letter(("film.mov", "video/quicktime", bytes(range(256)) * (LIMIT // 256 + 1)), PAPER, VIRUS)
    async with at_work(bench.looks(Clamd.parse(scanner.url))):
        await bench.none_waits()
    assert await bench.verdicts(received) == (UNCHECKED, [UNCHECKED, CLEAN, NAME])


async def test_a_letter_that_lies_in_the_vault_is_looked_into(bench: Bench, scanner: Clam) -> None:
    received = await bench.letter(VIRUS)
    arrival = (await bench.told(received)).arrival
    assert arrival
    found = await bench.book.read(arrivals.find, "mentorix", arrival)
    assert found
    assert found.raw
    bench.vault.put("mentorix/key", found.raw)
    await bench.book.run(arrivals.move_to_vault, "mentorix", arrival, "mentorix/key")
    async with at_work(bench.looks(Clamd.parse(scanner.url))):
        await bench.none_waits()
    assert await bench.verdicts(received) == (NAME, [NAME])


async def test_a_scanner_that_is_away_loses_nothing_and_is_asked_again_when_it_is_back(
    bench: Bench, scanner: Clam
) -> None:
    letters = [
        await bench.letter(VIRUS),
        await bench.letter(PAPER, text="Jeg vil klage over underviseren, hun kom ikke."),
    ]
    scanner.end()
    try:
        async with at_work(bench.looks(Clamd.parse(scanner.url))):
            late = await bench.letter(PAPER, text="Jeg vil klage over prisen, den var for høj.")
            assert await bench.book.read(oldest, "virus") == AT
            await asyncio.to_thread(scanner.begin)
            await bench.none_waits()
    finally:
        if scanner.process is None:
            scanner.begin()
    assert [await bench.verdicts(one) for one in (*letters, late)] == [
        (NAME, [NAME]),
        (CLEAN, [CLEAN]),
        (CLEAN, [CLEAN]),
    ]


async def test_while_the_scanner_is_away_no_letter_counts_as_tried(bench: Bench) -> None:
    received = await bench.letter(PAPER)
    away = Stub({b"": TryLater("away")}, there=False)
    tried: list[Look] = []

    async def was_let_go() -> bool:
        tried.extend(await bench.book.run(claim, "virus", ("mentorix",), ("other:3:z", bench.clock.now), 9))
        return bool(tried)

    async with at_work(bench.looks(away)):
        await until(lambda: away.asked)
        await until(was_let_go)
    assert [(look.message, look.attempts) for look in tried] == [(received.message, 0)]


async def test_a_letter_that_the_scanner_has_trouble_with_waits_and_holds_up_no_other(bench: Bench) -> None:
    bad = await bench.letter(("a.pdf", "application/pdf", b"%PDF- trouble"))
    good = [
        await bench.letter(PAPER, text=f"Jeg vil klage over kursus {number}, det var for dårligt.")
        for number in range(6)
    ]
    stub = Stub({b"%PDF- trouble": TryLater("Can't allocate memory")})

    async def only_the_bad_one() -> bool:
        return [await bench.verdicts(one) for one in good] == [(CLEAN, [CLEAN])] * 6

    async with at_work(bench.looks(stub)):
        await until(only_the_bad_one)
        assert await bench.verdicts(bad) == (None, [None])
        stub.faults.clear()
        bench.clock.now += timedelta(seconds=AGAIN[0] - 1)
        bench.book.bell.ring(["looks virus"])
        assert await bench.book.read(oldest, "virus") == AT
        bench.clock.now += timedelta(seconds=2)
        bench.book.bell.ring(["looks virus"])
        await bench.none_waits()
    assert await bench.verdicts(bad) == (CLEAN, [CLEAN])


async def test_a_fault_of_our_own_holds_up_no_other_letter(bench: Bench) -> None:
    await bench.letter(("a.pdf", "application/pdf", b"%PDF- trouble"))
    good = await bench.letter(PAPER, text="Jeg vil klage over prisen, den var for høj.")

    async def is_clean() -> bool:
        return await bench.verdicts(good) == (CLEAN, [CLEAN])

    async with at_work(bench.looks(Stub({b"%PDF- trouble": RuntimeError("nobody foresaw it")}))):
        await until(is_clean)
    assert await bench.book.read(oldest, "virus") == AT


async def test_a_vault_that_is_away_is_waited_for(bench: Bench) -> None:
    received = await bench.letter(PAPER)
    arrival = (await bench.told(received)).arrival
    assert arrival
    await bench.book.run(arrivals.move_to_vault, "mentorix", arrival, "mentorix/key")
    stub = Stub()
    async with at_work(bench.looks(stub)):
        await until(lambda: stub.called)
        bench.vault.put("mentorix/key", a_letter(files=[PAPER]))
        bench.clock.now += timedelta(seconds=AGAIN[0] + 1)
        await bench.none_waits()
    assert await bench.verdicts(received) == (CLEAN, [CLEAN])


async def test_the_same_file_twice_in_a_letter_is_shown_to_the_scanner_once(bench: Bench) -> None:
    received = await bench.letter(PAPER, ("again.pdf", "application/pdf", PAPER[2]))
    stub = Stub()
    async with at_work(bench.looks(stub)):
        await bench.none_waits()
    assert await bench.verdicts(received) == (CLEAN, [CLEAN, CLEAN])
    assert stub.asked.count(PAPER[2]) == 1


async def test_two_nodes_share_the_looks_and_everybody_is_told_once(bench: Bench, scanner: Clam) -> None:
    received = [
        await bench.letter(VIRUS, text=f"Jeg vil klage over kursus {number}, det var for dårligt.")
        for number in range(3)
    ]
    asked = Clamd.parse(scanner.url)
    async with at_work(bench.looks(asked, "here:1:one"), bench.looks(asked, "there:2:two")):
        await bench.none_waits()
    for one in received:
        (case,) = one.opened
        assert await bench.verdicts(one) == (NAME, [NAME])
        assert ((await bench.verbs(case))["file_refused"], await bench.refusals(case)) == (1, 1)
