"""To the controller: a request of one of your learners reached us; it is attached, and your month runs."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the referral says (P-MB-04, P-MB-05, GDPR Art. 28(3)). The person stands in the attached request alone.

    `customer` is the controller's name; `received` the day the request reached us, `due` the last day of the
    controller's month, counted from there (CON-4).
    """

    number: str
    organisation: str
    contact: Contact
    customer: str
    kind: Kind
    received: date
    due: date


SAMPLES = (
    Facts(
        "MB-26-300400",
        "Mentor BV",
        Contact("privacy@poweredbymmentor.nl", "06 51147070"),
        "Academie Noord",
        Kind.ACCESS,
        date(2026, 3, 2),
        date(2026, 4, 2),
    ),
)
"""For the house's tests and for previews."""
