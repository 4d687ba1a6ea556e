"""To the person: before we can answer we need to be sure that it is you, and this is the little that would show it."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What is asked (GDPR Art. 12(6)). `received` is local; never a copy of an identity paper is asked for (R-ID-2).

    `asks` are ids of what would show it, any one of them enough. `words` is what whoever asks adds, "" for nothing.
    `waits`: the time limit stands still until the answer. `signer` is who asks.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    received: date
    asks: tuple[str, ...]
    words: str
    waits: bool
    signer: str


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")

SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        _CONTACT,
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 3, 2),
        ("known_address", "course_number", "course_date", "username", "call_back"),
        "PRINCE2 Foundation 2025?",
        waits=True,
        signer="Bo Lund",
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.ERASURE,
        date(2026, 3, 2),
        ("known_address",),
        "",
        waits=False,
        signer="Ea Krogh",
    ),
)
"""One of each variant, for the house's tests and for previews."""
