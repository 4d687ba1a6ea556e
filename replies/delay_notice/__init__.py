"""To whoever appealed: the decision takes longer than we promised; this is when to expect it, and why (P-MX-17)."""

from dataclasses import dataclass
from datetime import date

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the notice says. `reason` is in the words of the person who writes it; dates are local, days included."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    received: date
    expected: date
    reason: str


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")

SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        _CONTACT,
        "Anna Holm",
        date(2026, 3, 2),
        date(2026, 4, 10),
        "+++ +++ +++.",
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        date(2026, 3, 2),
        date(2026, 4, 10),
        "+++ +++ +++.",
    ),
)
"""One of each variant, for the house's tests and for previews."""
