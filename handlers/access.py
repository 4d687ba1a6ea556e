"""The right of access: confirmation, a copy, and what goes with it (GDPR Art. 15)."""

from typing import ClassVar

from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import Policy
from cases.task import TaskKind, ToDo
from handlers.common import Right
from handlers.interface import Judged, Matter

LIMITS = frozenset({"rights_of_others", "trade_secrets"})
"""Grounds that let something be left out, and never everything (P-ME-03, R-15-3)."""


class Access(Right):
    """A person wants to know what is held about them."""

    kind: ClassVar[Kind] = Kind.ACCESS

    def at_once(self, matter: Matter, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Have the data found before anything of them is deleted by routine (R-15-5, P-ME-09)."""
        language = policy.languages[0]
        soon_gone = (kept for kept in policy.retention if kept.task is not TaskKind.ERASE_DATA)
        places = ("", *(kept.name(language) for kept in soon_gone))
        return tuple(ToDo(TaskKind.SEARCH_DATA, place, "GDPR Art. 15") for place in places)

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:  # noqa: ARG002
        """Keep the rights of others from becoming a refusal of everything."""
        if judged.ruling is Ruling.REFUSED and LIMITS.issuperset(judged.grounds):
            return (
                "what belongs to others or to the business is left out, and the rest is given (P-ME-03): grant partly"
            )
        return None
