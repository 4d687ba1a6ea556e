"""What the virus scanner finds, and what becomes of the case, of staff, of the person and of letters on their way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed, TryLater
from cases.files import CLEAN, LONG, UNCHECKED
from cases.kind import Flag, Kind
from cases.message import Attachment, Channel, Judgement, Verdict
from cases.office import Office
from cases.organisation import Customer
from cases.outgoing import Automatic, OutboxStatus
from cases.reading import Document, Reading
from cases.staff import Staff
from intake.approve import Approval, approve
from intake.attached import attached
from intake.looked import Looked, looked
from intake.permission import CAPS
from intake.receive import Received
from intake.sent import put_off
from intake.standing import standing_on
from storage import attachments, casebook, looks, messages, outbox
from storage.book import Book
from storage.outbox import Entry
from tests.builders import a_case, a_message, a_reading
from tests.intake.scene import ADMITTED, FILED, PORTAL, Scene

FOUND = "Eicar-Test-Signature"
A, B = (
    Attachment(2, "kvittering.pdf", "application/pdf", 9, "aa"),
    Attachment(3, "foto.jpg", "image/jpeg", 9, "bb"),
)
WITH_A = a_reading(documents=(Document(2),))
WITH_BOTH = a_reading(documents=(Document(2), Document(3)))
BARE = a_reading()
NONE = a_reading(says_no_documents=True)


@pytest.fixture
def scene(book: Book, mentorix: Office) -> Scene:
    """Give Mentorix with a virus scanner."""
    return Scene(book, replace(mentorix, scans=True))


async def sent_in(scene: Scene, reading: Reading = WITH_A, *files: Attachment, **given: Any) -> Received:  # noqa: ANN401 - fields of the message
    """Let a letter with files come in."""
    return await scene.hear(reading, attachments=files or (A,), **given)


async def look(scene: Scene, message: int, letter: str = CLEAN, **verdicts: str) -> None:
    """Let the scanner say what it found; a file is named by its part: p2="…"."""
    files = {int(part[1:]): verdict for part, verdict in verdicts.items()}
    await scene.book.run(looked, Looked(message, letter, files), scene.office, scene.now)


async def token(scene: Scene, case: Case) -> str:
    """Give the token of a case's conversation."""
    return (await scene.letter(case, "acknowledgement")).token


async def waits(scene: Scene, message: int) -> bool:
    return bool(await scene.book.read(looks.waiting, scene.office.policy.id, (message,)))


async def verdicts(scene: Scene, case: Case) -> list[str | None]:
    told = await scene.book.read(messages.of_thread, case.organisation, case.thread)
    return [file.verdict for one in told for file in one.attachments]


async def refusals(scene: Scene, case: Case) -> list[Entry]:
    return [one for one in await scene.letters(case) if one.outgoing.reply == "file_refused"]


async def test_every_letter_waits_for_the_scanner_files_or_not_filed_or_not(scene: Scene) -> None:
    for received in (await sent_in(scene), await scene.hear(BARE), await scene.hear(judgement=FILED)):
        assert await waits(scene, received.message)


async def test_without_a_scanner_nothing_waits(book: Book, mentorix: Office) -> None:
    scene = Scene(book, mentorix)
    assert not await waits(scene, (await sent_in(scene)).message)


async def test_a_repeat_is_not_looked_into_again(scene: Scene) -> None:
    first = await sent_in(scene, fingerprint="same")
    await look(scene, first.message, p2=CLEAN)
    again = await sent_in(scene, fingerprint="same")
    assert again.repeat
    assert not await waits(scene, first.message)


async def test_what_is_clean_is_noted_and_nothing_else_happens(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    before = (await scene.events(case), await scene.letters(case))
    await look(scene, received.message, p2=CLEAN)
    assert await verdicts(scene, case) == [CLEAN]
    assert not await waits(scene, received.message)
    assert (await scene.events(case), await scene.letters(case)) == before
    assert await scene.case(case) == case


async def test_a_file_that_is_too_large_is_no_find(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    await look(scene, received.message, UNCHECKED, p2=UNCHECKED)
    assert "documents" in (await scene.case(case)).met
    assert await refusals(scene, case) == []


async def test_a_paper_with_a_virus_is_no_paper_and_is_missing_again(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    assert "documents" in case.met
    await look(scene, received.message, FOUND, p2=FOUND)
    now = await scene.case(case)
    assert (now.missing, "documents" in now.met) == (("documents",), False)
    (told,) = [event for event in await scene.events(case) if event.verb == "file_refused"]
    assert (told.verb, told.actor, told.data) == ("file_refused", "svarfrist", {"message": received.message, "part": 2})


async def test_no_clock_moves_because_of_a_virus(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    before = await scene.clocks(case)
    await look(scene, received.message, FOUND, p2=FOUND)
    assert await scene.clocks(case) == before


async def test_another_paper_that_is_in_order_still_proves(scene: Scene) -> None:
    received = await sent_in(scene, WITH_BOTH, A, B)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND, p3=CLEAN)
    assert (await scene.case(case)).missing == ()
    assert await verdicts(scene, case) == [FOUND, CLEAN]


async def test_a_paper_of_an_earlier_letter_still_proves(scene: Scene) -> None:
    first = await sent_in(scene)
    (case,) = first.opened
    await look(scene, first.message, p2=CLEAN)
    second = await sent_in(scene, tokens=(await token(scene, case),))
    await look(scene, second.message, FOUND, p2=FOUND)
    assert (await scene.case(case)).missing == ()


async def test_who_said_there_are_no_papers_is_not_asked_for_them_because_of_a_logo(scene: Scene) -> None:
    received = await sent_in(scene, NONE)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    assert (await scene.case(case)).missing == ()


async def test_papers_that_were_only_kept_for_a_person_prove_nothing(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    stranger: dict[str, Any] = {
        "sender": replace(a_message().sender, address="bo@example.net"),
        "return_path": "bo@example.net",
    }
    kept = await sent_in(scene, tokens=(await token(scene, case),), **stranger)
    await look(scene, kept.message, p2=CLEAN)
    await look(scene, received.message, FOUND, p2=FOUND)
    assert (await scene.case(case)).missing == ("documents",)


async def test_a_right_is_never_asked_for_papers_whatever_was_found(scene: Scene) -> None:
    received = await sent_in(scene, a_reading(Kind.ACCESS, documents=(Document(2),)))
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    assert (await scene.case(case)).missing == ()


def test_what_is_missing_again_stands_where_the_policy_asks_for_it(mentorix: Office) -> None:
    case = a_case(opened_for=7, met=frozenset({"documents"}), missing=("name", "authority"))
    assert standing_on(case, (), mentorix).missing == ("name", "documents", "authority")
    done = replace(case, met=frozenset())
    assert standing_on(done, (), mentorix) == done


async def test_the_person_hears_once_which_file_could_not_be_taken_and_nothing_of_the_virus(scene: Scene) -> None:
    received = await sent_in(scene, WITH_BOTH, A, B)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND, p3=CLEAN)
    (letter,) = await refusals(scene, case)
    said = letter.outgoing
    assert (letter.status, said.recipient, said.language) == (OutboxStatus.RELEASED, "anna@example.org", "da")
    assert (said.automatic, said.answers) == (Automatic.REPLIED, "<1@example.org>")
    assert 'filen "kvittering.pdf"' in said.body
    assert "foto.jpg" not in said.body
    assert FOUND not in said.body
    assert "virus" not in said.body.lower().replace("antivirusprogram", "")
    assert case.number in said.subject


async def test_the_same_look_twice_tells_nobody_twice(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    before = (await scene.events(case), await scene.letters(case))
    await look(scene, received.message, FOUND, p2=FOUND)
    assert (await scene.events(case), await scene.letters(case)) == before


async def test_a_letter_that_opened_two_cases_is_answered_once_and_each_case_says_so(scene: Scene) -> None:
    received = await sent_in(scene, a_reading(Kind.COMPLAINT, Kind.ACCESS, documents=(Document(2),)))
    await look(scene, received.message, FOUND, p2=FOUND)
    assert [len(await refusals(scene, case)) for case in received.opened] == [1, 0]
    for case in received.opened:
        assert "file_refused" in await scene.verbs(case)


async def test_staff_hear_of_it_once(scene: Scene) -> None:
    await scene.hire("course_administrator")
    received = await sent_in(scene, WITH_BOTH, A, B)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND, p3=FOUND)
    (notice,) = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert "Virusscanneren fandt noget" in notice.outgoing.body
    assert "Anna" not in notice.outgoing.body


async def test_what_is_in_none_of_the_files_is_told_to_staff_and_not_to_the_person(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=CLEAN)
    now = await scene.case(case)
    assert (now.status, now.missing) == (Status.OPEN, ())
    assert "virus_found" in await scene.verbs(case)
    assert "file_refused" not in await scene.verbs(case)
    assert await refusals(scene, case) == []


NOBODY = {
    "a robot": {"judgement": PORTAL},
    "a sender that wants no answer": {"judgement": replace(ADMITTED, may_answer=False)},
    "a letter that is held": {"judgement": Judgement(Verdict.HOLD, "is_damaged", automatic=False, may_answer=True)},
    "an authority": {"reading": replace(WITH_A, flags=frozenset({Flag.AUTHORITY_REQUEST}))},
}


@pytest.mark.parametrize("given", NOBODY.values(), ids=NOBODY.keys())
async def test_who_may_not_be_answered_is_not_told_and_staff_are(scene: Scene, given: dict[str, Any]) -> None:
    received = await sent_in(scene, **given)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    assert await refusals(scene, case) == []
    assert "file_refused" in await scene.verbs(case)


async def test_whoever_has_got_hold_of_a_reply_address_is_not_told_about_the_case(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    stranger: dict[str, Any] = {
        "sender": replace(a_message().sender, address="bo@example.net"),
        "return_path": "bo@example.net",
    }
    theirs = await sent_in(scene, tokens=(await token(scene, case),), **stranger)
    await look(scene, theirs.message, FOUND, p2=FOUND)
    assert await refusals(scene, case) == []
    assert "documents" in (await scene.case(case)).met


async def test_where_the_sender_is_not_credible_the_letter_waits_for_a_person_and_says_why(scene: Scene) -> None:
    received = await sent_in(scene, return_path="other@elsewhere.example")
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    (letter,) = await refusals(scene, case)
    assert (letter.status, letter.outgoing.note) == (OutboxStatus.DRAFT, "sender_is_not_credible")


async def test_who_sends_one_virus_after_the_other_is_not_written_to_without_end(scene: Scene) -> None:
    first = await sent_in(scene)
    (case,) = first.opened
    await look(scene, first.message, FOUND, p2=FOUND)
    for _ in range(6):
        another = await sent_in(scene, tokens=(await token(scene, case),))
        await look(scene, another.message, FOUND, p2=FOUND)
    letters = await refusals(scene, case)
    assert [letters[0].status, letters[-1].status] == [OutboxStatus.RELEASED, OutboxStatus.DRAFT]
    assert letters[-1].outgoing.note in {rule.__name__ for rule in CAPS}


async def test_an_organisation_that_did_not_list_the_letter_has_a_person_read_it(scene: Scene) -> None:
    policy = scene.office.policy
    scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - {"file_refused"}))
    received = await sent_in(scene)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    assert [one.status for one in await refusals(scene, case)] == [OutboxStatus.DRAFT]


async def test_a_virus_in_filed_mail_is_noted_and_nobody_hears(scene: Scene) -> None:
    received = await sent_in(scene, judgement=FILED)
    await look(scene, received.message, FOUND, p2=FOUND)
    assert await scene.book.read(attachments.quarantined, "mentorix", (received.message,)) == {received.message}


async def test_who_sends_the_paper_again_in_order_is_told_that_all_is_there_again(scene: Scene) -> None:
    """The first time it was told, the paper had a virus in it: that promise is not the last word."""
    first = await scene.opened(BARE)
    link = (await token(scene, first),)
    bad = await sent_in(scene, tokens=link)
    await look(scene, bad.message, FOUND, p2=FOUND)
    assert (await scene.case(first)).missing == ("documents",)
    good = await sent_in(scene, tokens=link)
    await look(scene, good.message, p2=CLEAN)
    assert (await scene.case(first)).missing == ()
    assert [one.outgoing.reply for one in await scene.letters(first)].count("deadline_reply") == 2
    assert (await scene.verbs(first)).count("met") == 2


async def test_a_virus_in_a_letter_to_a_case_that_is_over_changes_what_it_lacks_and_tells_staff(scene: Scene) -> None:
    received = await sent_in(scene)
    (case,) = received.opened
    await scene.book.run(casebook.save, replace(case, status=Status.ANSWERED))
    await look(scene, received.message, FOUND, p2=FOUND)
    assert "file_refused" in await scene.verbs(case)


# Letters of ours that carry a letter on.


@pytest.fixture
def mentor(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a processor that passes requests on, with a virus scanner."""
    office = offices["mentor"]
    customer = Customer("voorbeeld", "Voorbeeld", "privacy@voorbeeld.example")
    return Scene(book, replace(office, scans=True, policy=replace(office.policy, customers=(customer,))))


ACCESS = a_reading(
    Kind.ACCESS, language="nl", fields={"name": "Jan", "email": "jan@example.nl", "customer": "voorbeeld"}
)


async def referral(mentor: Scene) -> tuple[Received, Case, Entry]:
    received = await sent_in(mentor, ACCESS)
    (case,) = received.opened
    return received, case, await mentor.letter(case, "referral")


def approval(entry: Entry) -> Approval:
    return Approval("mentor", entry.id, entry.version, entry.outgoing.subject, entry.outgoing.body)


async def officer(mentor: Scene) -> Staff:
    return await mentor.hire("privacy_officer")


async def approved(mentor: Scene, entry: Entry) -> None:
    await mentor.book.run(approve, approval(entry), await officer(mentor), mentor.office.policy, mentor.now)


async def test_a_letter_that_is_still_being_checked_is_not_passed_on(mentor: Scene) -> None:
    _, _, entry = await referral(mentor)
    with pytest.raises(NotAllowed, match="still being checked"):
        await approved(mentor, entry)


async def test_a_letter_that_is_clean_is_passed_on(mentor: Scene) -> None:
    received, case, entry = await referral(mentor)
    await look(mentor, received.message, p2=CLEAN)
    await approved(mentor, entry)
    left = await mentor.letter(case, "referral")
    assert (left.status, left.outgoing.attach) == (OutboxStatus.RELEASED, (received.message,))
    assert len(await mentor.book.read(attached, left)) == 1


async def test_while_the_scanner_is_away_for_long_a_person_decides(mentor: Scene) -> None:
    _, case, entry = await referral(mentor)
    mentor.later(seconds=LONG.total_seconds())
    await approved(mentor, entry)
    assert (await mentor.letter(case, "referral")).status is OutboxStatus.RELEASED


async def test_a_letter_with_a_virus_does_not_go_along_and_who_approved_without_knowing_is_told(mentor: Scene) -> None:
    received, case, entry = await referral(mentor)
    await look(mentor, received.message, FOUND, p2=FOUND)
    with pytest.raises(AlreadyDone):
        await approved(mentor, entry)
    now = await mentor.letter(case, "referral")
    assert (now.status, now.outgoing.attach) == (OutboxStatus.DRAFT, ())
    assert {"letter": entry.id, "message": received.message} in [one.data for one in await mentor.events(case)]


async def test_a_letter_that_was_approved_and_has_not_left_comes_back_as_a_draft(mentor: Scene) -> None:
    received, case, entry = await referral(mentor)
    mentor.later(seconds=LONG.total_seconds())
    await approved(mentor, entry)
    (claimed, *_) = [
        one
        for one in await mentor.book.run(outbox.claim, entry.outgoing.channel, ("a:1:x", mentor.now), 9)
        if one.id == entry.id
    ]
    await look(mentor, received.message, FOUND, p2=FOUND)
    with pytest.raises(TryLater, match="virus"):
        await mentor.book.read(attached, claimed)
    await mentor.book.run(
        put_off, claimed, "a letter that was to go along has a virus in it", mentor.office, mentor.now
    )
    now = await mentor.letter(case, "referral")
    assert (now.status, now.outgoing.attach, now.approved_by) == (OutboxStatus.DRAFT, (), None)
    mentor.later(days=1)
    taken = await mentor.book.run(outbox.claim, entry.outgoing.channel, ("a:1:x", mentor.now), 9)
    assert entry.id not in [one.id for one in taken]


async def test_a_referral_that_is_written_after_the_find_does_not_carry_the_letter(mentor: Scene) -> None:
    nameless = replace(ACCESS, fields={"name": "Jan", "email": "jan@example.nl"})
    received = await sent_in(mentor, nameless)
    (case,) = received.opened
    await look(mentor, received.message, FOUND, p2=FOUND)
    told = await mentor.hear(ACCESS, tokens=(await token(mentor, case),))
    now = await mentor.letter(case, "referral")
    assert now.outgoing.attach == (told.message,)
    assert "original_left_out" in await mentor.verbs(case)


async def test_what_has_left_cannot_be_called_back(mentor: Scene) -> None:
    received, case, entry = await referral(mentor)
    mentor.later(seconds=LONG.total_seconds())
    await approved(mentor, entry)
    await mentor.send(await mentor.letter(case, "referral"))
    mentor.now += timedelta(minutes=1)
    await look(mentor, received.message, FOUND, p2=FOUND)
    left = await mentor.letter(case, "referral")
    assert (left.status, left.outgoing.attach) == (OutboxStatus.SENT, (received.message,))
    assert "original_left_out" not in await mentor.verbs(case)


async def test_who_sent_a_scan_by_post_hears_by_mail_that_it_could_not_be_taken(scene: Scene) -> None:
    received = await sent_in(scene, channel=Channel.DESK)
    (case,) = received.opened
    await look(scene, received.message, FOUND, p2=FOUND)
    (refusal,) = await refusals(scene, case)
    assert (refusal.outgoing.channel, refusal.outgoing.recipient) == (Channel.MAIL, "anna@example.org")
