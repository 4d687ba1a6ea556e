"""Your complaint is about a decision of PeopleCert: you may appeal to them, in writing, and this is how (P-MX-10).

It goes where the receipt did not say so: the case was not known to be about such a decision, or waited for a person.
"""

from dataclasses import dataclass

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the notice says. `right` is the policy's own statement of that right, with the links (P-MX-11)."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    right: str


_RIGHT = "+++ https://www.peoplecert.org/terms https://peoplecert.org/complaints"

SAMPLES = (
    Facts("MX-26-481903", "Mentorix", Contact("info@mentorix.dk", "(+45) 72 44 12 34"), "Anna Holm", _RIGHT),
    Facts("MX-26-481904", "Mentorix", Contact("info@mentorix.dk"), None, _RIGHT),
)
"""One of each variant, for the house's tests and for previews."""
