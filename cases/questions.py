"""What a person may be asked back before a request can be handled, and how long the answer is waited for."""

from dataclasses import dataclass
from enum import StrEnum

from cases.term import Term, Unit


class Question(StrEnum):
    """Why a person is asked back.

    `identity`: there are reasonable doubts who this person is (GDPR Art. 12(6)). `clarification`: the request is very
    broad and much is held about the person (GDPR rec. 63).
    """

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class Knowledge(StrEnum):
    """What shows who somebody is, the least intrusive first; a copy of an identity paper is not among it (R-ID-1)."""

    KNOWN_ADDRESS = "known_address"
    COURSE_NUMBER = "course_number"
    COURSE_DATE = "course_date"
    USERNAME = "username"
    CALL_BACK = "call_back"


ASK_WITHIN, REMIND_AFTER, GIVE_UP_AFTER = Term(3, Unit.DAYS), Term(7, Unit.DAYS), Term(30, Unit.DAYS)
"""What holds where a policy says nothing else."""


@dataclass(frozen=True)
class Questions:
    """How an organisation asks back.

    `ask_within`: from receipt on; only what is asked by then makes a time limit wait (R-CLK-5). `remind_after` and
    `give_up_after`: from when the question left. `promises`: the organisation's own promises wait as well, and not only
    the time limits that the law sets.
    """

    ask_within: Term = ASK_WITHIN
    remind_after: Term = REMIND_AFTER
    give_up_after: Term = GIVE_UP_AFTER
    promises: bool = False


LATEST = {Unit.HOURS: 72, Unit.DAYS: 3, Unit.WORKING_DAYS: 3}
"""The longest time to ask that is still prompt, by unit; a policy that gives more is wrong (R-12-6b, R-CLK-5)."""
