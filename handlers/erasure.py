"""The right to be erased, with its exceptions (GDPR Art. 17)."""

from collections.abc import Iterator
from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy, Retention
from cases.task import TaskKind, ToDo
from handlers.common import Right, told_recipients
from handlers.interface import Judged

UNFOUND = frozenset({"not_identified"})
"""Grounds on which even what is erased whenever the person asks stays: nobody can tell which data they are."""

BOUND = frozenset({"bookkeeping_dk", "bookkeeping_nl", "legal_obligation", "legal_claims"})
"""Grounds that keep data for one purpose only: for everything else they are out of use (GDPR Art. 17(3))."""


class Erasure(Right):
    """A person wants their data gone; no reason has to be given (P-ME-05)."""

    kind: ClassVar[Kind] = Kind.ERASURE

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:
        """Keep what the policy erases whenever the person asks from being refused (P-ME-10)."""
        if UNFOUND.intersection(judged.grounds):
            return None
        whole = judged.ruling is Ruling.REFUSED
        held = [kept for kept in policy.retention if kept.any_time and (whole or kept.what in judged.kept)]
        if not held:
            return None
        named = ", ".join(kept.what for kept in held)
        rule = next((kept.says.rule for kept in held if kept.says), "the policy")
        return f"{named}: erased whenever the person asks ({rule}); refuse the rest in part, and not this"

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:
        """Have the data erased and the recipients told; what has to stay is used for nothing else meanwhile."""
        stay = tuple(self._staying(judged, policy))
        if judged.ruling is Ruling.REFUSED:
            return stay
        return (ToDo(TaskKind.ERASE_DATA, law="GDPR Art. 17(1)"), *stay, *told_recipients(policy))

    def warnings(self, policy: Policy) -> tuple[str, ...]:
        """Warn of what is lost with data that the policy erases whenever the person asks."""
        return tuple(kept.warning for kept in policy.retention if kept.any_time and kept.warning)

    def _staying(self, judged: Judged, policy: Policy) -> Iterator[ToDo]:
        """Have what a law keeps restricted until its term is over (P-MB-15)."""
        if not BOUND.intersection(judged.grounds):
            return
        language = policy.languages[0]
        named: list[Retention] = [kept for kept in policy.retention if kept.what in judged.kept]
        for about in [kept.name(language) for kept in named] or [""]:
            yield ToDo(TaskKind.RESTRICT_DATA, about, "GDPR Art. 17(3)(b)")
