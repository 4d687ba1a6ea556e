"""The right to have wrong data corrected (GDPR Art. 16)."""

from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import TaskKind, ToDo
from handlers.common import Right, told_recipients
from handlers.interface import Judged


class Rectification(Right):
    """A person says that something held about them is wrong.

    What is wrong and how it should read is asked for where the policy wants it, and never a condition (P-ME-04).
    """

    kind: ClassVar[Kind] = Kind.RECTIFICATION

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:
        """Have the data corrected, and the recipients told."""
        if judged.ruling is Ruling.REFUSED:
            return ()
        return (ToDo(TaskKind.CORRECT_DATA, law="GDPR Art. 16"), *told_recipients(policy))
