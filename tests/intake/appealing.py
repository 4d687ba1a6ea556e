"""A complaint that was decided, and the appeal against it, with the people who may and may not have to do with it."""

from dataclasses import dataclass

from cases.assessment import Finding
from cases.case import Case
from cases.kind import Kind
from cases.reading import Document
from cases.staff import Staff
from intake.approve import approve
from intake.assess import Assessing, assess
from intake.assign import assign
from intake.declare import Declaring, declare
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import Scene


@dataclass
class Appealing:
    """`handler` decided the complaint; `assessor` had nothing to do with it."""

    scene: Scene
    complaint: Case
    appeal: Case
    handler: Staff
    assessor: Staff

    @classmethod
    async def began(cls, scene: Scene) -> "Appealing":
        """Let somebody complain, be answered, and appeal a week later."""
        handler = await scene.hire("course_administrator")
        assessor = await scene.hire("appeal_assessor")
        complaint = await scene.opened(a_reading(documents=(Document(1),)))
        await scene.book.run(assign, complaint.id, handler, scene.office.policy, scene.now)
        draft = await scene.letter(complaint, "answer_complaint")
        await scene.book.run(approve, approval_of(draft), handler, scene.office.policy, scene.now)
        await scene.send(await scene.letter(complaint, "answer_complaint"))
        scene.later(days=7)
        appeal = await scene.opened(a_reading(Kind.APPEAL, fields={"name": "Anna Holm", "reference": complaint.number}))
        return cls(scene, complaint, appeal, handler, assessor)

    async def now(self) -> Case:
        """Give the appeal as it is."""
        return await self.scene.case(self.appeal)

    async def declares(self, person: Staff, *, interest: bool = False) -> None:
        """Let a person declare."""
        declaring = Declaring(self.appeal.organisation, self.appeal.id, interest)
        await self.scene.book.run(declare, declaring, person, self.scene.office, self.scene.now)

    async def assesses(self, person: Staff, finding: Finding = Finding.COMPLETE, **said: object) -> None:
        """Let a person assess the appeal."""
        assessing = Assessing(self.appeal.organisation, self.appeal.id, finding, **said)  # type: ignore[arg-type]  # fields of it
        await self.scene.book.run(assess, assessing, person, self.scene.office, self.scene.now)

    async def ready(self) -> None:
        """Let the assessor declare and find the appeal complete."""
        await self.declares(self.assessor)
        await self.assesses(self.assessor)

    async def decided(self, person: Staff, **changed: object) -> None:
        """Let a person complete and approve the answer."""
        draft = await self.scene.letter(self.appeal, "answer_appeal")
        policy = self.scene.office.policy
        await self.scene.book.run(approve, approval_of(draft, **changed), person, policy, self.scene.now)
