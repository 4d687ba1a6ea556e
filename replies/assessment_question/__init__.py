"""To whoever appealed: a question that came up when the appeal was looked at first; it goes on meanwhile (P-MX-13)."""

from dataclasses import dataclass

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the letter says. `question` is in the words of the person who assesses the appeal."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    question: str


SAMPLES = (
    Facts("MX-26-481903", "Mentorix", Contact("info@mentorix.dk", "(+45) 72 44 12 34"), "Anna Holm", "+++ +++ +++?"),
    Facts("JK-26-100200", "Jensens Kurser", Contact("info@jensenskurser.dk"), None, "+++ +++ +++?"),
)
"""One of each variant, for the house's tests and for previews."""
