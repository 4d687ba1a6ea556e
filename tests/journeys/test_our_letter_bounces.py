"""Our letter comes back: a promise is not kept by a letter that nobody got."""

from cases.case import Case, Status
from cases.message import Verdict
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from tests.at_work import Running, messages_kept
from tests.journeys.correspondence import bounce_of
from tests.smtp import PAPER, Caught, a_letter

ADMINISTRATOR = "course_administrator@mentorix.example"


async def receipted(running: Running) -> tuple[Case, Caught]:
    """Receive a complaint; give its case and our receipt."""
    receipt = await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    return case, receipt


async def returned(running: Running, letter: Caught) -> None:
    """Let a letter of ours come back."""
    await running.letter(bounce_of(letter), letter.sender, sender="")
    await running.quiet()


async def returned_raw(running: Running, raw: bytes, to: str) -> None:
    """Let these bytes come in under the null path."""
    await running.letter(raw, to, sender="")
    await running.quiet()


async def test_a_receipt_that_comes_back_is_undeliverable_and_its_clock_runs_again(running: Running) -> None:
    case, receipt = await receipted(running)
    assert ClockName.ACKNOWLEDGEMENT not in await running.ticking(case)
    await returned(running, receipt)
    assert "undeliverable" in await running.verbs(case)
    assert ClockName.ACKNOWLEDGEMENT in await running.ticking(case)
    (ours,) = (one for one in (await running.dossier(case.number)).letters if one.message_id == receipt["Message-ID"])
    assert (ours.status, ours.last_error) == (OutboxStatus.FAILED, "returned 5.1.1")


async def test_staff_are_told_and_the_person_is_not_written_to_again(running: Running) -> None:
    await running.hire("course_administrator")
    case, receipt = await receipted(running)
    await returned(running, receipt)
    (notice,) = running.catcher.to(ADMINISTRATOR)
    assert case.number in notice.text
    assert running.catcher.to("anna@example.org") == [receipt]


async def test_the_report_itself_is_filed_and_opens_no_case(running: Running) -> None:
    case, receipt = await receipted(running)
    await returned(running, receipt)
    assert await running.cases() == (case,)
    kept = await running.service.book.read(messages_kept, "mentorix")
    assert kept[-1] == (Verdict.FILE, "is_bounce", 0)


async def test_the_same_report_twice_is_told_once(running: Running) -> None:
    await running.hire("course_administrator")
    case, receipt = await receipted(running)
    await returned(running, receipt)
    await running.letter(b"Received: by another way\r\n" + bounce_of(receipt), receipt.sender, sender="")
    await running.quiet()
    assert (await running.verbs(case)).count("undeliverable") == 1
    assert len(running.catcher.to(ADMINISTRATOR)) == 1


async def test_an_answer_that_comes_back_puts_the_case_on_somebodys_desk_again(running: Running) -> None:
    person = await running.hire("course_administrator")
    case, _ = await receipted(running)
    answer = await running.approve(await running.draft(case, "answer_complaint"), person)
    assert (await running.case(case.number)).status is Status.ANSWERED
    await returned(running, answer)
    assert (await running.case(case.number)).status is Status.OPEN
    assert ClockName.ANSWER in await running.ticking(case)


async def test_a_report_about_a_letter_that_is_not_ours_changes_nothing(running: Running) -> None:
    case, receipt = await receipted(running)
    forged = Caught("bounce+t.aaaaaaaaaaaaaaaa@mentorix.dk", "", b"Message-ID: <not-ours@mentorix.dk>\r\n\r\n")
    await returned(running, forged)
    assert "undeliverable" not in await running.verbs(case)
    assert running.catcher.letters == [receipt]


async def test_a_warning_of_delay_is_noted_and_changes_nothing(running: Running) -> None:
    case, receipt = await receipted(running)
    late = bounce_of(receipt).replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5.1.1", b"Status: 4.4.1")
    await returned_raw(running, late, receipt.sender)
    verbs = await running.verbs(case)
    assert ("delayed" in verbs, "undeliverable" in verbs) == (True, False)
    assert ClockName.ACKNOWLEDGEMENT not in await running.ticking(case)
    assert running.catcher.to("anna@example.org") == [receipt]


async def test_a_report_in_free_words_that_quotes_our_letter_counts_as_well(running: Running) -> None:
    case, receipt = await receipted(running)
    words = (
        "Hi. This is the qmail-send program at mx.example.org.\n\n<anna@example.org>:\nSorry, no mailbox. 5.1.1\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {receipt['Message-ID']}\n"
    )
    raw = a_letter(words, subject="failure notice", sender="MAILER-DAEMON@mx.example.org")
    await returned_raw(running, raw, "info@mentorix.dk")
    assert "undeliverable" in await running.verbs(case)


async def test_a_report_to_the_right_address_about_somebody_else_changes_nothing(running: Running) -> None:
    case, receipt = await receipted(running)
    other = bounce_of(receipt).replace(receipt["Message-ID"].encode(), b"<not-ours@mentorix.dk>")
    await returned_raw(running, other.replace(b"anna@example.org", b"mallory@example.org"), receipt.sender)
    assert "undeliverable" not in await running.verbs(case)


async def test_a_person_who_sends_us_such_a_report_by_hand_does_not_make_a_letter_undeliverable(
    running: Running,
) -> None:
    case, receipt = await receipted(running)
    text = f"Se her:\n\n<anna@example.org>: 550 5.1.1 User unknown\nMessage-ID: {receipt['Message-ID']}"
    raw = a_letter(text, subject="Fwd: Undelivered Mail Returned to Sender")
    await running.letter(raw, "info@mentorix.dk")
    await running.quiet()
    assert "undeliverable" not in await running.verbs(case)


async def test_a_notice_to_staff_that_comes_back_brings_no_further_notice(running: Running) -> None:
    await running.hire("course_administrator")
    case, receipt = await receipted(running)
    await returned(running, receipt)
    (notice,) = running.catcher.to(ADMINISTRATOR)
    report = bounce_of(notice).replace(b"anna@example.org", ADMINISTRATOR.encode())
    await returned_raw(running, report, notice.sender)
    await returned_raw(running, b"Received: once more\r\n" + report, notice.sender)
    assert (await running.verbs(case)).count("undeliverable") == 2
    assert running.catcher.to(ADMINISTRATOR) == [notice]


async def test_a_report_about_a_report_is_kept_and_brings_forth_nothing(running: Running) -> None:
    case, receipt = await receipted(running)
    await returned(running, receipt)
    nested = a_letter(
        bounce_of(receipt).decode("utf-8", "replace"),
        subject="Undelivered Mail Returned to Sender",
        sender="MAILER-DAEMON@mx.example.org",
    )
    await returned_raw(running, nested, receipt.sender)
    assert (await running.verbs(case)).count("undeliverable") == 1
    assert running.catcher.letters == [receipt]


async def test_a_next_hop_that_refuses_a_receipt_for_good_is_a_letter_that_came_back(running: Running) -> None:
    await running.hire("course_administrator")
    running.catcher.refuses["anna@example.org"] = "550 5.1.1 no such user"
    await running.letter(a_letter(files=[PAPER]))
    (notice,) = await running.catcher.wait_for(1)
    (case,) = await running.cases()
    assert notice.recipient == ADMINISTRATOR
    assert ClockName.ACKNOWLEDGEMENT in await running.ticking(case)


async def test_a_next_hop_that_is_away_for_a_while_gets_the_same_letter_later(running: Running) -> None:
    running.catcher.script.append("451 4.3.0 later, please")
    await running.letter(a_letter(files=[PAPER]))
    (first,) = await running.catcher.wait_for(1, running.catcher.seen)
    await running.quiet()
    await running.later(seconds=6)
    (again,) = await running.catcher.wait_for(1)
    assert again.raw == first.raw
