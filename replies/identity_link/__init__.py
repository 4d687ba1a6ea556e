"""To the address on file: somebody wrote to us in your name; open this link if it was you (R-ID-1)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person on file is told: what came in their name, and until when the link is good, local time."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    received: date
    link: str
    until: datetime


_UNTIL = datetime(2026, 3, 24, 9, 30)  # noqa: DTZ001 - local, as it is told
_LINK = "https://svar.example/identity/q0mLJb4nHqS2wVJkq3m8xYt1Zr5e7uCgB9dKfPoAhXs"

SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 3, 20),
        _LINK,
        _UNTIL,
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.OTHER,
        date(2026, 3, 1),
        _LINK,
        _UNTIL,
    ),
)
"""One of each variant, for the house's tests and for previews."""
