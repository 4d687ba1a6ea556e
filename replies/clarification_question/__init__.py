"""To the person: we hold a great deal about you; tell us what you are looking for, or get everything anyway."""

from dataclasses import dataclass
from datetime import date

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What is asked (GDPR rec. 63), and that without an answer the full request is handled (R-REC-6).

    `received` is local. `words` is what whoever asks adds, "" for nothing. `until`: the time limit stands still until
    the answer, and no longer than that day; None where it runs on. `signer` is who asks.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    received: date
    words: str
    until: date | None
    signer: str


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        date(2026, 3, 2),
        "PRINCE2 Foundation 2025?",
        until=date(2026, 3, 11),
        signer="Bo Lund",
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        date(2026, 3, 2),
        "",
        until=None,
        signer="Ea Krogh",
    ),
)
"""One of each variant, for the house's tests and for previews."""
