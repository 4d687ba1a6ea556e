"""What is to be struck out is struck out once and for all, also where the power fails in the middle."""

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.errors import TryLater
from cases.message import Attachment, Channel, Envelope
from cases.office import Office
from cases.redaction import BY_HAND, IN_TEXT, Fate, Redaction, at
from intake.receive import Understood, receive
from intake.strike_job import job_of
from intake.struck import Struck, struck
from mail.strikes import Strikes
from storage import arrivals, looks, messages, redactions
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.ids import new_id
from storage.looks import STRIKE, Answer
from storage.outbox_table import OUTBOX
from storage.page import ORG, Page
from storage.tables import CASE
from storage.vault import Vault
from tests.builders import AT, a_message, a_reading
from tests.intake.scene import ADMITTED

TEXT = "Jeg klager over kurset. Jeg har en hemmelig sygdom, som ingen ved noget om."
WORDS = "hemmelig sygdom"
_CASE = select(CASE.c.id).where(CASE.c.organisation == ORG)


def a_raw() -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "Klage over kursus"
    letter.set_content(TEXT)
    return bytes(letter)


def hear(page: Page, office: Office, raw: bytes, now: datetime) -> int:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",))
    (arrival,) = arrivals.keep(page, ("mentorix",), Channel.MAIL, envelope, (raw, now))
    files = (Attachment(1, "a.txt", "text/plain", 3, "d"),)
    said = a_message(text=TEXT, attachments=files)
    return receive(page, Understood(arrival, said, ADMITTED, a_reading(text=TEXT)), office, now).message


def order(page: Page, message: int, now: datetime) -> None:
    told = messages.find(page, "mentorix", message)
    assert told
    case = page.one(_CASE, org="mentorix")
    assert case
    first = told.whole.index(WORDS)
    place = at(IN_TEXT, first, first + len(WORDS))
    marked = Redaction(new_id(now), case.id, message, BY_HAND, place, now, Fate.STRIKE_OUT, 7, now)
    redactions.add(page, "mentorix", (marked,))
    looks.put(page, "mentorix", message, STRIKE, (Answer(), now))


@pytest.fixture
def office(offices: dict[str, Office]) -> Office:
    return offices["mentorix"]


async def copies(book: Book, message: int) -> tuple[Arrival, ...]:
    return await book.read(arrivals.of_message, "mentorix", message)


async def test_a_vault_that_is_away_makes_it_wait_and_nothing_is_half_gone(
    book: Book, office: Office, tmp_path: Path
) -> None:
    message = await book.run(hear, office, a_raw(), AT)
    (arrival,) = await copies(book, message)
    await book.run(arrivals.move_to_vault, "mentorix", arrival.id, "mentorix/gone.eml")
    await book.run(order, message, AT)
    strikes = Strikes(book, Vault(str(tmp_path)), {"mentorix": office}, Node("n", lambda: AT))
    (look,) = await book.run(looks.claim, STRIKE, ("mentorix",), ("n", AT), 2)
    await strikes.take(look)
    told = await book.read(messages.find, "mentorix", message)
    assert told
    assert WORDS in told.text
    assert await book.read(looks.oldest, STRIKE) == AT


async def test_the_power_fails_after_the_vault_was_written_and_all_is_done_again(
    book: Book, office: Office, tmp_path: Path
) -> None:
    vault, key = Vault(str(tmp_path)), "mentorix/letter.eml"
    message = await book.run(hear, office, a_raw(), AT)
    (arrival,) = await copies(book, message)
    vault.put(key, a_raw())
    await book.run(arrivals.move_to_vault, "mentorix", arrival.id, key)
    await book.run(order, message, AT)
    strikes = Strikes(book, vault, {"mentorix": office}, Node("n", lambda: AT))
    job = await book.read(job_of, office.policy, message)
    (look,) = await book.run(looks.claim, STRIKE, ("mentorix",), ("n", AT), 2)
    assert job
    await strikes._bytes(job, look)
    assert WORDS.encode() not in vault.get(key)
    await strikes.take(look)
    told = await book.read(messages.find, "mentorix", message)
    assert told
    assert WORDS not in f"{told.text}{told.whole}"
    assert WORDS.encode() not in vault.get(key)
    assert await book.read(looks.oldest, STRIKE) is None


async def test_a_copy_that_comes_meanwhile_is_not_forgotten(book: Book, office: Office) -> None:
    message = await book.run(hear, office, a_raw(), AT)
    await book.run(order, message, AT)
    await book.run(hear, office, a_raw(), AT)
    job = await book.read(job_of, office.policy, message)
    assert job
    first = (await copies(book, message))[0].id
    with pytest.raises(TryLater, match="another copy"):
        await book.run(struck, Struck(message, job.ids, {first: b"struck"}), office, AT)
    assert await book.read(looks.oldest, STRIKE) == AT


async def test_struck_out_twice_is_told_once(book: Book, office: Office, tmp_path: Path) -> None:
    message = await book.run(hear, office, a_raw(), AT)
    await book.run(order, message, AT)
    strikes = Strikes(book, Vault(str(tmp_path)), {"mentorix": office}, Node("n", lambda: AT))
    (look,) = await book.run(looks.claim, STRIKE, ("mentorix",), ("n", AT), 2)
    await strikes.take(look)
    await strikes.take(look)
    (arrival,) = await copies(book, message)
    assert WORDS.encode() not in (arrival.raw or b"")
    told = await book.read(lambda page: page.all(select(OUTBOX.c.id).where(OUTBOX.c.reply == "struck_out")))
    assert len(told) == 1
