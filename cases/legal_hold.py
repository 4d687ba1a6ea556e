"""A case that must not be erased although its time is over: for what, how far, until when (GDPR Art. 17(3)(e))."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Purpose(StrEnum):
    """For what a case is held."""

    LEGAL_CLAIM = "legal_claim"
    COURT = "court"
    AUTHORITY = "authority"
    INSURANCE = "insurance"
    AUDIT = "audit"


@dataclass(frozen=True)
class LegalHold:
    """One hold on one case. `scope` says what of it the purpose needs; special categories are outside it (CON-5).

    `review_on` is the day on which a person looks whether it is still needed. `lifted_at` is None while it holds.
    """

    id: int
    case: int
    purpose: Purpose
    scope: str
    placed_by: int
    placed_at: datetime
    review_on: date
    lifted_by: int | None = None
    lifted_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Say whether it still keeps the case from being erased."""
        return self.lifted_at is None
