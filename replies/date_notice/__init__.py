"""To the person: the law's calendar has changed, and the date that you were told moves to a later one."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is told before a date that they know moves (R-T-26): the date told, and the later one."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    told: date
    due: date


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 4, 2),
        date(2026, 4, 7),
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.ERASURE,
        date(2026, 4, 2),
        date(2026, 4, 7),
    ),
)
"""One of each variant, for the house's tests and for previews."""
