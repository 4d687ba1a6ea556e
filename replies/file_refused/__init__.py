"""To the person: a file of yours did not pass our security check; please send what is in it in another form."""

import re
from dataclasses import dataclass

from cases.organisation import Contact

_ORDINARY = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|txt|csv|xlsx?|ods|pptx?|jpe?g|png|gif|heic|webp|tiff?|zip|7z|rar|eml|msg|html?)$",
    re.IGNORECASE,
)
_LEADS_ELSEWHERE = re.compile(r"://|www\.|@|\"", re.IGNORECASE)
_LONGEST = 60


@dataclass(frozen=True)
class Facts:
    """What the person is told: which files could not be taken, as they had named them. What was found is not told."""

    number: str
    organisation: str
    contact: Contact
    name: str | None
    files: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the names where all of them read as names of files, else none.

        What a stranger calls a file is data: our letter must not carry his words to somebody else (R-EM-13).
        """
        ordinary = all(map(_is_ordinary, self.files))
        return self.files if ordinary else ()


def _is_ordinary(name: str) -> bool:
    fits = len(name) <= _LONGEST and name.isprintable() and not _LEADS_ELSEWHERE.search(name)
    return fits and bool(_ORDINARY.search(name))


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")

SAMPLES = (
    Facts("MX-26-481903", "Mentorix", _CONTACT, "Anna Holm", ("kvittering.pdf",)),
    Facts("MX-26-481903", "Mentorix", _CONTACT, "Anna Holm", ("kvittering.pdf", "billede 1.jpg")),
    Facts("JK-26-100200", "Jensens Kurser", Contact("info@jensenskurser.dk"), None, ("buy.example",)),
    Facts("JK-26-100200", "Jensens Kurser", Contact("info@jensenskurser.dk"), "Bo", ("buy.example", "a.pdf")),
)
"""One of each variant, for the house's tests and for previews."""
