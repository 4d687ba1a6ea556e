"""A scene in which somebody uses a right: what to say, who decides, and what is left to do."""

from typing import Any

from cases.case import Case
from cases.decision import Decision, Ruling
from cases.kind import Flag, Kind
from cases.staff import Staff
from cases.task import Result, Task, TaskKind
from intake.approve import approve
from intake.decide import Deciding, decide
from intake.tasks import Finishing, finish
from storage import decisions, tasks
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import Scene

DISCLOSURE = frozenset({Flag.CERTIFICATION_DISCLOSURE})


async def asked(scene: Scene, kind: Kind, text: str = "Jeg vil gerne bruge min ret.", **reading: Any) -> Case:  # noqa: ANN401
    """Let Anna use a right."""
    return await scene.opened(a_reading(kind, text=text, **reading))


async def decided(scene: Scene, case: Case, by: Staff, ruling: Ruling, *grounds: str, **more: Any) -> Decision:  # noqa: ANN401
    """Let a person decide a case, whatever stood before."""
    every = await scene.book.read(decisions.of_case, case.organisation, case.id)
    known = decisions.standing(every)
    what = Deciding(case.organisation, case.id, ruling, grounds, seen=known.id if known else None, **more)
    return await scene.book.run(decide, what, by, scene.office.policy, scene.now)


async def to_do(scene: Scene, case: Case) -> tuple[Task, ...]:
    """Give a case's tasks."""
    return await scene.book.read(tasks.of_case, case.organisation, case.id)


async def open_tasks(scene: Scene, case: Case) -> list[tuple[TaskKind, str]]:
    """Name what is still to be done."""
    return [(one.kind, one.about) for one in await to_do(scene, case) if one.open]


async def ended(scene: Scene, case: Case, kind: TaskKind, by: Staff, result: Result = Result.DONE) -> None:
    """Tick a task off."""
    task = next(one for one in await to_do(scene, case) if one.kind is kind and one.open)
    await scene.book.run(finish, Finishing(case.organisation, case.id, task.id, result), by, scene.now)


async def let_go(scene: Scene, case: Case, reply: str, by: Staff) -> None:
    """Approve a draft as it is completed, and let the next hop take it."""
    entry = await scene.letter(case, reply)
    await scene.book.run(approve, approval_of(entry, ruling=None), by, scene.office.policy, scene.now)
    await scene.send(await scene.letter(case, reply))
