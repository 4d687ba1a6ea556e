"""To the person: the restriction of your data is lifted on a certain day, and why (GDPR Art. 18(3))."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.organisation import Contact


class Reason(StrEnum):
    """Why a restriction ends."""

    ACCURACY_CHECKED = "accuracy_checked"
    OBJECTION_WEIGHED = "objection_weighed"
    CLAIM_OVER = "claim_over"
    PERSON_AGREED = "person_agreed"


@dataclass(frozen=True)
class Facts:
    """What the letter says. `lifted` is the first day on which data are used again; `statements` what it must say."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    reason: Reason
    lifted: date
    statements: tuple[str, ...]


SAMPLES = tuple(
    Facts(
        "ME-26-481903",
        "Metier",
        Contact("info@metier.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        reason,
        date(2026, 3, 16),
        ("+++ +++ +++.",),
    )
    for reason in Reason
)
"""One of each variant, for the house's tests and for previews."""
