"""What tests of corrections have at hand: somebody at the desk who corrects, and cases that were misread."""

from dataclasses import dataclass
from typing import Any

from cases.case import Case
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.assign import assign
from intake.correct import correct
from intake.recast import Correction
from storage import corrections
from storage.corrections import Example
from tests.builders import a_reading
from tests.intake.scene import Scene


@dataclass
class Correcting:
    """A scene with one person of the staff, who takes a case before correcting it."""

    scene: Scene
    bo: Staff

    @classmethod
    async def by(cls, scene: Scene, role: str = "course_administrator") -> "Correcting":
        """Let somebody with this role sit at the desk."""
        return cls(scene, await scene.hire(role))

    async def misread(self, *kinds: Kind, **given: Any) -> Case:  # noqa: ANN401 - fields of the reading
        """Let a letter come in that is read as one of these kinds, and its receipt leave; the person takes the case."""
        case = (await self.scene.hear(a_reading(*kinds or (Kind.OTHER,), **given))).opened[0]
        await self.sent(case)
        await self.take(case)
        return await self.scene.case(case)

    async def sent(self, case: Case) -> None:
        """Let the receipt leave."""
        await self.scene.send(await self.scene.letter(case, "acknowledgement"))

    async def take(self, case: Case) -> None:
        """Let the person take a case."""
        await self.scene.book.run(assign, case.id, self.bo, self.scene.office.policy, self.scene.now)

    async def correct(self, case: Case, **said: Any) -> Case:  # noqa: ANN401 - fields of the correction
        """Correct a case; give it as it is then."""
        what = Correction(case.organisation, case.id, said.pop("message", case.opened_for), **said)
        await self.scene.book.run(correct, what, self.bo, self.scene.office, self.scene.now)
        return await self.scene.case(case)

    async def becomes(self, case: Case, kind: Kind) -> Case:
        """Correct a case's kind."""
        return await self.correct(case, kind=(case.kind, kind))

    async def example(self, case: Case) -> Example | None:
        """Give the example that the case's letter has become."""
        return await self.scene.book.read(corrections.find, case.organisation, case.opened_for)

    async def drafts(self, case: Case) -> list[str]:
        """Name the drafts of a case."""
        return await self.scene.replies(case, status=OutboxStatus.DRAFT)
