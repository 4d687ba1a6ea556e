"""Erasing from the command line: what was asked for, and what is said of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cases.errors import BadInput
from cases.office import Office
from cases.staff import Staff
from intake.forget import WHY, Forgetting, forget_now
from intake.forget_chats import old_lines
from intake.forget_course_mail import all_course_mail
from intake.forget_rest import old_mail, old_records
from intake.retain import Due, one_case, planned
from service.commands.printing import counted
from service.forgetting import Forgotten, clear_vault, sweep_old
from service.offices import of_number, read_offices
from service.settings import Settings, load_settings
from storage import staff
from storage.book import Book
from storage.claims import Node, new_node
from storage.page import Page
from storage.vault import Vault


@dataclass(frozen=True)
class Asked:
    """What was typed; "" where it was not."""

    number: str
    organisation: str
    reason: str
    by: str
    dry_run: bool


@dataclass(frozen=True)
class Said:
    """What went or would go, to be told."""

    gone: Forgotten
    dry_run: bool
    number: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "dry_run": self.dry_run,
            "erased": [_plain(one) for one in self.gone.cases],
            "kept": [_plain(one) for one in self.gone.kept],
            "messages": self.gone.messages,
            "records": self.gone.records,
        }

    def as_text(self) -> str:
        """Give it for a person, a line for each case."""
        would = "would be " if self.dry_run else ""
        if self.number and not self.dry_run:
            return f"{self.number} is erased, with {counted(self.gone.messages, 'message')}"
        lines = [f"{one.number}  {would}erased  {_why(one)}" for one in self.gone.cases]
        lines += [
            f"{one.number}  kept  {_why(one)}; {'; '.join(WHY[why] for why in one.keeps)}" for one in self.gone.kept
        ]
        cases = f"{counted(len(self.gone.cases), 'case')} {would}erased, {len(self.gone.kept)} kept all the same"
        mail = f"{counted(self.gone.messages, 'message')} that became no case"
        records = f"{counted(self.gone.records, 'record')} of the register"
        return "\n".join([*lines, f"{cases}; {mail} and {records} {would}erased"])


def done(asked: Asked, config: Path | None) -> Said:
    """Do what was asked for, or say what it would do; raise an error of ours that says what is wrong."""
    settings = load_settings(config)
    offices = _chosen(read_offices(settings), asked)
    return asyncio.run(_done(asked, settings, offices))


async def _done(asked: Asked, settings: Settings, offices: Mapping[str, Office]) -> Said:
    node = Node(new_node(), lambda: datetime.now(UTC))
    async with Book(settings.database) as book:
        if asked.dry_run:
            return Said(await book.read(_would_go, asked, offices, node.clock()), dry_run=True, number=asked.number)
        vault = Vault(settings.vault)
        if not asked.number:
            return Said(await sweep_old(book, vault, offices, node), dry_run=False)
        messages = await book.run(_one, asked, offices, node.clock())
        await clear_vault(book, vault, offices)
        return Said(Forgotten(messages=messages), dry_run=False, number=asked.number)


def _chosen(offices: Mapping[str, Office], asked: Asked) -> Mapping[str, Office]:
    """Give the organisations that are meant: the one named, the one of the number's letters, or all."""
    if asked.number:
        office = of_number(offices, asked.number)
        return {office.policy.id: office}
    if asked.organisation and asked.organisation not in offices:
        raise BadInput(f'there is no organisation "{asked.organisation}"; expected one of {", ".join(offices)}')
    return {id_: office for id_, office in offices.items() if asked.organisation in ("", id_)}


def _one(page: Page, asked: Asked, offices: Mapping[str, Office], now: datetime) -> int:
    (office,) = offices.values()
    wanted = Forgetting(office.policy.id, asked.number, asked.reason)
    return forget_now(page, wanted, _person(page, office, asked.by), office, now)


def _person(page: Page, office: Office, address: str) -> Staff:
    person = staff.by_address(page, office.policy.id, address)
    if person is None:
        raise BadInput(f"--by {address}: nobody logs in at {office.policy.name} with this address")
    return person


def _would_go(page: Page, asked: Asked, offices: Mapping[str, Office], now: datetime) -> Forgotten:
    """Look at what would go. A number asks of that case alone, whether its time is over or not."""
    if asked.number:
        return _would_one(page, asked, offices)
    found = [one for office in offices.values() for one in planned(page, office, now)]
    return Forgotten(
        cases=tuple(one for one in found if not one.keeps),
        kept=tuple(one for one in found if one.keeps),
        messages=sum(
            len(old_mail(page, office, now) | all_course_mail(page, office, now)) + old_lines(page, office, now)
            for office in offices.values()
        ),
        records=sum(len(old_records(page, office, now)) for office in offices.values()),
    )


def _would_one(page: Page, asked: Asked, offices: Mapping[str, Office]) -> Forgotten:
    (office,) = offices.values()
    found = one_case(page, office, asked.number)
    if found is None:
        raise BadInput(f"{office.policy.name} has no case {asked.number}")
    return Forgotten(kept=(found,)) if found.keeps else Forgotten(cases=(found,))


def _why(one: Due) -> str:
    return f"{one.rule}, until {one.last_day}" if one.last_day else "not over yet"


def _plain(one: Due) -> dict[str, Any]:
    return {
        "organisation": one.organisation,
        "number": one.number,
        "rule": one.rule,
        "last_day": one.last_day.isoformat() if one.last_day else None,
        "kept_by": list(one.keeps),
    }
