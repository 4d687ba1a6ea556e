"""Withdrawal of consent, as easy as giving it (GDPR Art. 7(3))."""

from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import TaskKind, ToDo
from handlers.common import Right, stopping_marketing
from handlers.interface import Judged, Matter

WITHDRAWN = "consent_withdrawal"
"""The event after which a policy erases what was held by consent alone (P-JK-09, P-AL-08)."""


class ConsentWithdrawal(Right):
    """A person takes a consent back: one step, by getting in touch in any way (R-7-3, P-ME-11)."""

    kind: ClassVar[Kind] = Kind.CONSENT_WITHDRAWAL

    def at_once(self, matter: Matter, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Have what rested on the consent stopped: it ended when the person said so."""
        return (ToDo(TaskKind.STOP_PROCESSING, law="GDPR Art. 7(3)"), *stopping_marketing(matter))

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:  # noqa: ARG002
        """Keep a withdrawal from being refused: what stays on another basis is said, and the consent is gone."""
        if judged.ruling is Ruling.REFUSED and "other_basis" in judged.grounds:
            return "a withdrawal of consent takes effect by itself (GDPR Art. 7(3), R-7-3): grant it, at least partly"
        return None

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:
        """Have erased what was held by consent alone."""
        if judged.ruling is Ruling.REFUSED:
            return ()
        language = policy.languages[0]
        gone = [kept.name(language) for kept in policy.retention if kept.starts == WITHDRAWN]
        return tuple(ToDo(TaskKind.ERASE_DATA, about, "GDPR Art. 17(1)(b)") for about in gone or [""])
