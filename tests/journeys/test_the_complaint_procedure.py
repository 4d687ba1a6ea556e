"""Anna complains to Mentorix: what its policy promises of complaints, from the first letter to the answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.policy import ClockName
from cases.staff import Staff
from intake.approve import approve
from intake.consult import Consulting, consult
from intake.flag import Flagging, flag
from intake.hand_over import HandingOver, hand_over
from intake.promise import Promising, promise
from tests.at_work import Running, approval_of, number_in
from tests.smtp import KLAGE, PAPER, a_letter

ANNA = "anna@example.org"
TERMS = "https://www.peoplecert.org/terms-of-service-and-privacy-policy#terms-of-use"


async def complained(running: Running) -> Case:
    """Receive Anna's complaint; give its case."""
    receipt = await running.answered(a_letter(files=[PAPER]))
    return await running.case(number_in(receipt["Subject"]))


async def given(running: Running, case: Case, to: Staff, by: Staff) -> None:
    """Give the case to somebody."""
    office = running.service.offices["mentorix"]
    await running.service.book.run(hand_over, HandingOver("mentorix", case.id, to.id), by, office, running.clock.now)


async def test_p_mx_02_a_complaint_nobody_looks_at_goes_to_the_management_and_the_head_trainer_hears(
    running: Running,
) -> None:
    for role in ("course_administrator", "management", "head_trainer"):
        await running.hire(role)
    case = await complained(running)
    assert case.queue == "course-administration"
    await running.later(hours=24, seconds=1)
    assert (await running.case(case.number)).queue == "management"
    assert [len(running.catcher.to(f"{role}@mentorix.example")) for role in ("management", "head_trainer")] == [1, 1]


async def test_p_mx_05_a_complaint_of_saturday_is_to_be_handled_within_24_hours_of_real_time(running: Running) -> None:
    running.clock.now = datetime(2026, 3, 7, 9, 0, tzinfo=UTC)
    case = await complained(running)
    assert (await running.ticking(case))[ClockName.HANDLING].due_at == running.clock.now + timedelta(hours=24)
    await running.later(hours=24)
    assert "missed" not in await running.verbs(case)
    await running.later(seconds=1)
    assert "missed" in await running.verbs(case)
    assert (await running.ticking(case))[ClockName.ANSWER].due_at > running.clock.now, "to begin is not to solve"


async def test_p_mx_06_the_handler_hears_of_the_case_after_the_director_was_consulted_and_not_before(
    running: Running,
) -> None:
    ida, dora, tom = [
        await running.hire(role) for role in ("course_administrator", "managing_director", "head_trainer")
    ]
    case = await complained(running)
    with pytest.raises(NotAllowed, match="P-MX-06"):
        await given(running, case, tom, ida)
    await running.quiet()
    assert running.catcher.to(tom.email) == []

    what = Consulting("mentorix", case.id, dora.id, running.clock.now)
    policy = running.service.offices["mentorix"].policy
    await running.service.book.run(consult, what, ida, policy, running.clock.now)
    await given(running, case, tom, ida)
    await running.quiet()
    (notice,) = running.catcher.to(tom.email)
    assert case.number in notice.text
    assert "Anna" not in notice.text + notice["Subject"]
    assert [verb for verb in await running.verbs(case) if verb in {"consulted", "assigned"}] == [
        "consulted",
        "assigned",
    ]
    assert ClockName.HANDLING not in await running.ticking(case)


async def test_p_mx_07_anna_is_told_a_date_by_itself_and_every_other_date_by_a_person(running: Running) -> None:
    ida = await running.hire("course_administrator")
    case = await complained(running)
    (receipt,) = running.catcher.to(ANNA)
    assert "senest den 20. marts 2026 (til og med)" in receipt.text
    due_at = (await running.ticking(case))[ClockName.ANSWER].due_at

    await running.later(hours=5)
    what = Promising("mentorix", case.id, date(2026, 4, 1), "Vi venter på underviserens redegørelse.", due_at)
    office = running.service.offices["mentorix"]
    await running.service.book.run(promise, what, ida, office, running.clock.now)
    await running.quiet()
    _, told = running.catcher.to(ANNA)
    assert "senest den 1. april 2026 (til og med)" in told.text
    assert told["Auto-Submitted"] == ""
    assert number_in(told["Subject"]) == case.number
    await running.until(datetime(2026, 3, 21, 9, 0, tzinfo=UTC))
    assert (await running.verbs(case)).count("missed") == 1, "handling alone; the first date was replaced in time"


async def test_p_mx_09_the_answer_tells_of_the_right_to_appeal_and_does_not_leave_without_it(running: Running) -> None:
    ida = await running.hire("course_administrator")
    case = await complained(running)
    draft = await running.draft(case, "answer_")
    whole = approval_of(draft)
    policy = running.service.offices["mentorix"].policy
    for gone in ("appel", "48 timer", "14 arbejdsdage", "info@mentorix.dk"):
        silent = approval_of(draft, body=whole.body.replace(gone, "…"))
        with pytest.raises(NotAllowed, match="must still say: appeal_right"):
            await running.service.book.run(approve, silent, ida, policy, running.clock.now)
    answer = await running.approve(draft, ida)
    assert "Du har ret til at appellere afgørelsen" in answer.text
    assert (await running.case(case.number)).status is Status.ANSWERED


async def test_p_mx_10_p_mx_11_a_complaint_about_an_exam_is_answered_at_once_with_the_right_to_appeal_to_peoplecert(
    running: Running,
) -> None:
    text = KLAGE.replace("Venlig", "Jeg er uenig i PeopleCerts afgørelse om, at jeg ikke bestod eksamen.\n\nVenlig")
    receipt = await running.answered(a_letter(text, files=[PAPER]))
    assert "skriftligt" in receipt.text
    assert TERMS in receipt.text
    assert "https://peoplecert.org/complaint-management-policy" in receipt.text
    assert "kandidatnummer" in receipt.text


async def test_p_mx_10_what_the_program_does_not_see_a_person_does_and_anna_hears_of_it_within_the_day(
    running: Running,
) -> None:
    ida = await running.hire("course_administrator")
    case = await complained(running)
    assert TERMS not in running.catcher.to(ANNA)[0].text
    await running.later(hours=3)
    office = running.service.offices["mentorix"]
    await running.service.book.run(flag, Flagging("mentorix", case.id), ida, office, running.clock.now)
    await running.quiet()
    _, notice = running.catcher.to(ANNA)
    assert TERMS in notice.text
    assert notice["Auto-Submitted"] == "auto-generated"
