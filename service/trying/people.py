"""The people of the trial: one for each role of each organisation, all with the same new password."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.office import Office
from cases.organisation import StaffRole
from cases.policy import Policy
from cases.staff import Staff, role_of
from desk.passwords import hashed, new_password
from storage import staff
from storage.book import Book
from storage.ids import new_id


@dataclass(frozen=True)
class People:
    """Everybody who can log in, and the one password that opens for all of them."""

    everybody: tuple[Staff, ...]
    password: str

    def of(self, organisation: str) -> tuple[Staff, ...]:
        """Give the people of one organisation, in the order of its policy's roles."""
        return tuple(person for person in self.everybody if person.organisation == organisation)

    def approver(self, policy: Policy, queue: str) -> Staff:
        """Give somebody who may approve what a queue's cases are answered with."""
        roles = policy.queue(queue).roles
        return next(one for one in self.of(policy.id) if one.role in roles and role_of(one, policy).approves)


async def employ(book: Book, offices: Mapping[str, Office], now: datetime) -> People:
    """Enter everybody in the case book."""
    password = new_password()
    password_hash = await asyncio.to_thread(hashed, password)
    everybody = tuple(_person(office.policy, role, now) for office in offices.values() for role in office.policy.roles)
    for person in everybody:
        await book.run(staff.add, person, password_hash, now)
    return People(everybody, password)


def _person(policy: Policy, role: StaffRole, now: datetime) -> Staff:
    address = f"{role.id.replace('_', '-')}@{policy.id}.example"
    return Staff(policy.id, new_id(now), address, role.names["en"].capitalize(), role.id, language="en")
