"""What most kinds share; each kind's own module says what is its own."""

from typing import ClassVar

from cases.kind import Flag, Kind
from cases.policy import ClockRule, Policy, Start
from cases.task import TaskKind, ToDo
from handlers.interface import Judged, Matter
from handlers.requirements import lacking, with_authority
from reading.marketing import about_marketing
from replies.outside import ID as OUTSIDE
from replies.points import points_of

AUTHORITY = "authority_complaint"
"""The statement of the law that names the supervisory authority (GDPR Art. 12(4), 13(2)(d), 77, R-77-1)."""


def outside(policy: Policy) -> tuple[str, ...]:
    """Give the statement that names who settles a complaint outside, where the policy does (R-NL-1, R-DK-1)."""
    return (OUTSIDE,) if policy.external_body else ()


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

    def at_once(self, matter: Matter, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Give what is to be done before anybody decides: what a person tells of changes in their data (P-ME-12)."""
        changed = Flag.DATA_UPDATE in matter.reading.flags
        return (ToDo(TaskKind.CORRECT_DATA, law="GDPR Art. 5(1)(d)"),) if changed else ()

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:  # noqa: ARG002
        """Say why this must not be decided: nothing speaks against it."""
        return None

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:  # noqa: ARG002
        """Give what the decision wants done: nothing."""
        return ()

    def warnings(self, policy: Policy) -> tuple[str, ...]:  # noqa: ARG002
        """Give the statements that warn the person: none."""
        return ()


class Right(ByPolicy):
    """A right under the GDPR: facilitated, never made conditional (GDPR Art. 12(2)).

    Every answer names the authority, whatever the policy says (CON-8), and tells the points that the law wants told.
    """

    def statements(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Add to the policy's statements the authority, what is lost, and the points of this right."""
        mine = (*super().statements(matter, policy), AUTHORITY, *self.warnings(policy), *points_of(matter.kind))
        return tuple(dict.fromkeys(mine))

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give what is needed to find the person's data; papers are never asked for (GDPR Art. 5(1)(c))."""
        return tuple(name for name in super().missing(matter, policy) if name != "documents")


def told_recipients(policy: Policy) -> tuple[ToDo, ...]:
    """Have each recipient told of what was corrected, erased or restricted (GDPR Art. 19)."""
    return tuple(ToDo(TaskKind.TELL_RECIPIENT, one.name, "GDPR Art. 19") for one in policy.recipients)


def stopping_marketing(matter: Matter) -> tuple[ToDo, ...]:
    """Have marketing stopped where the person speaks of it: at once, without a test (GDPR Art. 21(3), CON-7)."""
    return (ToDo(TaskKind.STOP_MARKETING, law="GDPR Art. 21(3)"),) if about_marketing(matter.reading) else ()
