"""Letters out of a mailbox: each is answered once, by the instant its server received it; older ones never are."""

from datetime import timedelta

import pytest

from tests.at_work import messages_kept
from tests.builders import AT
from tests.conftest import Opens
from tests.journeys.correspondence import answer_to
from tests.mailboxes import LONG_AGO, Inbox, arrived, comes_to, is_begun
from tests.smtp import PAPER, a_letter

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What has nothing to do with the database is tried with one."""

TAKEN = b"Taken"


def old_letter(number: int) -> bytes:
    """Give a letter of somebody who wrote long ago."""
    return a_letter(f"Jeg klager over kursus {number}.", sender=f"Ole {number} <ole{number}@example.org>")


async def test_a_letter_is_answered_with_the_instant_at_which_its_server_received_it(
    service: Opens, inbox: Inbox
) -> None:
    received = AT - timedelta(hours=5)
    async with service(organisation=inbox.of_mentorix()) as running:
        await is_begun(running.service.book)
        inbox.put(a_letter(files=[PAPER], Message_ID="<one@example.org>"), at=received)
        (answer,) = await running.catcher.wait_for(1)
        await running.quiet()
        (case,) = await running.cases()
        assert answer["In-Reply-To"] == "<one@example.org>"
        assert answer.recipient == "anna@example.org"
        assert case.received_at == received
        assert {clock.started_at for clock in (await running.ticking(case)).values()} == {received}


@ON_SQLITE
async def test_the_conversation_goes_on_through_the_mailbox(service: Opens, inbox: Inbox) -> None:
    async with service(organisation=inbox.of_mentorix()) as running:
        await is_begun(running.service.book)
        inbox.deliver(a_letter())
        (asked,) = await running.catcher.wait_for(1)
        inbox.deliver(answer_to(asked, "Her er kvitteringen.", files=(PAPER,)))
        _, confirmed = await running.catcher.wait_for(2)
        (case,) = await running.cases()
        assert case.number in confirmed["Subject"]
        assert case.missing == ()


async def test_what_lay_there_is_taken_in_and_nobody_is_answered(service: Opens, inbox: Inbox) -> None:
    inbox.put(*(old_letter(number) for number in range(5)), at=LONG_AGO)
    inbox.put(old_letter(6), at=AT + timedelta(days=9))  # whatever its server says: it was there before us
    async with service(organisation=inbox.of_mentorix()) as running:
        await is_begun(running.service.book)
        inbox.deliver(a_letter(Message_ID="<new@example.org>"))
        (answer,) = await running.catcher.wait_for(1)
        await running.quiet()
        kept = await running.service.book.read(messages_kept, "mentorix")
        assert [reason for _, reason, _ in kept] == ["is_history"] * 6 + ["is_from_a_person"]
        assert answer["In-Reply-To"] == "<new@example.org>"
        assert len(await running.cases()) == 1
        assert len(running.catcher.letters) == 1
        assert set(inbox.holds().values()) == {frozenset(), frozenset({TAKEN})}


@ON_SQLITE
@pytest.mark.parametrize(
    ("after", "left", "taken"),
    [("leave", [frozenset()], []), ("flag", [frozenset({TAKEN})], []), ("move", [], [frozenset()])],
)
async def test_a_letter_that_is_durable_is_left_flagged_or_moved(
    service: Opens, inbox: Inbox, after: str, left: list[frozenset[bytes]], taken: list[frozenset[bytes]]
) -> None:
    with inbox.human() as human:
        human.create_folder("Taken")
    mailbox = inbox.of_mentorix(after=after)
    async with service(organisation=mailbox) as running:
        await is_begun(running.service.book)
        inbox.deliver(a_letter())
        await running.catcher.wait_for(1)
        await comes_to(running.service.book, lambda row: row.marked_uid == 1, "the mark")
    assert list(inbox.holds().values()) == left
    assert list(inbox.holds("Taken").values()) == taken


@ON_SQLITE
async def test_without_idle_it_is_looked_at_every_few_seconds(service: Opens, inbox: Inbox) -> None:
    mailbox = inbox.of_mentorix(idle=False, poll=1)
    async with service(organisation=mailbox) as running:
        await is_begun(running.service.book)
        inbox.deliver(a_letter())
        await running.catcher.wait_for(1)


@ON_SQLITE
async def test_people_who_work_in_the_same_mailbox_disturb_nothing(service: Opens, inbox: Inbox) -> None:
    """They read some letters, delete some that we have, and move one back and forth: each is answered once."""
    async with service(organisation=inbox.of_mentorix()) as running:
        await is_begun(running.service.book)
        with inbox.human() as human:
            human.create_folder("Mine")
            for number in range(6):
                inbox.deliver(a_letter(f"Jeg klager over kursus {number}.", sender=f"a{number}@example.org"))
                human.noop()
                uids = human.search("ALL")
                human.fetch(uids, ["BODY[]"])
                human.remove_flags(uids, [rb"\Seen"])
            await running.catcher.wait_for(6)
            human.move([1, 2], "Mine")
            human.delete_messages([3])
            human.expunge()
            human.select_folder("Mine")
            human.move(human.search("ALL"), "INBOX")
        inbox.deliver(a_letter("Endnu en klage.", sender="last@example.org"))
        await running.catcher.wait_for(7)
        await comes_to(running.service.book, lambda row: row.last_uid == 9, "the letters that were moved back")
        await running.quiet()
        assert len(running.catcher.letters) == len(await running.cases()) == 7
        repeats = [repeats for _, _, repeats in await running.service.book.read(messages_kept, "mentorix")]
        assert sum(repeats) == 2


@ON_SQLITE
async def test_the_same_letter_in_two_mailboxes_of_one_organisation_is_one(
    service: Opens, inbox: Inbox, other_inbox: Inbox
) -> None:
    both = {"mentorix": {"mailboxes": {"info": inbox.settings(), "klage": other_inbox.settings()}}}
    async with service(organisation=both) as running:
        for name in ("info", "klage"):
            await is_begun(running.service.book, name)
        letter = a_letter()
        inbox.deliver(letter)
        other_inbox.deliver(letter)
        await running.catcher.wait_for(1)
        for name in ("info", "klage"):
            await comes_to(running.service.book, lambda row: row.last_uid == 1, "the letter", name)
        await running.quiet()
        assert len(await running.cases()) == len(running.catcher.letters) == 1


@ON_SQLITE
async def test_the_same_letter_in_mailboxes_of_two_organisations_is_two(
    service: Opens, inbox: Inbox, other_inbox: Inbox
) -> None:
    theirs = {"alottbetter": {"mailboxes": {"info": other_inbox.settings(address="info@alottbetter.dk")}}}
    async with service(organisation=inbox.of_mentorix() | theirs) as running:
        await is_begun(running.service.book)
        letter = a_letter(to="info@mentorix.dk, info@alottbetter.dk")
        inbox.deliver(letter)
        other_inbox.deliver(letter)
        await running.catcher.wait_for(2)
        assert len(await running.cases("mentorix")) == len(await running.cases("alottbetter")) == 1


@ON_SQLITE
async def test_a_letter_that_has_lain_too_long_becomes_a_case_and_waits_for_a_person(
    service: Opens, inbox: Inbox
) -> None:
    """The service was away for a week: it catches up, and writes only to those who wrote lately."""
    mailbox = inbox.of_mentorix()
    async with service(organisation=mailbox) as running:
        await is_begun(running.service.book)
    days = [AT - timedelta(days=day, hours=1) for day in (6, 5, 4, 3, 2, 1)]
    for day in days:
        inbox.put(a_letter(f"Klage {day}.", sender=f"a{day:%d}@example.org"), at=day)
    async with service(organisation=mailbox) as running:
        await comes_to(running.service.book, lambda row: row.last_uid == len(days), "all that came meanwhile")
        await running.quiet()
        cases = await running.cases()
        assert sorted(case.received_at for case in cases) == days
        assert {caught.recipient for caught in running.catcher.letters} == {
            f"a{day:%d}@example.org" for day in days[4:]
        }
        late = next(case for case in cases if case.received_at == days[0])
        draft = await running.draft(late, "acknowledgement")
        assert draft.outgoing.note == "came_too_late_to_answer"


@ON_SQLITE
async def test_of_a_letter_that_is_too_large_a_person_sees_the_beginning_and_it_stays_in_the_mailbox(
    service: Opens, inbox: Inbox
) -> None:
    mailbox = inbox.of_mentorix(after="move")
    async with service(organisation=mailbox, smtp_max_bytes=64 * 1024) as running:
        await is_begun(running.service.book)
        huge = ("film.mp4", "video/mp4", bytes(2 * 1024 * 1024))
        inbox.deliver(a_letter(files=[huge], Message_ID="<huge@example.org>"))
        inbox.deliver(
            a_letter("Jeg klager over regningen.", sender="ole@example.org", Message_ID="<small@example.org>")
        )
        answers = await running.catcher.wait_for(2)
        await running.quiet()
        assert {answer["In-Reply-To"] for answer in answers} == {"<huge@example.org>", "<small@example.org>"}
        assert sorted(str(case.held_for) for case in await running.cases()) == ["None", "is_damaged"]
        await comes_to(running.service.book, lambda row: row.marked_uid == 2, "the mark")
        first, _ = await running.service.book.read(arrived)
        assert (first.cut, first.size) == (True, 1024 * 1024)
    assert set(inbox.holds()) == {1}


@ON_SQLITE
async def test_bytes_that_are_no_letter_hold_up_no_mailbox(service: Opens, inbox: Inbox) -> None:
    async with service(organisation=inbox.of_mentorix()) as running:
        await is_begun(running.service.book)
        wild = (b"", b"\x00\xff" * 50, b"To: ((((" * 3000, b"Message-ID: <1@2>\r\nSubject: " + b"=?x?q?" * 9000)
        inbox.put(*(raw + b"\r\n" for raw in wild), at=AT)
        inbox.put(a_letter(Message_ID="<last@example.org>"), at=AT)
        await comes_to(running.service.book, lambda row: row.last_uid == 5, "all of them")
        await running.quiet()
        assert "<last@example.org>" in {answer["In-Reply-To"] for answer in running.catcher.letters}
        assert len(await running.service.book.read(messages_kept, "mentorix")) == 5
