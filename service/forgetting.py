"""What may not be kept any longer goes: every night, or when somebody says so at the command line."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.office import Office
from intake.forget import forget
from intake.forget_chats import forget_chats
from intake.forget_course_mail import course_mail, forget_course_mail
from intake.forget_rest import forget_mail, forget_records
from intake.retain import Due, due, planned, retain
from service.timetable import add, at_night
from storage import erasing
from storage.book import Book
from storage.claims import Node
from storage.vault import Vault

log = structlog.get_logger()

NIGHT = 2
"""The hour, UTC, at which the book is gone through."""

CLEAR_EVERY = 600
"""Seconds between two looks for bytes in the vault whose case is erased."""

AT_ONCE = 100


@dataclass(frozen=True)
class Forgotten:
    """What a sweep did: the cases that went, those that something keeps although their time is over, and the rest."""

    cases: tuple[Due, ...] = ()
    kept: tuple[Due, ...] = ()
    messages: int = 0
    records: int = 0


def forgetting(
    book: Book, vault: Vault, offices: Mapping[str, Office], node: Node, *, erases: bool
) -> AsyncIOScheduler:
    """Give the scheduler, not yet started. Without `erases` it only computes what is due, and says how much."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    at_night(scheduler, "forget", NIGHT, lambda: night(book, vault, offices, node, erases=erases))
    add(scheduler, "clear the vault", CLEAR_EVERY, lambda: clear_vault(book, vault, offices))
    return scheduler


async def night(book: Book, vault: Vault, offices: Mapping[str, Office], node: Node, *, erases: bool) -> None:
    """Go through the book once."""
    if erases:
        gone = await sweep_old(book, vault, offices, node)
        log.info("what was kept long enough is erased", cases=len(gone.cases), kept=len(gone.kept), mail=gone.messages)
        return
    await reckon(book, offices, node)
    late = [one for office in offices.values() for one in await book.read(planned, office, node.clock())]
    if may_go := [one for one in late if not one.keeps]:
        log.warning("cases are kept too long; look with `svarfrist forget --dry-run`", cases=len(may_go))


async def reckon(book: Book, offices: Mapping[str, Office], node: Node) -> None:
    """Compute anew until when every case is kept, a piece at a time."""
    for office in offices.values():
        after: int | None = 0
        while after is not None:
            after = await book.run(retain, office, after, node.clock())


async def sweep_old(book: Book, vault: Vault, offices: Mapping[str, Office], node: Node) -> Forgotten:
    """Erase what the policies no longer keep: each case in a transaction of its own, so that it can stop anywhere."""
    await reckon(book, offices, node)
    every = [await _sweep(book, office, node) for office in offices.values()]
    await clear_vault(book, vault, offices)
    return Forgotten(
        cases=tuple(one for done in every for one in done.cases),
        kept=tuple(one for done in every for one in done.kept),
        messages=sum(done.messages for done in every),
        records=sum(done.records for done in every),
    )


async def clear_vault(book: Book, vault: Vault, offices: Mapping[str, Office]) -> int:
    """Take the bytes of erased letters out of the vault, also those that a crash left there; give how many."""
    cleared = 0
    for organisation in offices:
        while left := await book.read(erasing.vault_left, organisation, AT_ONCE):
            for _, key in left:
                await asyncio.to_thread(vault.delete, key)
            await book.run(erasing.vault_cleared, organisation, [id_ for id_, _ in left])
            cleared += len(left)
    return cleared


async def _sweep(book: Book, office: Office, node: Node) -> Forgotten:
    gone: list[Due] = []
    kept: list[Due] = []
    after = 0
    while found := await book.read(due, office, after, node.clock()):
        after = found[-1].case
        for one in found:
            went = not one.keeps and await book.run(forget, one, office, node.clock())
            (gone if went else kept).append(one)
    messages = 0
    while erased := await book.run(forget_mail, office, node.clock()):
        messages += erased
    while (lines := await book.run(forget_chats, office, node.clock())) is not None:
        messages += lines
    messages += await _sweep_course_mail(book, office, node)
    return Forgotten(tuple(gone), tuple(kept), messages, await book.run(forget_records, office, node.clock()))


async def _sweep_course_mail(book: Book, office: Office, node: Node) -> int:
    """Look beside the writers, as that takes long; what is to go is looked at once more where it is erased."""
    gone, after = 0, 0
    while True:
        found = await book.read(course_mail, office, after, node.clock())
        gone += await book.run(forget_course_mail, office, found, node.clock()) if found.due else 0
        if found.after is None:
            return gone
        after = found.after
