"""Everything else: a question that a person answers."""

from typing import ClassVar

from cases.kind import Kind
from cases.policy import Policy
from handlers.common import ByPolicy
from handlers.interface import Matter


class Other(ByPolicy):
    """A person asks something that is none of the other kinds."""

    kind: ClassVar[Kind] = Kind.OTHER

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:  # noqa: ARG002
        """Ask for nothing: nothing is promised that would need it (GDPR Art. 5(1)(c))."""
        return ()
