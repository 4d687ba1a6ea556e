"""Anna asks what is held about her: she is asked who she is, the month waits, is extended once, and ends in time."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.case import Case, Status
from cases.extension import ExtensionReason
from cases.kind import Kind
from cases.message import Channel
from cases.policy import ClockName
from cases.questions import Knowledge, Question
from cases.staff import Staff
from intake.extend import Extending, extend
from intake.pause import Asking, pause
from tests.at_work import Running
from tests.conftest import Opens
from tests.journeys.correspondence import INZAGE, JAN, answer_to, return_address
from tests.smtp import Caught, a_letter

ANSWER = ClockName.ANSWER
INDSIGT = "Jeg vil gerne have indsigt i alle de oplysninger, I har om mig.\n\nVenlig hilsen\nAnna Holm"
REQUEST = a_letter(INDSIGT, subject="Anmodning om indsigt", Date="Fri, 27 Feb 2026 08:00:00 +0100")
LEAK = (
    "Jeg klager over jer. I har sendt en deltagerliste med mine personoplysninger til en forkert modtager, så andre har"
    " set mine oplysninger.\n\nVenlig hilsen\nAnna Holm"
)


@pytest.fixture
async def officer(running: Running) -> Staff:
    """Give whoever works on rights."""
    return await running.hire("privacy_officer")


async def requested(running: Running, at: datetime | None = None) -> tuple[Case, Caught]:
    """Let Anna's request come in; give its case and the receipt."""
    running.clock.now = at or running.clock.now
    receipt = await running.answered(REQUEST)
    (case,) = await running.cases()
    assert case.kind is Kind.ACCESS
    return case, receipt


async def ask(running: Running, case: Case, officer: Staff) -> Caught:
    """Ask Anna who she is; give the letter as it left."""
    office, before = running.service.offices["mentorix"], len(running.catcher.to("anna@example.org"))
    asking = Asking("mentorix", case.id, Question.IDENTITY, "Two of that name.", (Knowledge.COURSE_NUMBER,))
    await running.service.book.run(pause, asking, officer, office, running.clock.now)
    await running.quiet()
    return running.catcher.to("anna@example.org")[before]


async def due(running: Running, case: Case) -> str:
    return (await running.ticking(case))[ANSWER].due_at.date().isoformat()


async def test_r_clk_2_a_request_on_a_saturday_is_received_on_that_saturday(running: Running) -> None:
    """R-CLK-2, and R-CLK-3 as well: what counts is when we took it, and not the day that its sender wrote on it."""
    case, receipt = await requested(running, datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC))
    clock = (await running.ticking(case))[ANSWER]
    assert clock.started_at == datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)
    assert clock.due_at.isoformat() == "2026-03-30T21:59:59+00:00"
    assert "30. marts 2026" in receipt.text, "R-CLK-7: the receipt names the day"


async def test_r_12_3d_who_asks_by_e_mail_is_asked_back_and_answered_by_e_mail(
    running: Running, officer: Staff
) -> None:
    """R-12-3d."""
    case, _ = await requested(running)
    question = await ask(running, case, officer)
    assert question.recipient == "anna@example.org"
    assert question["Auto-Submitted"] == "", "a person asks"
    assert "Bo Lund" in question.text
    draft = (await running.draft(case, "answer_access")).outgoing
    assert (draft.channel, draft.recipient) == (Channel.MAIL, "anna@example.org")


async def test_the_month_waits_for_anna_and_runs_on_by_itself_when_she_writes(running: Running, officer: Staff) -> None:
    case, _ = await requested(running)
    await running.later(days=2)
    question = await ask(running, case, officer)
    await running.later(days=7)
    assert (await running.ticking(case))[ANSWER].waiting
    reply = answer_to(question, "Mit ordrenummer er 4711.\n\nAnna Holm", sender="Anna Holm <anna@example.org>")
    await running.letter(reply, return_address(question))
    await running.quiet()
    assert not (await running.ticking(case))[ANSWER].waiting
    assert await due(running, case) == "2026-04-09"


async def test_r_12_3a_the_month_then_three_months_and_the_answer_is_in_time(running: Running, officer: Staff) -> None:
    """R-12-3a, R-12-3b."""
    case, _ = await requested(running)
    assert await due(running, case) == "2026-04-07"
    extending = Extending("mentorix", case.id, (ExtensionReason.NUMBER_OF_REQUESTS,), "Vi har fået fire fra dig.")
    office = running.service.offices["mentorix"]
    await running.service.book.run(extend, extending, officer, office, running.clock.now)
    await running.quiet()
    notice = running.catcher.to("anna@example.org")[-1]
    assert "senest den 2. juni 2026 (til og med)" in notice.text
    assert notice["Auto-Submitted"] == ""
    await running.until(datetime(2026, 6, 2, 20, 0, tzinfo=UTC))
    assert "missed" not in await verbs_of_answer(running, case)
    assert not (await running.ticking(case))[ANSWER].late(running.clock.now)


async def verbs_of_answer(running: Running, case: Case) -> list[str]:
    events = (await running.dossier(case.number)).events
    return [event.verb for event in events if event.data.get("clock") == ANSWER]


async def test_r_clk_6_who_does_not_answer_is_reminded_once_and_staff_find_a_draft(
    running: Running, officer: Staff
) -> None:
    case, _ = await requested(running)
    await ask(running, case, officer)
    await running.later(days=8)
    await running.later(days=8)
    reminders = [one for one in running.catcher.to("anna@example.org") if "Påmindelse" in one["Subject"]]
    assert [one["Auto-Submitted"] for one in reminders] == ["auto-generated"]
    await running.later(days=16)
    drafts = [one for one in (await running.dossier(case.number)).letters if one.outgoing.note == "not_answered"]
    assert len(drafts) == 1
    assert (await running.case(case.number)).status is Status.OPEN
    assert "missed" not in await verbs_of_answer(running, case)


async def test_r_clk_8_staff_are_reminded_on_the_cautious_date_and_not_on_the_last(
    running: Running, officer: Staff
) -> None:
    case, _ = await requested(running)
    clock = (await running.ticking(case))[ANSWER]
    assert clock.target_at.date().isoformat() == "2026-03-30", "three working days before 2 April, without its roll"
    await running.until(clock.target_at - timedelta(seconds=1))
    assert "reminded" not in await verbs_of_answer(running, case)
    await running.later(seconds=1)
    assert "reminded" in await verbs_of_answer(running, case)
    await running.until(datetime(2026, 3, 31, 6, 0, tzinfo=UTC))
    assert running.catcher.to(officer.email), "in the morning, when somebody is at work"


async def test_r_33_1_a_hint_of_a_breach_is_told_at_once_and_has_its_own_72_hours(
    running: Running, officer: Staff
) -> None:
    await running.answered(a_letter(LEAK, subject="Klage"))
    (case,) = await running.cases()
    clock = (await running.ticking(case))[ClockName.BREACH]
    assert clock.due_at - running.clock.now < timedelta(hours=73)
    await running.until(clock.due_at + timedelta(seconds=1))
    assert running.catcher.to(officer.email)


async def test_r_clk_9_with_a_processor_its_own_clock_and_the_controllers_are_both_shown(service: Opens) -> None:
    """R-CLK-9."""
    async with service() as mentor:
        letter = a_letter(INZAGE, subject="Verzoek om inzage", to="privacy@poweredbymmentor.nl", sender=JAN)
        await mentor.answered(letter, "privacy@poweredbymmentor.nl", sender="jan@example.nl")
        (case,) = await mentor.cases("mentor")
        found = await mentor.ticking(case)
        assert found[ClockName.REFERRAL].due_at.date().isoformat() == "2026-03-03"
        assert found[ANSWER].due_at.date().isoformat() == "2026-04-02"
