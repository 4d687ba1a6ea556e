"""To the person: what an objection will cost you, and the question whether you want it all the same."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.organisation import Contact


class Standing(StrEnum):
    """How far the person is with the exam that the data are passed on for."""

    UNKNOWN = "unknown"
    NOT_BOOKED = "not_booked"
    BOOKED = "booked"
    TAKEN = "taken"
    CERTIFIED = "certified"


@dataclass(frozen=True)
class Facts:
    """What the letter says. `consequence` is the policy's own statement (P-ME-08)."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    received: date
    consequence: str
    standing: Standing


SAMPLES = tuple(
    Facts(
        "ME-26-481903",
        "Metier",
        Contact("info@metier.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        date(2026, 3, 2),
        "+++ +++ +++.",
        standing,
    )
    for standing in Standing
)
"""One of each variant, for the house's tests and for previews."""
