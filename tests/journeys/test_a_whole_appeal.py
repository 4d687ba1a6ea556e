"""Anna appeals, and her appeal is lived through: who may not judge it, who may, how long it takes, how it ends."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.assessment import Finding
from cases.case import Case, Status
from cases.decision import Ruling
from cases.disclosure import DisclosureBasis
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import ClockName
from cases.staff import Staff, sees
from cases.task import TaskKind
from intake.approve import approve
from intake.assess import Assessing, assess
from intake.assign import assign
from intake.declare import Declaring, declare
from intake.disclose import Disclosing, disclose
from intake.invite import Inviting, invite
from intake.postpone import Postponing, postpone
from storage import sessions
from tests.at_work import Running, approval_of
from tests.journeys.correspondence import answer_to, return_address
from tests.smtp import PAPER, Caught, a_letter

APPEAL = "Jeg vil gerne appellere jeres afgørelse. Kurset blev ikke aflyst, underviseren kom bare ikke.\n\nAnna Holm"
EVA = "eva@outside.example"


@dataclass
class Story:
    """Anna's complaint, her appeal and the receipt for it; `handler` decided the complaint."""

    running: Running
    complaint: Case
    appeal: Case
    receipt: Caught
    handler: Staff
    manager: Staff

    @classmethod
    async def begun(cls, running: Running) -> "Story":
        """Let Anna complain and be answered, and appeal a week later by answering the answer."""
        office, handler = running.service.offices["mentorix"], await running.hire("course_administrator")
        await running.answered(a_letter(files=[PAPER]))
        (complaint,) = await running.cases()
        await running.service.book.run(assign, complaint.id, handler, office.policy, running.clock.now)
        answer = await running.approve(await running.draft(complaint), handler)
        await running.later(days=7)
        receipt = await running.answered(answer_to(answer, APPEAL), return_address(answer))
        (appeal,) = (case for case in await running.cases() if case.kind is Kind.APPEAL)
        return cls(running, complaint, appeal, receipt, handler, await running.hire("management"))

    async def does(self, use_case: Any, what: object, person: Staff) -> Any:  # noqa: ANN401 - any use case
        """Let a person do something at the desk."""
        office, now = self.running.service.offices["mentorix"], self.running.clock.now
        given = office.policy if use_case is disclose else office
        return await self.running.service.book.run(use_case, what, person, given, now)

    async def declares(self, *people: Staff, interest: bool = False) -> None:
        """Let people declare whether they have an interest."""
        for person in people:
            await self.does(declare, Declaring("mentorix", self.appeal.id, interest), person)

    async def assesses(self, person: Staff, finding: Finding, words: str = "") -> None:
        """Let a person look at the appeal informally."""
        await self.does(assess, Assessing("mentorix", self.appeal.id, finding, words), person)

    async def writes(self, text: str, to: Caught) -> int:
        """Let Anna answer a letter of ours; give what she wrote by its id."""
        await self.running.letter(answer_to(to, text), return_address(to))
        await self.running.quiet()
        return (await self.running.dossier(self.appeal.number)).told[-1].id

    async def due(self) -> date:
        """Give the day until which the decision is promised."""
        clock = (await self.running.ticking(self.appeal))[ClockName.ANSWER]
        return self.running.service.offices["mentorix"].day(clock.due_at)

    async def appoints(self) -> Staff:
        """Let the manager appoint Eva with Anna's consent; Eva logs in."""
        consent = await self.writes("Ja, I må gerne vise min sag til Eva Smit.\n\nAnna", self.receipt)
        basis = Disclosing("mentorix", self.appeal.id, EVA, DisclosureBasis.CONSENT, consent)
        await self.does(disclose, basis, self.manager)
        eva = await self.does(invite, self.inviting, self.manager)
        assert isinstance(eva, Staff)
        await self.running.service.book.run(sessions.begin, eva, "evas secret", self.running.clock.now)
        return eva

    @property
    def inviting(self) -> Inviting:
        """Give what appoints Eva until the end of April."""
        return Inviting("mentorix", self.appeal.id, EVA, "Eva Smit", date(2026, 4, 30))


async def test_p_mx_12_to_18_a_whole_appeal_is_lived_through(running: Running) -> None:
    one = await Story.begun(running)
    policy = running.service.offices["mentorix"].policy
    assert "senest den 27. marts 2026 (til og med)" in one.receipt.text
    assert ClockName.ACKNOWLEDGEMENT not in await running.ticking(one.appeal)

    # Whoever decided her complaint sees nothing of it; nor does who has an interest in it.
    colleague = await running.hire("appeal_assessor")
    await one.declares(colleague, interest=True)
    for person in (one.handler, colleague):
        with pytest.raises(NotAllowed, match="there is no such case"):
            await one.declares(person)

    # The manager wants somebody from outside; Anna is asked before anything is shown.
    with pytest.raises(NotAllowed, match="P-MX-20"):
        await one.does(invite, one.inviting, one.manager)
    eva = await one.appoints()
    assert sees(eva, await running.case(one.appeal.number), policy)
    assert not sees(eva, await running.case(one.complaint.number), policy)

    # Eva declares, looks at it, and has a question, which the manager approves.
    with pytest.raises(NotAllowed, match="declares first"):
        await one.assesses(eva, Finding.COMPLETE)
    await one.declares(eva, one.manager)
    await one.assesses(eva, Finding.QUESTION_ASKED, "Hvilken dag kom underviseren ikke?")
    asked = await running.approve(await running.draft(one.appeal, "assessment_question"), one.manager)
    assert "Hvilken dag kom underviseren ikke?" in asked.text
    await one.writes("Den 2. februar.\n\nAnna", asked)
    await one.assesses(eva, Finding.COMPLETE)

    # On day ten staff are reminded; it takes longer, and Anna is told before the fourteenth day ends.
    await running.until(datetime(2026, 3, 24, 9, tzinfo=UTC))
    assert "reminded" in await running.verbs(one.appeal)
    await one.does(postpone, Postponing("mentorix", one.appeal.id, date(2026, 4, 17), "Han er syg."), one.manager)
    assert await one.due() == date(2026, 3, 27)
    delay = await running.approve(await running.draft(one.appeal, "delay_notice"), one.manager)
    assert "senest den 17. april 2026 (til og med)" in delay.text
    assert await one.due() == date(2026, 4, 17)

    await concluded(one, eva)


async def concluded(one: Story, eva: Staff) -> None:
    """Let the manager decide with reasons: the first case ends with it, and Eva is let in no more."""
    running, book = one.running, one.running.service.book
    await running.until(datetime(2026, 4, 8, 9, tzinfo=UTC))
    draft, policy = await running.draft(one.appeal, "answer_appeal"), running.service.offices["mentorix"].policy
    with pytest.raises(NotAllowed, match="external_assessor may not approve"):
        await book.run(approve, approval_of(draft), eva, policy, running.clock.now)
    ending = " ".join((await running.approve(draft, one.manager)).text.split())
    assert "fordi kurset blev aflyst" in ending
    assert "Hermed er vores egen klage- og appelprocedure afsluttet" in ending
    first = await running.dossier(one.complaint.number)
    assert first.case.status is Status.CLOSED
    assert (TaskKind.CARRY_OUT_DECISION, one.appeal.number) in [(task.kind, task.about) for task in first.tasks]
    decided = (await running.dossier(one.appeal.number)).decisions[-1]
    assert (decided.ruling, decided.decided_by) == (Ruling.AMENDED, one.manager.id)
    assert await running.ticking(one.appeal) == {}
    assert await book.read(sessions.find, "evas secret", running.clock.now) is None
