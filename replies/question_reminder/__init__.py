"""To the person: we asked whether it was you and have heard nothing; this is the one reminder, and what comes after."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is reminded of (R-CLK-6): asked on one day, and until when we wait; both local."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    asked: date
    until: date


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 3, 4),
        date(2026, 4, 3),
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.ERASURE,
        date(2026, 3, 4),
        date(2026, 4, 3),
    ),
)
"""One of each variant, for the house's tests and for previews."""
