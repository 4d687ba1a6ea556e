"""The register of the people an organisation knows: imported from a file, whole or not at all."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from cases.errors import BadInput
from cases.learner import Learner
from cases.policy import Policy
from service.learner_file import read_rows
from service.learner_rows import SHOWN, Register
from service.settings import Settings, load_settings
from storage import enrolling, learners
from storage.book import Book
from storage.enrolling import AT_ONCE
from storage.learners import Changes, Held
from storage.page import Page
from storage.policies import SHIPPED, read_policies

T = TypeVar("T")

BREATH = 0.1
"""Seconds between two transactions: one that waits for SQLite stands in no line, and looks again ten times a second."""


@dataclass(frozen=True)
class Importing:
    """What is imported, and how: with `replace` whoever is not in the file goes; with `dry_run` nothing is changed."""

    organisation: str
    file: Path
    replace: bool = False
    dry_run: bool = False


def import_register(importing: Importing, config: Path | None) -> Changes:
    """Bring the register up to date; the same file again changes nothing.

    Raises BadInput that names every mistake with its line, and then nothing was changed.
    """
    settings = load_settings(config)
    policy = _policy(settings, importing.organisation)
    register = Register()
    register.take(read_rows(importing.file), policy)
    if register.mistakes:
        raise BadInput("\n".join(_told(importing.file, register.mistakes)))
    people, now = register.learners, datetime.now(UTC)
    if importing.dry_run:
        return _read(settings, lambda page: learners.changes(page, policy.id, people))
    return asyncio.run(_enrolled(settings, importing, people, now))


def status(organisation: str | None, config: Path | None) -> dict[str, Held]:
    """Give how many people each organisation's register holds, or one organisation's."""
    settings = load_settings(config)
    wanted = (_policy(settings, organisation).id,) if organisation else tuple(_policies(settings))
    return _read(settings, lambda page: {id_: learners.status(page, id_) for id_ in wanted})


async def _enrolled(settings: Settings, importing: Importing, people: Mapping[str, Learner], now: datetime) -> Changes:
    async with Book(settings.database) as book:
        return await enrol(book, importing, people, now)


async def enrol(book: Book, importing: Importing, people: Mapping[str, Learner], now: datetime) -> Changes:
    """Bring a register up to date in many small transactions; until the last one it is seen as it was.

    Raises AlreadyDone where another import of it begins meanwhile, and then it is the other that counts.
    """
    one = await book.run(enrolling.begin, importing.organisation, now)
    await _until_done(book, lambda page: enrolling.clear(page, one))
    found = await book.read(learners.changes, importing.organisation, people)
    await _in_portions(
        book,
        (*found.new, *found.changed),
        lambda page, some: enrolling.write(page, one, [people[reference] for reference in some], now),
    )
    if importing.replace:
        await _in_portions(book, found.gone, lambda page, some: enrolling.end(page, one, some))
    await book.run(enrolling.hold, one, now)
    await _until_done(book, lambda page: enrolling.tidy(page, one.organisation))
    return found


async def _in_portions(book: Book, every: Sequence[str], step: Callable[[Page, Sequence[str]], None]) -> None:
    for place in range(0, len(every), AT_ONCE):
        await asyncio.sleep(BREATH if place else 0)
        await book.run(step, every[place : place + AT_ONCE])


async def _until_done(book: Book, clears: Callable[[Page], bool]) -> None:
    more = True
    while more:
        more = await book.run(clears)
        await asyncio.sleep(BREATH if more else 0)


def _told(file: Path, mistakes: list[str]) -> list[str]:
    more = len(mistakes) - SHOWN
    told = [f"{file}: {mistake}" for mistake in mistakes[:SHOWN]]
    return [*told, *([f"{file}: and {more} mistakes more"] if more > 0 else []), f"{file}: nothing was imported"]


def _policies(settings: Settings) -> dict[str, Policy]:
    return dict(read_policies(settings.policies or SHIPPED))


def _policy(settings: Settings, organisation: str) -> Policy:
    policies = _policies(settings)
    if organisation not in policies:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(policies)}')
    return policies[organisation]


def _read(settings: Settings, look: Callable[[Page], T]) -> T:
    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.read(look)

    return asyncio.run(opened())
