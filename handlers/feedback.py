"""Praise and suggestions: a chance to do better (P-MX-08)."""

from typing import ClassVar

from cases.kind import Kind
from cases.policy import Policy
from handlers.common import ByPolicy
from handlers.interface import Matter


class Feedback(ByPolicy):
    """A person tells how it was, and asks for nothing."""

    kind: ClassVar[Kind] = Kind.FEEDBACK

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:  # noqa: ARG002
        """Ask for nothing: nothing is promised that would need it (GDPR Art. 5(1)(c))."""
        return ()
