"""An appeal against a decision on an earlier complaint."""

from typing import ClassVar

from cases.kind import Kind
from cases.policy import Policy
from handlers.common import ByPolicy, outside
from handlers.interface import Matter


class Appeal(ByPolicy):
    """A person does not accept a decision."""

    kind: ClassVar[Kind] = Kind.APPEAL

    def statements(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Add who settles it outside the organisation, where the policy names somebody."""
        return (*super().statements(matter, policy), *outside(policy))
