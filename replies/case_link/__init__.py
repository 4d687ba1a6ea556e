"""To the address of a case: the link to the page where its person follows it, which somebody has just asked for."""

from dataclasses import dataclass
from datetime import date

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the letter says: the page's address, and the last day on which the link works."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    page: str
    until: date


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        "https://svar.example/case/MX-26-481903",
        date(2026, 6, 20),
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        "https://svar.example/case/JK-26-100200",
        date(2026, 6, 1),
    ),
)
"""One of each variant, for the house's tests and for previews."""
