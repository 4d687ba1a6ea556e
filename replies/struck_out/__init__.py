"""To the person: this was deleted from your message, the rest stays, and your case goes on (P-JK-07, R-ID-2)."""

from dataclasses import dataclass
from datetime import date

from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the person is told: never what it was that is gone.

    `received` is the local date of the message. `words`: something in its text went; `files`: so many files went whole.
    `identity`: a copy of an identity paper among them; `certificate`: a paper of a doctor's.
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    received: date
    words: bool = True
    files: int = 0
    identity: bool = False
    certificate: bool = False


_JENSEN = Contact("info@jensenskurser.dk")
_MENTORIX = Contact("info@mentorix.dk", "(+45) 72 44 12 34")

SAMPLES = (
    Facts("JK-26-100200", "Jensens Kurser", _JENSEN, "Anna Holm", date(2026, 3, 2)),
    Facts("JK-26-100200", "Jensens Kurser", _JENSEN, None, date(2026, 3, 2), files=1),
    Facts("MX-26-481903", "Mentorix", _MENTORIX, "Anna Holm", date(2026, 3, 2), words=False, files=1, certificate=True),
    Facts("MX-26-481903", "Mentorix", _MENTORIX, "Anna Holm", date(2026, 3, 2), words=False, files=2, identity=True),
)
"""One of each variant, for the house's tests and for previews."""
