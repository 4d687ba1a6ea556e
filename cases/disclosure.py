"""Showing a case to somebody outside the organisation: only on a basis that is written down first (P-MX-20)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DisclosureBasis(StrEnum):
    """What lets an organisation show somebody's case to others: the person's own word, or what the law gives."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGAL_CLAIMS = "legal_claims"


@dataclass(frozen=True)
class Disclosure:
    """That a case may be shown to a recipient: "peoplecert", or somebody's e-mail address, in lower case.

    `message` is the letter in which the person consents, None on every other basis.
    """

    id: int
    case: int
    recipient: str
    basis: DisclosureBasis
    recorded_by: int
    recorded_at: datetime
    message: int | None = None
