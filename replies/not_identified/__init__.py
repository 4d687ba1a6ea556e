"""To the person: we asked who you are and had no answer, so the case is closed for now; with authority and court."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is told where nobody could be sure who asked (R-CLK-6, GDPR Art. 12(4)); the days are local.

    `statements` are the ground, the authority and the court, in the words of the law's texts.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    received: date
    asked: date
    statements: tuple[str, ...]


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 3, 2),
        date(2026, 3, 4),
        ("+++ +++ +++.", "=== === ===."),
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.ERASURE,
        date(2026, 3, 2),
        date(2026, 3, 4),
        ("+++ +++ +++.",),
    ),
)
"""One of each variant, for the house's tests and for previews."""
