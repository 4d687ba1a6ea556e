"""The register of the people an organisation knows: imported from a file, whole or not at all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from cases.errors import BadInput
from cases.policy import Policy
from service.learner_file import read_rows
from service.learner_rows import SHOWN, Register
from service.settings import Settings, load_settings
from storage import learners
from storage.book import Book
from storage.learners import Changes, Held
from storage.page import Page
from storage.policies import SHIPPED, read_policies

T = TypeVar("T")


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
    write = learners.replace_all if importing.replace else learners.upsert
    return _write(settings, lambda page: write(page, policy.id, people, now))


def status(organisation: str | None, config: Path | None) -> dict[str, Held]:
    """Give how many people each organisation's register holds, or one organisation's."""
    settings = load_settings(config)
    wanted = (_policy(settings, organisation).id,) if organisation else tuple(_policies(settings))
    return _read(settings, lambda page: {id_: learners.status(page, id_) for id_ in wanted})


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


def _write(settings: Settings, use_case: Callable[[Page], T]) -> T:
    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.run(use_case)

    return asyncio.run(opened())


def _read(settings: Settings, look: Callable[[Page], T]) -> T:
    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.read(look)

    return asyncio.run(opened())
