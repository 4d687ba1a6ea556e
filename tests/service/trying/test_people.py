"""Somebody has each role of each organisation, and one new password opens for all of them."""

from collections.abc import Mapping

import pytest

from cases.kind import Kind
from cases.office import Office
from cases.staff import queues_of, role_of
from desk.passwords import opens
from service.trying.people import People, employ
from storage import staff
from storage.book import Book
from tests.builders import AT


@pytest.fixture
async def people(book: Book, offices: Mapping[str, Office]) -> People:
    """Give everybody, entered in a book."""
    return await employ(book, offices, AT)


async def test_every_role_is_somebody_s(people: People, offices: Mapping[str, Office]) -> None:
    for id_, office in offices.items():
        assert [person.role for person in people.of(id_)] == [role.id for role in office.policy.roles]


async def test_everybody_can_log_in_with_the_password_that_is_printed(people: People, book: Book) -> None:
    accounts = await book.read(staff.listed)
    assert {account.staff.email for account in accounts} == {person.email for person in people.everybody}
    assert not any(account.disabled for account in accounts)
    (password_hash,) = {account.password_hash for account in accounts}
    assert password_hash.startswith("$argon2id$")
    assert await opens(people.password, password_hash)


async def test_addresses_are_invented_and_each_belongs_to_one_person(people: People) -> None:
    addresses = [person.email for person in people.everybody]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".example") for address in addresses)


async def test_the_desk_speaks_english_to_whoever_tries_it(people: People) -> None:
    assert {person.language for person in people.everybody} == {"en"}


async def test_whoever_approves_a_complaint_sees_it_and_may(people: People, offices: Mapping[str, Office]) -> None:
    for office in offices.values():
        queue = office.policy.rules(Kind.COMPLAINT).queue
        person = people.approver(office.policy, queue)
        assert queue in queues_of(person, office.policy)
        assert role_of(person, office.policy).approves


async def test_two_trials_have_different_passwords(book: Book, offices: Mapping[str, Office]) -> None:
    one = {"mentorix": offices["mentorix"]}
    other = {"metier": offices["metier"]}
    assert (await employ(book, one, AT)).password != (await employ(book, other, AT)).password
