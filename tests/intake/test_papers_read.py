"""What becomes of a case once its files were read: what is met, what is missing after all, what is sensitive."""

import asyncio
import threading
from dataclasses import replace

import pytest
from sqlalchemy import text

from cases.case import Case, Status
from cases.files import CLEAN, UNCHECKED
from cases.kind import Flag, Kind
from cases.message import Address, Attachment
from cases.office import Office
from cases.reading import Document, DocumentKind, Reading, Sensitive
from intake.correct import correct
from intake.join import Joining, join
from intake.looked import Looked, looked
from intake.papers_read import PapersRead, Seen, papers_read, to_read, with_papers
from intake.recast import Correction
from intake.receive import Received
from storage import casebook, looks, messages, threads
from storage.book import Book
from storage.looks import PAPERS, VIRUS
from storage.messages import Told
from storage.page import Page
from tests.builders import a_reading
from tests.intake.correcting import Correcting
from tests.intake.scene import FILED, PORTAL, Scene
from tests.smtp import until

PDF = Attachment(2, "scan.pdf", "application/pdf", 90_000, "aa")
PHOTO = Attachment(3, "image001.png", "image/png", 12_000, "bb", inline=True)
FILM = Attachment(2, "film.mov", "video/quicktime", 90_000, "cc")
IDENTITY = Sensitive("identity_copy", "identity_copy")
WITH_PDF = a_reading(documents=(Document(2),))
BARE = a_reading()


@pytest.fixture
def scene(book: Book, mentorix: Office) -> Scene:
    """Give Mentorix without a virus scanner."""
    return Scene(book, mentorix)


def of(part: int, kind: DocumentKind, *sensitive: Sensitive, sure: float = 0.9) -> Seen:
    return Seen(Document(part, kind, sure, ("…",), read=True), sensitive)


async def read(scene: Scene, received: Received, *seen: Seen) -> None:
    """Let the files of a message have been read."""
    found = PapersRead(received.message, {one.document.part: one for one in seen})
    await scene.book.run(papers_read, found, scene.office, scene.now)


async def waits(scene: Scene, look: str = PAPERS) -> bool:
    return await scene.book.read(looks.oldest, look) is not None


async def told(scene: Scene, received: Received) -> Told:
    found = await scene.book.read(messages.find, scene.office.policy.id, received.message)
    assert found
    return found


async def verbs(scene: Scene, case: Case) -> list[str]:
    return [event.verb for event in await scene.events(case)]


async def confirmations(scene: Scene, case: Case) -> list[bool]:
    """Give, for each letter that says that all is there, whether it left by itself."""
    letters = await scene.letters(case)
    return [one.outgoing.released for one in letters if one.outgoing.reply == "deadline_reply"]


async def test_files_that_may_have_words_wait_to_be_read(scene: Scene) -> None:
    await scene.hear(WITH_PDF, attachments=(PDF,))
    assert await waits(scene)


@pytest.mark.parametrize("files", [(), (FILM,)], ids=["none", "a film"])
async def test_a_letter_without_such_files_does_not_wait(scene: Scene, files: tuple[Attachment, ...]) -> None:
    await scene.hear(BARE, attachments=files)
    assert not await waits(scene)


async def test_files_of_filed_mail_are_not_read(scene: Scene) -> None:
    await scene.hear(WITH_PDF, judgement=FILED, attachments=(PDF,))
    assert not await waits(scene)


async def test_where_there_is_a_scanner_it_looks_first_and_only_what_it_passed_is_read(
    book: Book, mentorix: Office
) -> None:
    scene = Scene(book, replace(mentorix, scans=True))
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    assert await waits(scene, VIRUS)
    assert not await waits(scene)
    await book.run(looked, Looked(received.message, CLEAN, {2: CLEAN}), scene.office, scene.now)
    assert await waits(scene)


@pytest.mark.parametrize("verdict", ["Eicar", UNCHECKED])
async def test_what_the_scanner_did_not_pass_is_never_read(book: Book, mentorix: Office, verdict: str) -> None:
    scene = Scene(book, replace(mentorix, scans=True))
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    await book.run(looked, Looked(received.message, verdict, {2: verdict}), scene.office, scene.now)
    assert not await waits(scene)
    assert to_read([replace(PDF, verdict=verdict)], scanned=True) == ()


async def test_what_a_file_is_stands_with_its_message(scene: Scene) -> None:
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    seen = of(2, DocumentKind.INVOICE)
    await read(scene, received, seen)
    assert (await told(scene, received)).reading.documents == (seen.document,)
    assert not await waits(scene)


async def test_twice_has_no_effect(scene: Scene) -> None:
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    await read(scene, received, of(2, DocumentKind.IDENTITY_COPY))
    (case,) = received.opened
    before = (await told(scene, received), await scene.events(case), await scene.letters(case))
    await read(scene, received, of(2, DocumentKind.INVOICE))
    assert (await told(scene, received), await scene.events(case), await scene.letters(case)) == before


async def test_what_could_not_be_read_changes_nothing(scene: Scene) -> None:
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    (case,) = received.opened
    before = (await told(scene, received), await scene.events(case), await scene.letters(case))
    await read(scene, received)
    assert (await told(scene, received), await scene.events(case), await scene.letters(case)) == before
    assert not await waits(scene)


async def test_a_passport_alone_is_no_paper_of_a_complaint(scene: Scene) -> None:
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    (case,) = received.opened
    assert "documents" in case.met
    await read(scene, received, of(2, DocumentKind.IDENTITY_COPY))
    now = await scene.case(case)
    assert ("documents" in now.missing, "documents" in now.met) == (True, False)
    assert IDENTITY in (await told(scene, received)).reading.sensitive
    assert (await verbs(scene, case))[-1] == "papers_read"
    assert await confirmations(scene, case) == []


async def test_a_passport_beside_a_paper_takes_nothing_away(scene: Scene) -> None:
    reading = a_reading(documents=(Document(2), Document(4)))
    received = await scene.hear(reading, attachments=(PDF, replace(PDF, part=4, digest="dd")))
    await read(scene, received, of(2, DocumentKind.IDENTITY_COPY), of(4, DocumentKind.INVOICE))
    (case,) = received.opened
    assert "documents" in (await scene.case(case)).met


async def test_a_picture_in_the_text_that_is_a_paper_is_met_and_the_person_hears_so_once(scene: Scene) -> None:
    received = await scene.hear(BARE, attachments=(PHOTO,))
    (case,) = received.opened
    assert case.missing == ("documents",)
    await read(scene, received, of(3, DocumentKind.EXAM_RESULT))
    now = await scene.case(case)
    assert (now.missing, "documents" in now.met) == ((), True)
    assert (await verbs(scene, case))[-2:] == ["papers_read", "met"]
    assert await confirmations(scene, case) == [True]


async def test_a_picture_in_the_text_that_shows_nothing_is_a_logo(scene: Scene) -> None:
    received = await scene.hear(BARE, attachments=(PHOTO,))
    await read(scene, received, of(3, DocumentKind.OTHER, sure=0.8))
    (case,) = received.opened
    assert (await scene.case(case)).missing == ("documents",)
    assert (await told(scene, received)).reading.documents == ()


async def test_a_machine_hears_nothing_of_what_was_read(scene: Scene) -> None:
    received = await scene.hear(BARE, judgement=PORTAL, attachments=(PHOTO,))
    await read(scene, received, of(3, DocumentKind.INVOICE))
    (case,) = received.opened
    assert await confirmations(scene, case) == []
    assert (await told(scene, received)).reading.documents


async def test_where_a_person_has_to_look_first_the_letter_waits(scene: Scene) -> None:
    received = await scene.hear(BARE, attachments=(PHOTO,), to=())
    (case,) = received.opened
    await read(scene, received, of(3, DocumentKind.INVOICE))
    assert await confirmations(scene, case) == [False]


async def test_a_consent_that_was_read_is_the_authority_that_was_asked_for(scene: Scene) -> None:
    reading = a_reading(Kind.ACCESS, documents=(Document(2),), flags=frozenset({Flag.ON_BEHALF}))
    received = await scene.hear(reading, attachments=(PDF,))
    (case,) = received.opened
    assert "authority" in case.missing
    await read(scene, received, of(2, DocumentKind.WRITTEN_CONSENT))
    assert "authority" not in (await scene.case(case)).missing


async def test_a_case_that_is_over_stays_as_it_is(scene: Scene) -> None:
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    (case,) = received.opened
    closed = replace(await scene.case(case), status=Status.CLOSED)
    await scene.book.run(_save, closed)
    await read(scene, received, of(2, DocumentKind.IDENTITY_COPY))
    assert await scene.case(case) == closed
    assert IDENTITY in (await told(scene, received)).reading.sensitive


def _save(page: Page, case: Case) -> None:
    casebook.save(page, case, ())


def test_a_medical_certificate_and_the_numbers_in_it_are_sensitive() -> None:
    number = Sensitive("cpr", "••••••-••••")
    reading = with_papers(WITH_PDF, {2: of(2, DocumentKind.MEDICAL_CERTIFICATE, number, number)})
    assert reading.sensitive == (number, Sensitive("health", "health"))


def test_documents_stay_in_the_order_of_their_parts() -> None:
    reading: Reading = with_papers(a_reading(documents=(Document(5),)), {3: of(3, DocumentKind.INVOICE)})
    assert [one.part for one in reading.documents] == [3, 5]


async def goes_on(scene: Scene, case: Case, reading: Reading, *files: Attachment, sender: Address) -> Received:
    """Let a further message come into a case's conversation."""
    thread = await scene.book.read(threads.by_id, case.organisation, case.thread)
    assert thread
    return await scene.hear(reading, tokens=(thread.token,), attachments=files, sender=sender)


ANNA = Address("Anna Holm", "anna@example.org")
NEW = Address("Anna Holm", "anna@new.example")


async def test_a_paper_that_a_person_vouched_for_is_not_asked_for_again(scene: Scene) -> None:
    desk = await Correcting.by(scene)
    case = await scene.opened()
    theirs = await scene.opened(WITH_PDF, sender=NEW, attachments=(PDF,))
    await scene.book.run(join, Joining("mentorix", theirs.id, case.number), desk.bo, scene.office, scene.now)
    received = await goes_on(scene, case, BARE, PHOTO, sender=ANNA)
    await read(scene, received, of(3, DocumentKind.IDENTITY_COPY))
    now = await scene.case(case)
    assert ("documents" in now.met, now.missing) == (True, ())


async def test_a_paper_that_came_from_an_earlier_address_stays_met(scene: Scene) -> None:
    desk = await Correcting.by(scene)
    case = await desk.misread(Kind.COMPLAINT)
    await goes_on(scene, case, WITH_PDF, PDF, sender=ANNA)
    await desk.correct(await scene.case(case), fields={"email": (ANNA.address, NEW.address)})
    received = await goes_on(scene, case, BARE, PHOTO, sender=NEW)
    await read(scene, received, of(3, DocumentKind.IDENTITY_COPY))
    assert "documents" in (await scene.case(case)).met


async def test_a_paper_of_somebody_else_is_not_the_persons(scene: Scene) -> None:
    case = await scene.opened()
    received = await goes_on(scene, case, BARE, PHOTO, sender=Address("Carl", "carl@example.net"))
    await read(scene, received, of(3, DocumentKind.INVOICE))
    assert (await scene.case(case)).missing == ("documents",)


async def test_an_address_that_staff_have_corrected_is_not_written_to_unseen(scene: Scene) -> None:
    desk = await Correcting.by(scene)
    received = await scene.hear(BARE, attachments=(PHOTO,))
    (case,) = received.opened
    await desk.take(case)
    await desk.correct(await scene.case(case), fields={"email": (ANNA.address, NEW.address)})
    await read(scene, received, of(3, DocumentKind.INVOICE))
    assert (await scene.case(case)).missing == ()
    assert await confirmations(scene, case) == [False]


async def test_a_letter_that_completed_a_case_can_complete_it_again_by_its_papers(scene: Scene) -> None:
    desk = await Correcting.by(scene)
    case = await desk.misread(Kind.COMPLAINT)
    received = await goes_on(scene, case, a_reading(says_no_documents=True), PHOTO, sender=ANNA)
    assert await confirmations(scene, case) == [True]
    await scene.book.run(_lack_documents, await scene.case(case))
    await scene.book.run(_says_nothing_of_documents, received.message)
    await read(scene, received, of(3, DocumentKind.INVOICE))
    assert await confirmations(scene, case) == [True, True]


def _lack_documents(page: Page, case: Case) -> None:
    casebook.save(page, replace(case, met=case.met - {"documents"}, missing=("documents",)))


def _says_nothing_of_documents(page: Page, message: int) -> None:
    found = messages.find(page, "mentorix", message)
    assert found
    messages.reread(page, "mentorix", message, replace(found.reading, says_no_documents=False))


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_what_is_corrected_while_papers_are_written_down_is_not_written_over(scene: Scene) -> None:
    desk = await Correcting.by(scene)
    received = await scene.hear(WITH_PDF, attachments=(PDF,))
    (case,) = received.opened
    await desk.take(case)
    what = Correction("mentorix", case.id, received.message, fields={"course": ("", "PRINCE2")})
    corrected, both_at_work = threading.Event(), threading.Event()

    def slowly(page: Page) -> None:
        correct(page, what, desk.bo, scene.office, scene.now)
        corrected.set()
        both_at_work.wait(20)

    correcting = asyncio.create_task(scene.book.run(slowly))
    await asyncio.to_thread(corrected.wait, 20)
    reading = asyncio.create_task(read(scene, received, of(2, DocumentKind.INVOICE)))
    await until(lambda: scene.book.read(_somebody_waits), "that the papers wait for the case")
    both_at_work.set()
    await asyncio.gather(correcting, reading)
    now = (await told(scene, received)).reading
    assert (now.fields["course"], now.documents[0].kind) == ("PRINCE2", DocumentKind.INVOICE)


def _somebody_waits(page: Page) -> bool:
    return page.one(text("select 1 from pg_locks where not granted")) is not None
