"""Anna does not agree with the answer: her appeal finds the case it is about, and begins a time of its own."""

import pytest

from cases.case import Case, Status
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import Running, number_in
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import PAPER, Caught, a_letter

APPEAL = "Jeg vil gerne appellere jeres afgørelse. Kurset blev ikke aflyst, underviseren kom bare ikke.\n\nAnna Holm"


async def decided(running: Running) -> tuple[Case, Caught]:
    """Let Anna complain and a person answer her; give the case and the answer."""
    await running.answered(a_letter(files=[PAPER]))
    (case,) = await running.cases()
    answer = await running.approve(await running.draft(case), await running.hire("course_administrator"))
    return case, answer


async def appealed(running: Running, raw: bytes, *to: str) -> tuple[Case, Caught]:
    """Send the appeal a week later; give its case and what it is answered with."""
    await running.later(days=7)
    receipt = await running.answered(raw, *to)
    (appeal,) = (case for case in await running.cases() if case.kind is Kind.APPEAL)
    return appeal, receipt


async def test_an_appeal_finds_the_answered_complaint(running: Running) -> None:
    complaint, answer = await decided(running)
    appeal, _ = await appealed(running, answer_to(answer, APPEAL), return_address(answer))
    assert appeal.appeal_of == complaint.id
    assert appeal.queue == "appeals"
    assert (await running.case(complaint.number)).status is Status.APPEALED
    assert (await running.verbs(complaint))[-1] == "appealed"


async def test_an_appeal_has_a_number_and_fourteen_working_days_of_its_own(running: Running) -> None:
    complaint, answer = await decided(running)
    appeal, receipt = await appealed(running, answer_to(answer, APPEAL), return_address(answer))
    assert number_in(receipt["Subject"]) == appeal.number != complaint.number
    assert "senest den 27. marts 2026 (til og med)" in receipt.text
    assert (await running.ticking(appeal))[ClockName.ANSWER].started_at == running.clock.now


@pytest.mark.parametrize("subject", ["Appel", "Appel i sag {}"])
async def test_an_appeal_in_a_new_letter_finds_it_too(running: Running, subject: str) -> None:
    complaint, _ = await decided(running)
    appeal, _ = await appealed(running, a_letter(APPEAL, subject=subject.format(complaint.number)))
    assert appeal.appeal_of == complaint.id


async def test_an_appeal_of_somebody_else_is_not_about_annas_case(running: Running) -> None:
    complaint, _ = await decided(running)
    raw = a_letter(APPEAL.replace("Anna Holm", "Carl Frederiksen"), sender="carl@example.net")
    await running.letter(raw, sender="carl@example.net")
    await running.quiet()
    (appeal,) = (case for case in await running.cases() if case.kind is Kind.APPEAL)
    assert appeal.appeal_of is None
    assert (await running.case(complaint.number)).status is Status.ANSWERED
