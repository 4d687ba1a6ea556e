"""The right to have processing restricted (GDPR Art. 18)."""

from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import TaskKind, ToDo
from handlers.common import Right, told_recipients
from handlers.interface import Judged


class Restriction(Right):
    """A person wants their data kept but not used; they are told before that ends (GDPR Art. 18(3))."""

    kind: ClassVar[Kind] = Kind.RESTRICTION

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:
        """Have the data restricted, and the recipients told."""
        if judged.ruling is Ruling.REFUSED:
            return ()
        return (ToDo(TaskKind.RESTRICT_DATA, law="GDPR Art. 18"), *told_recipients(policy))
