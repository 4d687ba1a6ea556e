"""This is the date by which you have our answer: sent when all that was asked for has come, or when the date is set.

Where the policy promises no date, it says that all has come and that a person has the case.
"""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the deadline reply says (P-MX-07). `due` is local and included; `law` is the clock's, as in its rule.

    Without a `due` there is no date to tell: a person has the case, and writes.
    `complete`: everything we asked for has come. Otherwise a date was set, or moved, and that is the news; `missing`
    are names of requirements that are asked for with it. `referred`: whom we work for has to answer, and not we
    (P-MB-04).
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    due: date | None = None
    law: str = ""
    complete: bool = True
    missing: tuple[str, ...] = ()
    referred: bool = False


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")

SAMPLES = (
    Facts("MX-26-481903", "Mentorix", _CONTACT, "Anna Holm", Kind.COMPLAINT, date(2026, 3, 20), "our promise"),
    Facts("MX-26-481903", "Mentorix", _CONTACT, None, Kind.COMPLAINT, date(2026, 4, 1), "our promise", complete=False),
    Facts(
        "MX-26-481903",
        "Mentorix",
        _CONTACT,
        "Anna Holm",
        Kind.COMPLAINT,
        date(2026, 4, 1),
        complete=False,
        missing=("name", "documents"),
    ),
    Facts(
        "MB-26-300400",
        "Mentor",
        Contact("privacy@poweredbymmentor.nl", "06 51147070"),
        "J. de Vries",
        Kind.ACCESS,
        date(2026, 4, 2),
        "GDPR Art. 12(3)",
        complete=False,
        missing=("customer",),
        referred=True,
    ),
    Facts("ME-26-100200", "Metier", _CONTACT, "Ida", Kind.COMPLAINT),
    Facts(
        "JK-26-100200",
        "Jensens Kurser",
        Contact("info@jensenskurser.dk"),
        "Bo",
        Kind.ERASURE,
        date(2026, 4, 7),
        "GDPR Art. 12(3)",
    ),
)
"""One of each variant, for the house's tests and for previews."""
