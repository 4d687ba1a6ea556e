"""To the customer, on its own request: which data of its learner we have, and what can be done with them (P-MB-05)."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact
from cases.term import Term


@dataclass(frozen=True)
class Facts:
    """What the processor's reply says; a person fills in the rest. `asked` is the local day of the customer's request.

    `customer` is the controller's name, None where nobody has found it out. `accounts` is how long it has accounts
    kept (P-MB-14), None where its record does not say.
    """

    number: str
    organisation: str
    contact: Contact
    customer: str | None
    kind: Kind
    asked: date
    accounts: Term | None = None


_CONTACT = Contact("privacy@poweredbymmentor.nl", "06 51147070")

SAMPLES = (
    Facts(
        "MB-26-300400", "Mentor BV", _CONTACT, "Academie Noord", Kind.ACCESS, date(2026, 3, 3), Term.parse("2 years")
    ),
    Facts("MB-26-300401", "Mentor BV", _CONTACT, None, Kind.ERASURE, date(2026, 3, 3)),
)
"""One of each variant, for the house's tests and for previews."""
