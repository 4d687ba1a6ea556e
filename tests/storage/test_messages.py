"""Messages: kept with what was understood of them, each once, and found by what answers them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cases.kind import Flag, Kind
from cases.message import Address, Attachment, Judgement, Verdict
from cases.reading import Document, FoundKind, Reading, Sensitive
from storage import messages, threads
from storage.book import Book
from storage.messages import Kept, reading_of_json, reading_to_json
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import MESSAGE
from storage.threads import Thread
from tests.builders import AT, a_message, a_reading
from tests.storage.written import write_case, write_reply

ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)
FILE = Attachment(2, "../../æ\u202e.pdf", "application/pdf", 1234, "d" * 64)


def keep(page: Page, /, id_: int = 1, thread: int | None = 1, **changed: Any) -> None:  # noqa: ANN401 - fields of the message
    reading = a_reading(text="Jeg vil klage.")
    messages.keep(page, "mentorix", Kept(id_, thread, 17), a_message(**changed), (ADMITTED, reading))


async def test_a_message_comes_back_with_its_judgement_reading_and_files(book: Book) -> None:
    await book.run(keep, attachments=(FILE, replace(FILE, part=1, inline=True)))
    (told,) = await book.read(messages.of_thread, "mentorix", 1)
    assert (told.sender_name, told.sender_address, told.at) == ("Anna Holm", "anna@example.org", AT)
    assert told.judgement == ADMITTED
    assert told.reading == a_reading(text="Jeg vil klage.")
    assert (told.text, told.whole) == ("Jeg vil klage.", a_message().text)
    assert [file.part for file in told.attachments] == [1, 2]
    assert told.attachments[1] == FILE
    assert await book.read(messages.arrival_of, "mentorix", 1) == 17


async def test_where_nothing_was_cut_off_the_text_is_kept_once(book: Book) -> None:
    def stored_whole(page: Page) -> object:
        row = page.one(select(MESSAGE.c.whole))
        assert row
        return row.whole

    await book.run(keep, text="Jeg vil klage.")
    assert await book.read(stored_whole) is None
    (told,) = await book.read(messages.of_thread, "mentorix", 1)
    assert told.whole == "Jeg vil klage."


async def test_a_repeat_is_counted_and_tied_to_the_first(book: Book) -> None:
    await book.run(keep)
    assert [await book.run(messages.repeat_of, "mentorix", "f1") for _ in range(2)] == [1, 1]
    (told,) = await book.read(messages.of_thread, "mentorix", 1)
    assert told.repeats == 2
    assert await book.run(messages.repeat_of, "mentorix", "f2") is None
    assert await book.run(messages.repeat_of, "mentor", "f1") is None


async def test_a_conversation_is_told_in_the_order_in_which_it_came(book: Book) -> None:
    await book.run(keep, 1, received_at=AT + timedelta(hours=1))
    await book.run(keep, 2, received_at=AT, fingerprint="f2")
    await book.run(keep, 3, 9, fingerprint="f3")
    await book.run(keep, 4, None, fingerprint="f4")
    assert [told.id for told in await book.read(messages.of_thread, "mentorix", 1)] == [2, 1]
    assert await book.read(messages.of_thread, "mentor", 1) == ()


async def test_a_conversation_is_found_by_its_token_its_letters_and_its_cases(book: Book) -> None:
    def our_message_id(page: Page) -> str:
        write_case(page)
        id_ = write_reply(page)
        from_us = page.one(select(OUTBOX.c.message_id).where(OUTBOX.c.id == id_))
        assert from_us
        return str(from_us.message_id)

    ours = await book.run(our_message_id)
    await book.run(keep)
    expected = Thread(1, "tokenorix0000001", "anna@example.org")
    assert await book.read(threads.by_id, "mentorix", 1) == expected
    assert await book.read(threads.by_token, "mentorix", expected.token) == expected
    assert await book.read(threads.by_our_message, "mentorix", ("<x@y>", ours)) == expected
    assert await book.read(threads.by_number, "mentorix", "MX-26-481903") == expected
    for sender, found in (("anna@example.org", expected), ("bo@example.org", None)):
        assert await book.read(threads.by_their_message, "mentorix", ("<one@example.org>",), sender) == found


async def test_nothing_leads_into_another_organisations_conversation(book: Book) -> None:
    await book.run(write_case)
    await book.run(write_reply)
    await book.run(keep)
    assert await book.read(threads.by_token, "mentor", "tokenorix0000001") is None
    assert await book.read(threads.by_number, "mentor", "MX-26-481903") is None
    assert await book.read(threads.by_their_message, "mentor", ("<one@example.org>",), "anna@example.org") is None


async def test_no_reference_is_no_conversation(book: Book) -> None:
    await book.run(write_case)
    await book.run(keep, message_id=None)
    assert await book.read(threads.by_our_message, "mentorix", ()) is None
    assert await book.read(threads.by_their_message, "mentorix", (), "anna@example.org") is None


async def test_a_sender_without_name_or_address_is_kept_too(book: Book) -> None:
    await book.run(keep, sender=Address("", ""), message_id=None, subject="", text="")
    (told,) = await book.read(messages.of_thread, "mentorix", 1)
    assert (told.sender_name, told.sender_address, told.subject) == ("", "", "")


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
readings = st.builds(
    Reading,
    language=st.sampled_from(["da", "nl", "en", "de"]),
    kinds=st.lists(
        st.builds(FoundKind, st.sampled_from(list(Kind)), st.floats(0, 1), st.lists(words, max_size=3).map(tuple)),
        min_size=1,
        max_size=4,
    ).map(tuple),
    text=words,
    fields=st.dictionaries(words, words, max_size=4),
    flags=st.frozensets(st.sampled_from(list(Flag))),
    sensitive=st.lists(st.builds(Sensitive, words, words), max_size=3).map(tuple),
    documents=st.lists(st.builds(Document, st.integers(0, 500)), max_size=4).map(tuple),
    says_no_documents=st.booleans(),
    unsure=st.booleans(),
    language_known=st.booleans(),
    quoted_language=st.sampled_from(["da", "sv", None]),
)


@given(readings)
def test_every_reading_survives_being_written_down(reading: Reading) -> None:
    assert reading_of_json(reading_to_json(reading), reading.text, reading.language) == reading
