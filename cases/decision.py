"""What a person decided about a case: the ruling, what it rests on, and what is done. A program decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.kind import PRIVACY, Kind


class Ruling(StrEnum):
    """What was decided: of a right, of a complaint, of an appeal (P-MX-18)."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    JUSTIFIED = "justified"
    PARTLY_JUSTIFIED = "partly_justified"
    NOT_JUSTIFIED = "not_justified"
    AMENDED = "amended"
    UPHELD = "upheld"


class Remedy(StrEnum):
    """What is done for whoever complained (ISO 10002:2018)."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPEAT = "repeat"
    APOLOGY = "apology"
    COMPENSATION = "compensation"
    CORRECTION = "correction"
    INFORMATION = "information"


class Because(StrEnum):
    """Why data have to go, where it is noted (GDPR Art. 17(1)(a) to (f)); nobody has to say it (P-ME-05)."""

    NO_LONGER_NEEDED = "no_longer_needed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTED = "objected"
    UNLAWFUL = "unlawful"
    LEGAL_DUTY = "legal_duty"
    CHILD = "child"


_OF_A_RIGHT = (Ruling.GRANTED, Ruling.PARTLY_GRANTED, Ruling.REFUSED)
_OF_A_COMPLAINT = (Ruling.JUSTIFIED, Ruling.PARTLY_JUSTIFIED, Ruling.NOT_JUSTIFIED)

RULINGS: Mapping[Kind, tuple[Ruling, ...]] = {
    **dict.fromkeys(PRIVACY, _OF_A_RIGHT),
    Kind.PRIVACY_COMPLAINT: _OF_A_COMPLAINT,
    Kind.COMPLAINT: _OF_A_COMPLAINT,
    Kind.APPEAL: (Ruling.AMENDED, Ruling.UPHELD),
}
"""What can be decided of each kind. Of the others nothing is decided: they are answered."""

REFUSALS = frozenset({Ruling.PARTLY_GRANTED, Ruling.REFUSED})
"""Rulings that refuse a right, whole or in part: they need grounds, the authority and the court (GDPR Art. 12(4))."""


@dataclass(frozen=True)
class Decision:
    """One decision about one case. `grounds` are ids of `replies.grounds`, needed for each of REFUSALS.

    `id` names it for whoever changes it. `letter` is the answer that told it to the person, None while it may still be
    changed. `kept` are the policy's names of what stays although the person wanted it gone.
    """

    id: int
    case: int
    ruling: Ruling
    grounds: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    decided_by: int
    decided_at: datetime
    letter: int | None = None
    kept: tuple[str, ...] = ()
