"""To the address of a case: the code by which its person shows, on the page of the case, that it is they (R-ID-1)."""

from dataclasses import dataclass

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the letter says: the code, and for how many minutes it can be typed in."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    code: str
    minutes: int


SAMPLES = (
    Facts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        "•••• ••••",
        10,
    ),
    Facts("JK-26-100200", "Jensens Kurser", Contact("info@jensenskurser.dk"), None, "•••• ••••", 10),
)
"""One of each variant, for the house's tests and for previews."""
