"""What most kinds share; each kind's own module says what is its own."""

from typing import ClassVar

from cases.kind import Kind
from cases.policy import ClockRule, Policy, Start
from handlers.interface import Matter
from handlers.requirements import lacking, with_authority


class ByPolicy:
    """A kind whose clocks, requirements and statements are those that the policy lists for it."""

    kind: ClassVar[Kind]

    def clocks(self, matter: Matter, policy: Policy) -> tuple[ClockRule, ...]:
        """Give the policy's clocks that start with the person's own message."""
        return tuple(rule for rule in policy.rules(matter.kind).clocks if rule.starts is Start.RECEIPT)

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give what the policy requires and nobody has sent."""
        return lacking(with_authority(policy.rules(matter.kind).requires, matter), matter)

    def statements(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give the statements that the policy demands for this kind."""
        return policy.rules(matter.kind).statements


class Right(ByPolicy):
    """A right under the GDPR: facilitated, never made conditional (GDPR Art. 12(2))."""

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give what is needed to find the person's data; papers are never asked for (GDPR Art. 5(1)(c))."""
        return tuple(name for name in super().missing(matter, policy) if name != "documents")
