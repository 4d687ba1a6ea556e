"""The right to object; to direct marketing always with effect (GDPR Art. 21)."""

from collections.abc import Iterable
from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import Result, Task, TaskKind, ToDo
from handlers.common import Right, stopping_marketing
from handlers.interface import Judged, Matter

STOPS = frozenset({TaskKind.STOP_PROCESSING, TaskKind.STOP_DISCLOSURE})
"""Tasks of an objection that is weighed (GDPR Art. 21(1))."""


class Objection(Right):
    """A person objects to a processing."""

    kind: ClassVar[Kind] = Kind.OBJECTION

    def at_once(self, matter: Matter, policy: Policy) -> tuple[ToDo, ...]:
        """Have marketing stopped; any other processing too, while the objection is weighed (GDPR Art. 18(1)(d)).

        An objection with a consequence is not acted upon before the person knows it and confirms (P-ME-08).
        """
        marketing = stopping_marketing(matter)
        if marketing or policy.consequence(matter.reading.flags):
            return marketing
        return (ToDo(TaskKind.STOP_PROCESSING, law="GDPR Art. 18(1)(d)"),)

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:  # noqa: ARG002
        """Keep an objection to marketing from being weighed: no ground can refuse it (CON-7)."""
        if judged.ruling is Ruling.GRANTED or not _stands(judged.tasks, {TaskKind.STOP_MARKETING}):
            return None
        if judged.ruling is Ruling.PARTLY_GRANTED and _stands(judged.tasks, STOPS):
            return None
        return (
            "an objection to direct marketing always succeeds (GDPR Art. 21(3), CON-7): grant it; where it is about"
            " something else too, note that first; where it is not about marketing, end that task as not needed"
        )

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Have the processing stopped for good where it was not stopped yet."""
        stopped = _stands(judged.tasks, {*STOPS, TaskKind.STOP_MARKETING})
        if judged.ruling is Ruling.REFUSED or stopped:
            return ()
        return (ToDo(TaskKind.STOP_PROCESSING, law="GDPR Art. 21(1)"),)


def _stands(tasks: Iterable[Task], kinds: Iterable[TaskKind]) -> bool:
    """Say whether a task of these kinds is open or done, and nobody has found it needless."""
    wanted = frozenset(kinds)
    return any(task.kind in wanted and task.result is not Result.NOT_NEEDED for task in tasks)
