"""How people saw the drafts of a case last, and which cases wait for a second approval."""

from dataclasses import replace
from datetime import timedelta

from storage import outbox, seen_drafts, striking, views
from storage.book import Book
from storage.reach import Reach
from storage.seen_drafts import Look, Seen
from tests.builders import AT
from tests.storage.written import write_case, write_reply


async def a_draft(book: Book, case: int = 1) -> Seen:
    """Write a case with a draft; give how somebody approved it as it is."""
    await book.run(write_case, id=case, thread=case, number=f"MX-26-00000{case}")
    letter = await book.run(write_reply, case=case, thread=case, released=False)
    entry = await book.read(outbox.find, "mentorix", letter)
    assert entry
    return Seen("mentorix", case, letter, 7, Look.APPROVED, entry.version, "Svar", "Kære Anna", AT)


async def of_case(book: Book, case: int = 1) -> tuple[Seen, ...]:
    return await book.read(seen_drafts.of_case, "mentorix", case)


async def test_of_each_person_the_last_look_is_kept(book: Book) -> None:
    seen = await a_draft(book)
    later = replace(seen, look=Look.RETURNED, body="Kære Anna Holm", at=AT + timedelta(hours=1))
    other = replace(seen, staff=8, at=AT + timedelta(minutes=1))
    for one in (seen, other, later):
        await book.run(seen_drafts.keep, one)
    assert await of_case(book) == (other, later)
    assert await book.read(seen_drafts.of_case, "metier", 1) == ()


async def test_one_is_forgotten_or_all_of_a_letter(book: Book) -> None:
    seen = await a_draft(book)
    other = replace(seen, staff=8)
    for one in (seen, other):
        await book.run(seen_drafts.keep, one)
    await book.run(seen_drafts.forget, "mentorix", (1, seen.letter), 7)
    assert await of_case(book) == (other,)
    await book.run(seen_drafts.forget, "mentorix", (1, seen.letter))
    assert await of_case(book) == ()


async def test_a_case_waits_for_a_second_approval_while_its_draft_stands_as_it_was_approved(book: Book) -> None:
    seen = await a_draft(book)
    returned = replace(await a_draft(book, 2), look=Look.RETURNED)
    for one in (seen, returned):
        await book.run(seen_drafts.keep, one)
    assert await book.read(seen_drafts.half_approved, "mentorix", (1, 2)) == {1}
    assert await book.read(seen_drafts.half_approved, "mentorix", ()) == frozenset()
    lines, _ = await book.read(views.walk, Reach("mentorix", ("administration",)), None, 9)
    assert {line.id: line.second for line in lines} == {1: True, 2: False}
    await book.run(outbox.edit, "mentorix", seen.letter, body="Kære Anna!")
    assert await book.read(seen_drafts.half_approved, "mentorix", (1, 2)) == frozenset()


async def test_what_is_struck_out_of_the_letters_is_struck_out_here(book: Book) -> None:
    seen = replace(await a_draft(book), body="Kære Anna, dit nummer 010101-1234")
    await book.run(seen_drafts.keep, seen)
    await book.run(striking.letters, "mentorix", 1, lambda _case: lambda text: text.replace("010101-1234", "•"))
    (struck,) = await of_case(book)
    assert struck.body == "Kære Anna, dit nummer •"
