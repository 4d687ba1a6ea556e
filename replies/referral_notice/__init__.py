"""To the person: your request has been passed on to the controller, on this day, and this is when it must answer."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is told once the referral has left (P-MB-04): to whom, when, and the controller's last day."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    customer: str
    referred: date
    due: date


_CONTACT = Contact("privacy@poweredbymmentor.nl", "06 51147070")

SAMPLES = (
    Facts(
        "MB-26-300400",
        "Mentor BV",
        _CONTACT,
        "J. de Vries",
        Kind.ACCESS,
        "Academie Noord",
        date(2026, 3, 3),
        date(2026, 4, 2),
    ),
    Facts(
        "MB-26-300401",
        "Mentor BV",
        _CONTACT,
        None,
        Kind.CONSENT_WITHDRAWAL,
        "Academie Noord",
        date(2026, 3, 3),
        date(2026, 4, 2),
    ),
)
"""One of each variant, for the house's tests and for previews."""
