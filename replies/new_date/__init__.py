"""This is the new date by which you have our answer, and why: sent by the person who promises it."""

from dataclasses import dataclass
from datetime import date

from cases.kind import Kind
from cases.organisation import Contact


@dataclass(frozen=True)
class Facts:
    """What the letter says. `due` and `before` are local and included; without a `before` no date was told so far.

    `reason` is in the words of `signer`, who is named with the role (R-AI-2).
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    kind: Kind
    due: date
    before: date | None
    reason: str
    signer: str


_CONTACT = Contact("info@mentorix.dk", "(+45) 72 44 12 34")
_WHY = "+++ +++ +++."

SAMPLES = (
    Facts(
        number="MX-26-481903",
        organisation="Mentorix",
        contact=_CONTACT,
        name="Anna Holm",
        kind=Kind.COMPLAINT,
        due=date(2026, 4, 1),
        before=date(2026, 3, 20),
        reason=_WHY,
        signer="Bo Lund",
    ),
    Facts(
        number="ME-26-100200",
        organisation="Metier",
        contact=Contact("info@metier.example"),
        name=None,
        kind=Kind.OTHER,
        due=date(2026, 4, 1),
        before=None,
        reason=_WHY,
        signer="Ida Juhl",
    ),
)
"""One of each variant, for the house's tests and for previews."""
