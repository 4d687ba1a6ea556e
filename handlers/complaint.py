"""A complaint about a course, an exam, a decision, a bill: anything but privacy."""

from typing import ClassVar

from cases.kind import Flag, Kind
from cases.policy import Policy
from handlers.common import ByPolicy, outside
from handlers.interface import Matter

PEOPLECERT = "peoplecert_links"
"""The statement about PeopleCert's own appeal, where the policy has one (P-MX-10, P-MX-11)."""


class Complaint(ByPolicy):
    """A person is not satisfied and wants something done."""

    kind: ClassVar[Kind] = Kind.COMPLAINT

    def statements(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Add who settles it outside, if anybody, and PeopleCert's links where it is about a decision of theirs."""
        demanded = (*super().statements(matter, policy), *outside(policy))
        concerns = Flag.PEOPLECERT_DECISION in matter.reading.flags and PEOPLECERT in policy.statements
        return (*demanded, PEOPLECERT) if concerns and PEOPLECERT not in demanded else demanded
