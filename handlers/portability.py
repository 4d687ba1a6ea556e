"""The right to take one's data along (GDPR Art. 20)."""

from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import TaskKind, ToDo
from handlers.common import Right
from handlers.interface import Judged


class Portability(Right):
    """A person wants their data in a file, for themselves or another provider (P-JK-05)."""

    kind: ClassVar[Kind] = Kind.PORTABILITY

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Have the data handed over: to the person, where nobody has noted another provider."""
        noted = any(task.kind is TaskKind.HAND_OVER_DATA for task in judged.tasks)
        if judged.ruling is Ruling.REFUSED or noted:
            return ()
        return (ToDo(TaskKind.HAND_OVER_DATA, law="GDPR Art. 20(1)"),)
