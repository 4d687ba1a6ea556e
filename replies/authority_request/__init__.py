"""To a person at their known address: somebody writes on your behalf, and we ask whether they may (P-AL-02)."""

from dataclasses import dataclass

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is asked. `name` is theirs; `sender` whoever says that they write for them, None where unknown.

    Nothing of the matter is in it: perhaps the person does not want it known at this address.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    sender: str | None


_CONTACT = Contact("info@alottbetter.dk", "52119707")

SAMPLES = (
    Facts("AL-26-300400", "ALOTTbetter", _CONTACT, "Ida Skov", "Bo Skov"),
    Facts("AL-26-300401", "ALOTTbetter", Contact("info@alottbetter.dk"), None, None),
)
"""One of each variant, for the house's tests and for previews."""
