"""Files of letters that wait to be read: by the real reader, once each, whatever happens in between."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cases.case import Case
from cases.message import Channel, Envelope
from cases.office import Office
from cases.reading import DocumentKind
from intake.papers_read import Seen
from intake.receive import Received, Understood, receive
from mail.paper_looks import AGAIN, PaperLooks
from mail.papers import Paper, Reader
from mail.understand import Bytes, understand
from storage import arrivals, casebook, looks, messages
from storage.book import Book
from storage.claims import Node
from storage.looks import PAPERS, claim
from storage.messages import Told
from storage.page import Page
from storage.vault import Vault
from tests.at_work import MovedClock, working
from tests.builders import AT
from tests.papers import INVOICE, MEDICAL, PASSPORT, a_pdf, a_photo, a_scan
from tests.smtp import a_letter, until

File = tuple[str, str, bytes]
SCAN: File = ("scan0001.pdf", "application/pdf", a_scan(MEDICAL))
BILL: File = ("scan0002.pdf", "application/pdf", a_pdf(INVOICE))
BROKEN: File = ("scan0003.pdf", "application/pdf", b"%PDF-1.4 one page")
WORDS = "Jeg vil klage over kurset, det var for dårligt."


class Slow(Reader):
    """A reader that counts, and for some bytes has a fault."""

    def __init__(self, fault: bytes = b"\0no file has this") -> None:
        super().__init__()
        self.fault = fault
        self.read_so_far: list[bytes] = []

    def read(self, paper: Paper) -> Seen | None:
        """Count the file; fail where it is the one."""
        self.read_so_far.append(paper.octets)
        if self.fault in paper.octets:
            raise RuntimeError("nobody foresaw it")
        return super().read(paper)


@dataclass
class Bench:
    """A place where files are read."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    reader: Slow
    clock: MovedClock = field(default_factory=MovedClock)

    def looks(self, node: str = "here:1:test") -> PaperLooks:
        return PaperLooks(self.book, self.vault, self.offices, self.reader, Node(node, self.clock))

    async def letter(self, *files: File, text: str = WORDS) -> Received:
        return await self.book.run(_take_in, a_letter(text, files=files), self.offices["mentorix"])

    async def told(self, received: Received) -> Told:
        found = await self.book.read(messages.find, "mentorix", received.message)
        assert found
        return found

    async def documents(self, received: Received) -> list[tuple[DocumentKind, bool]]:
        return [(one.kind, one.read) for one in (await self.told(received)).reading.documents]

    async def case(self, received: Received) -> Case:
        found = await self.book.read(casebook.find, "mentorix", received.opened[0].id)
        assert found
        return found

    async def later(self) -> bool:
        """Let time pass until what waits is tried again; say whether nothing does."""
        self.clock.now += AGAIN * 2
        self.book.bell.ring([looks.topic(PAPERS)])
        return await self.book.read(looks.oldest, PAPERS) is None

    async def none_waits(self) -> None:
        async def is_so() -> bool:
            return await self.book.read(looks.oldest, PAPERS) is None

        await until(is_so, "all read")


def _take_in(page: Page, raw: bytes, office: Office) -> Received:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",))
    (arrival,) = arrivals.keep(page, ("mentorix",), Channel.MAIL, envelope, (raw, AT))
    what = understand(Bytes("mentorix", raw, envelope, AT), office.policy)
    return receive(page, Understood(arrival, what.message, what.judgement, what.reading), office, AT)


@pytest.fixture
def bench(book: Book, offices: dict[str, Office], tmp_path: Path) -> Iterator[Bench]:
    reader = Slow()
    yield Bench(book, Vault(str(tmp_path / "vault")), offices, reader)
    reader.end()


async def test_a_scan_and_a_bill_are_told_apart_and_a_broken_file_stays_what_it_was(bench: Bench) -> None:
    received = await bench.letter(SCAN, BILL, BROKEN)
    assert [read for _, read in await bench.documents(received)] == [False, False, False]
    async with working(bench.looks().run()):
        await bench.none_waits()
    assert await bench.documents(received) == [
        (DocumentKind.MEDICAL_CERTIFICATE, True),
        (DocumentKind.INVOICE, True),
        (DocumentKind.OTHER, False),
    ]
    assert "health" in {one.category for one in (await bench.told(received)).reading.sensitive}


async def test_no_word_of_a_file_is_kept(bench: Bench) -> None:
    received = await bench.letter(("scan.pdf", "application/pdf", a_pdf(f"{MEDICAL}\nCPR 120385-1234")))
    async with working(bench.looks().run()):
        await bench.none_waits()
    kept = repr((await bench.told(received)).reading)
    assert "cpr" in kept
    assert not any(word in kept for word in ("120385", "influenza", "Krogh", "Nørrebro"))


async def test_a_complaint_with_a_passport_alone_lacks_its_papers_once_that_is_seen(bench: Bench) -> None:
    received = await bench.letter(("scan.png", "image/png", a_photo(PASSPORT)))
    assert "documents" in (await bench.case(received)).met
    async with working(bench.looks().run()):
        await bench.none_waits()
    assert "documents" in (await bench.case(received)).missing


async def test_the_same_file_twice_is_read_once(bench: Bench) -> None:
    received = await bench.letter(BILL, ("again.pdf", "application/pdf", BILL[2]))
    async with working(bench.looks().run()):
        await bench.none_waits()
    assert await bench.documents(received) == [(DocumentKind.INVOICE, True)] * 2
    assert len(bench.reader.read_so_far) == 1


async def test_a_fault_of_our_own_holds_up_no_other_letter_and_ends(bench: Bench) -> None:
    bench.reader.fault = b"trouble"
    bad = await bench.letter(("a.pdf", "application/pdf", b"%PDF-1.4 trouble"))
    good = await bench.letter(BILL, text="Jeg vil klage over prisen, den var for høj.")

    async def is_read() -> bool:
        return await bench.documents(good) == [(DocumentKind.INVOICE, True)]

    async with working(bench.looks().run()):
        await until(is_read)
        assert await bench.book.read(looks.oldest, PAPERS) == AT
        await until(bench.later, "giving up")
    assert await bench.documents(bad) == [(DocumentKind.OTHER, False)]


async def test_a_node_that_fell_silent_is_followed_by_another_with_the_same_effect(bench: Bench) -> None:
    received = await bench.letter(BILL)
    taken = await bench.book.run(claim, PAPERS, ("mentorix",), ("gone:9:z", bench.clock.now), 9)
    assert [one.message for one in taken] == [received.message]
    bench.clock.now += looks.LEASE * 2
    async with working(bench.looks("here:1:one").run(), bench.looks("there:2:two").run()):
        await bench.none_waits()
    assert await bench.documents(received) == [(DocumentKind.INVOICE, True)]


async def test_a_letter_whose_bytes_are_gone_does_not_wait_for_ever(bench: Bench) -> None:
    received = await bench.letter(BILL)
    arrival = (await bench.told(received)).arrival
    assert arrival
    await bench.book.run(arrivals.move_to_vault, "mentorix", arrival, "mentorix/gone")

    async with working(bench.looks().run()):
        await until(bench.later, "giving up")
    assert await bench.documents(received) == [(DocumentKind.OTHER, False)]
