"""Who may log in, as the database remembers it."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.errors import BadInput
from cases.staff import Staff
from storage import sessions, staff
from storage.book import Book

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def a_person(
    id_: int = 1, organisation: str = "mentorix", email: str = "bo@x.example", role: str = "management"
) -> Staff:
    return Staff(organisation, id_, email, f"Person {id_}", role)


async def test_a_person_is_found_by_address_whatever_its_capitals(book: Book) -> None:
    await book.run(staff.add, a_person(email=" Bo@X.example"), "hash", NOW)
    (account,) = await book.read(staff.by_email, "BO@x.EXAMPLE ", NOW)
    assert account.staff == a_person()
    assert (account.password_hash, account.created_at) == ("hash", NOW)


async def test_one_address_may_belong_to_staff_of_several_organisations(book: Book) -> None:
    people = [a_person(1, "metier"), a_person(2, "mentorix")]
    for person in people:
        await book.run(staff.add, person, "hash", NOW)
    assert [one.staff.organisation for one in await book.read(staff.by_email, "bo@x.example", NOW)] == [
        "mentorix",
        "metier",
    ]


async def test_one_organisation_has_an_address_once(book: Book) -> None:
    await book.run(staff.add, a_person(1), "hash", NOW)
    with pytest.raises(BadInput, match="is already staff of mentorix"):
        await book.run(staff.add, a_person(2, email="BO@X.example"), "other", NOW)
    assert len(await book.read(staff.listed)) == 1


async def test_a_list_may_be_of_one_organisation_or_of_all(book: Book) -> None:
    for number, organisation in enumerate(("metier", "mentorix", "metier")):
        await book.run(staff.add, a_person(number, organisation, f"p{number}@x.example"), "hash", NOW)
    assert [one.staff.id for one in await book.read(staff.listed)] == [1, 0, 2]
    assert [one.staff.id for one in await book.read(staff.listed, "metier")] == [0, 2]


async def test_whoever_is_told_is_of_the_organisation_has_the_role_and_may_log_in(book: Book) -> None:
    for number, (organisation, role) in enumerate(
        (("mentorix", "management"), ("mentorix", "head_trainer"), ("metier", "management"), ("mentorix", "management"))
    ):
        await book.run(staff.add, a_person(number, organisation, f"p{number}@x.example", role), "hash", NOW)
    await book.run(staff.disable, "mentorix", "p3@x.example")
    told = await book.read(staff.of_roles, "mentorix", ("management", "managing_director"))
    assert [person.id for person in told] == [0]


async def test_a_disabled_person_opens_nothing_and_is_out_at_once(book: Book) -> None:
    await book.run(staff.add, a_person(), "hash", NOW)
    await book.run(sessions.begin, a_person(), "secret", NOW)
    await book.run(staff.disable, "mentorix", "Bo@x.example")
    assert await book.read(staff.by_email, "bo@x.example", NOW) == ()
    assert await book.read(sessions.find, "secret", NOW) is None
    assert [one.disabled for one in await book.read(staff.listed)] == [True]


async def test_a_new_password_lets_in_again_but_ends_open_sessions(book: Book) -> None:
    await book.run(staff.add, a_person(), "old", NOW)
    await book.run(sessions.begin, a_person(), "secret", NOW)
    await book.run(staff.disable, "mentorix", "bo@x.example")
    await book.run(staff.reset, "mentorix", "bo@x.example", "new")
    (account,) = await book.read(staff.by_email, "bo@x.example", NOW)
    assert (account.password_hash, account.disabled) == ("new", False)
    assert await book.read(sessions.find, "secret", NOW) is None


async def test_the_same_person_elsewhere_is_not_touched(book: Book) -> None:
    await book.run(staff.add, a_person(1, "mentorix"), "hash", NOW)
    await book.run(staff.add, a_person(2, "metier"), "hash", NOW)
    await book.run(sessions.begin, a_person(2, "metier"), "secret", NOW)
    await book.run(staff.disable, "mentorix", "bo@x.example")
    assert [one.staff.organisation for one in await book.read(staff.by_email, "bo@x.example", NOW)] == ["metier"]
    assert await book.read(sessions.find, "secret", NOW)


@pytest.mark.parametrize("organisation", ["mentorix", "metier"])
async def test_nobody_is_changed_who_is_not_there(book: Book, organisation: str) -> None:
    await book.run(staff.add, a_person(organisation="alottbetter"), "hash", NOW)
    with pytest.raises(BadInput, match=f"bo@x.example is not staff of {organisation}"):
        await book.run(staff.disable, organisation, "bo@x.example")
    with pytest.raises(BadInput, match="svarfrist staff list"):
        await book.run(staff.reset, organisation, "bo@x.example", "new")


async def test_names_are_kept_of_those_who_left(book: Book) -> None:
    await book.run(staff.add, a_person(1), "hash", NOW)
    await book.run(staff.add, a_person(2, "metier"), "hash", NOW)
    await book.run(staff.disable, "mentorix", "bo@x.example")
    assert await book.read(staff.names, "mentorix") == {1: "Person 1"}


async def test_p_mx_15_whose_time_is_over_opens_nothing_and_is_out_at_once(book: Book) -> None:
    until = NOW + timedelta(days=3)
    eva = Staff("mentorix", 7100045, "eva@x.example", "Eva", "external_assessor")
    await book.run(staff.add, eva, "hash", NOW, until)
    await book.run(sessions.begin, eva, "secret", NOW)
    assert (await book.read(staff.by_email, "eva@x.example", until - timedelta(seconds=1)))[0].until == until
    assert await book.read(staff.by_email, "eva@x.example", until) == ()
    assert await book.run(staff.end_time, until - timedelta(seconds=1)) == 0
    assert await book.run(staff.end_time, until) == 1
    assert await book.read(sessions.find, "secret", NOW) is None
    await book.run(staff.let_in, eva, until + timedelta(days=1))
    assert await book.read(staff.by_email, "eva@x.example", until)
