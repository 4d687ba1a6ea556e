"""Who somebody is to a processor: that decides whether its customer answers them, or the processor itself (P-MB-12)."""

from enum import StrEnum


class Relation(StrEnum):
    """What a requester is to an organisation that works for others.

    `learner`: somebody whose data it has for a customer, who decides. `prospect`: a customer, or who may become one,
    about their own data. `visitor`: of its site, or nobody it knows. `controller`: a customer, about its learner.
    """

    LEARNER = "learner"
    PROSPECT = "prospect"
    VISITOR = "visitor"
    CONTROLLER = "controller"


OURS = frozenset({Relation.PROSPECT, Relation.VISITOR})
"""To these the processor is the controller itself: nothing is referred, and its own month runs (GDPR Art. 12(3))."""
