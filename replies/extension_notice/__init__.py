"""To the person: the answer takes longer than a month, for these reasons, and this is its last day now."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is told within the first month (GDPR Art. 12(3), R-12-3c); `received` and `due` are local.

    `reasons` are ids of the law's two; `words` says in a person's own words what is so in this case. `signer` is who
    answers for it.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    received: date
    due: date
    reasons: tuple[str, ...]
    words: str
    signer: str


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        Kind.ACCESS,
        date(2026, 3, 5),
        date(2026, 6, 5),
        ("complexity", "number_of_requests"),
        "PRINCE2 Foundation, PRINCE2 Practitioner.",
        "Bo Lund",
    ),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        None,
        Kind.ERASURE,
        date(2026, 3, 5),
        date(2026, 6, 5),
        ("complexity",),
        "PRINCE2 Foundation.",
        "Ea Krogh",
    ),
)
"""One of each variant, for the house's tests and for previews."""
