"""Reads the files of letters after they were acknowledged and, where there is a virus scanner, passed: once each."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import structlog

from cases.errors import TryLater
from cases.office import Office
from cases.reading import Document, Reading
from intake.papers_read import PapersRead, Seen, papers_read, to_read
from mail.attachments import unpacked
from mail.papers import Paper, Reader
from storage import arrivals, looks, messages
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.looks import PAPERS, Look
from storage.messages import Told
from storage.page import Page
from storage.vault import Vault

log = structlog.get_logger()

TOGETHER = 2
"""So many letters are claimed at once."""
POLL = 2.0
"""Seconds after which letters are looked for though nobody rang."""
AGAIN = timedelta(minutes=2)
"""How long a letter waits that could not be read, for no fault of its own."""
TRIES = 4
"""After so many tries that came to no end, a letter's files stay unread."""
PATIENCE = 240.0
"""Seconds after which no other file of a letter is begun with: less than a claim holds."""
MOST_FILES = 10
"""So many different files of one letter are read."""


class PaperLooks:
    """Finds out what the files of letters are. What cannot be read stays what its name and its letter make it."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], reader: Reader, node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._reader = reader
        self._node = node

    async def run(self) -> None:
        """Read until cancelled."""
        self._reader.resume()
        try:
            while True:
                taken = await self._claim()
                for look in taken:
                    await self._take(look)
                if len(taken) < TOGETHER:
                    await self._book.wait(looks.topic(PAPERS), POLL)
        finally:
            self._reader.end()

    async def _claim(self) -> tuple[Look, ...]:
        try:
            claimant = (self._node.name, self._node.clock())
            return await self._book.run(looks.claim, PAPERS, tuple(self._offices), claimant, TOGETHER)
        except TryLater as away:
            log.warning("papers cannot be read", reason=str(away))
            return ()

    async def _take(self, look: Look) -> None:
        """Read a letter's files and write down what they are, or let it wait."""
        office = self._offices[look.organisation]
        try:
            seen = {} if look.attempts > TRIES else await self._seen(look, office)
            await self._book.run(papers_read, PapersRead(look.message, seen), office, self._node.clock())
        except Exception as failure:  # noqa: BLE001 - the letter is safe, and its files are tried again
            log.warning("a letter's papers wait", message=look.message, reason=type(failure).__name__)
            with contextlib.suppress(TryLater):  # the database is away: the lease runs out
                await self._book.run(looks.put_off, look, self._node.clock() + AGAIN)

    async def _seen(self, look: Look, office: Office) -> dict[int, Seen]:
        told, arrival = await self._book.read(_letter, look)
        if told is None or arrival is None:
            return {}
        raw = await asyncio.to_thread(self._vault.raw, arrival)
        files = to_read(told.attachments, scanned=office.scans)
        first = {file.digest: file.part for file in reversed(files)}
        types = {file.part: file.media_type for file in files if first[file.digest] == file.part}
        read = await asyncio.to_thread(read_all, self._reader, raw, types, told.reading)
        return {
            file.part: _of_part(read[first[file.digest]], file.part) for file in files if first[file.digest] in read
        }


def read_all(
    reader: Reader, raw: bytes, types: Mapping[int, str], reading: Reading, patience: float = PATIENCE
) -> dict[int, Seen]:
    """Read the parts of a letter that have these types, and say what they are; what cannot be read is left out.

    No file is begun with after `patience`, in seconds.
    """
    until = monotonic() + patience
    known = {one.part: one for one in reading.documents}
    wanted = dict(list(types.items())[:MOST_FILES])
    seen = {}
    for part, octets in unpacked(raw, wanted):
        if monotonic() > until:
            break
        paper = Paper(octets, wanted[part], known.get(part, Document(part)), reading.language)
        if found := reader.read(paper):
            seen[part] = found
    return seen


def _of_part(seen: Seen, part: int) -> Seen:
    """Give what was seen as that of another part: the same file came twice."""
    return replace(seen, document=replace(seen.document, part=part))


def _letter(page: Page, look: Look) -> tuple[Told | None, Arrival | None]:
    told = messages.find(page, look.organisation, look.message)
    arrival = arrivals.find(page, look.organisation, told.arrival) if told and told.arrival else None
    return told, arrival
