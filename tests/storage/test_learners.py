"""The register: found by what people are known by, brought up to date, the same again changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

from cases.learner import Course, Learner
from storage import learners
from storage.book import Book
from tests import registers
from tests.builders import AT

ANNA = Learner(
    "1001",
    "Anna Holm",
    "anna@example.org",
    phone="72441234",
    username="annah",
    customer="Firma A/S",
    courses=(Course("PRINCE2", date(2026, 1, 12), date(2026, 1, 14)), Course("ITIL")),
)
BO = Learner("1002", "Bo Lund", "kontor@firma.example")
EA = Learner("1003", "Ea Ørsted", "kontor@firma.example", username="1001")


def register(*people: Learner) -> dict[str, Learner]:
    return {one.reference: one for one in people}


async def imported(book: Book, *people: Learner) -> None:
    await book.run(registers.upsert, "mentorix", register(*people), AT)


async def test_somebody_is_found_by_address_reference_user_name_and_name(book: Book) -> None:
    await imported(book, ANNA, BO, EA)
    assert await book.read(learners.by_address, "mentorix", " Anna@Example.org") == (ANNA,)
    assert await book.read(learners.by_address, "mentorix", "kontor@firma.example") == (BO, EA)
    assert await book.read(learners.by_reference, "mentorix", "1002") == BO
    for written, found in (("annah", ANNA), ("anna  holm", ANNA), ("ANNA@example.org", ANNA), ("Ea Ørsted", EA)):
        assert await book.read(learners.find, "mentorix", written) == (found,)
    assert await book.read(learners.find, "mentorix", "1001") == (ANNA,), "a reference comes before a user name"
    for written in ("", "  ", "holm", "anna@example.or"):
        assert await book.read(learners.find, "mentorix", written) == ()


async def test_another_organisation_sees_none_of_them(book: Book) -> None:
    await imported(book, ANNA)
    assert await book.read(learners.find, "metier", "1001") == ()
    assert not await book.read(learners.has_any, "metier")
    assert await book.read(learners.has_any, "mentorix")


async def test_the_same_register_again_changes_nothing_but_when_it_came(book: Book) -> None:
    await imported(book, ANNA, BO)
    later = AT + timedelta(days=1)
    found = await book.run(registers.upsert, "mentorix", register(ANNA, BO), later)
    assert (found.new, found.changed, found.same, found.gone) == ((), (), ("1001", "1002"), ())
    held = await book.read(learners.status, "mentorix")
    assert (held.learners, held.imported_at) == (2, later)


async def test_what_changed_is_changed_and_who_is_missing_stays(book: Book) -> None:
    await imported(book, ANNA, BO)
    moved = replace(ANNA, address="anna@new.example", courses=())
    found = await book.run(registers.upsert, "mentorix", register(moved, EA), AT)
    assert (found.new, found.changed, found.same, found.gone) == (("1003",), ("1001",), (), ("1002",))
    assert await book.read(learners.by_reference, "mentorix", "1001") == moved
    assert await book.read(learners.by_address, "mentorix", "anna@example.org") == ()
    assert await book.read(learners.by_reference, "mentorix", "1002") == BO


async def test_a_register_that_replaces_lets_the_others_go_and_those_of_nobody_else(book: Book) -> None:
    await imported(book, ANNA, BO)
    await book.run(registers.upsert, "metier", register(BO), AT)
    await book.run(registers.replace_all, "mentorix", register(ANNA), AT)
    assert await book.read(learners.by_reference, "mentorix", "1002") is None
    assert await book.read(learners.by_reference, "metier", "1002") == BO


async def test_where_nothing_was_imported_there_is_no_register(book: Book) -> None:
    assert await book.read(learners.status, "mentorix") == learners.Held(0, None)
