"""What a person can want: the kinds of case, and the flags that may go with any of them."""

from enum import StrEnum


class Kind(StrEnum):
    """One matter's kind. The order is the order of the strictest clock first among equals."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    CONSENT_WITHDRAWAL = "consent_withdrawal"
    PRIVACY_COMPLAINT = "privacy_complaint"
    APPEAL = "appeal"
    COMPLAINT = "complaint"
    FEEDBACK = "feedback"
    OTHER = "other"


PRIVACY = frozenset(
    {
        Kind.ACCESS,
        Kind.RECTIFICATION,
        Kind.ERASURE,
        Kind.RESTRICTION,
        Kind.PORTABILITY,
        Kind.OBJECTION,
        Kind.CONSENT_WITHDRAWAL,
        Kind.PRIVACY_COMPLAINT,
    }
)
"""Kinds that stand on the GDPR: never asked for documents, never an identity copy by default."""

ORDINARY = frozenset({Kind.FEEDBACK, Kind.OTHER})
"""Kinds without a time limit in law; a policy may still set one."""


class Flag(StrEnum):
    """Something about a message that a person or another rule must know, whatever its kind."""

    BREACH_HINT = "breach_hint"
    AUTHORITY_REQUEST = "authority_request"
    AUTOMATED_DECISION = "automated_decision"
    DATA_UPDATE = "data_update"
    PEOPLECERT_DECISION = "peoplecert_decision"
    CERTIFICATION_DISCLOSURE = "certification_disclosure"
    ON_BEHALF = "on_behalf"
    FOLLOW_UP = "follow_up"
