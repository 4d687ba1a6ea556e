"""What all answers have in common: they are drafts that a person completes, and answers for."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.organisation import Contact

_PLACE = re.compile(r"\[[^\[\]]*\s[^\[\]]*\]")


@dataclass(frozen=True)
class AnswerFacts:
    """What a drafted answer says. `statements` are texts that it must contain; `received` is local.

    `signer` is the name and role of whoever answers for it (R-AI-2), or None while nobody has taken the case.
    `controller` is the legal entity, as the trade register has it, with its postal address (P-JK-01).
    """

    number: str
    organisation: str
    contact: Contact
    name: str | None
    received: date
    statements: tuple[str, ...]
    signer: str | None = None
    controller: str = ""


@dataclass(frozen=True)
class RightFacts(AnswerFacts):
    """What an answer about a right says beside that. `ruling` is what was decided, "" before anybody has.

    `grounds` are the texts of what a refusal rests on (GDPR Art. 12(4)).
    """

    ruling: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldFacts(RightFacts):
    """What an answer says where others had the data: the `recipients` that the policy names (GDPR Art. 19)."""

    recipients: tuple[str, ...] = ()


def unfinished(body: str) -> tuple[str, ...]:
    """Find the places of a draft that nobody has filled in: "[ Describe … ]", brackets with more than one word in them.

    An answer with any left cannot be approved. "[sic]" and "[MX-26-481903]" are no such places; what a person wants to
    say in brackets can stand in round ones.
    """
    return tuple(_PLACE.findall(body))


SAMPLES = (
    AnswerFacts(
        "MX-26-481903",
        "Mentorix",
        Contact("info@mentorix.dk", "(+45) 72 44 12 34"),
        "Anna Holm",
        date(2026, 3, 2),
        ("+++ +++ +++.", "=== === ===."),
    ),
    AnswerFacts(
        "JK-26-100200", "Jensens Kurser", Contact("info@jensenskurser.dk"), None, date(2026, 3, 2), (), "Bo Lund"
    ),
)
"""One of each variant, for the house's tests and for previews."""

_PARTLY = vars(replace(SAMPLES[0], controller="Mentorix Aps, CVR 12345678"))
PARTLY: dict[str, Any] = {**_PARTLY, "ruling": "partly_granted", "grounds": ("*** ***.",)}
REFUSED: dict[str, Any] = {**PARTLY, "ruling": "refused"}
GRANTED: dict[str, Any] = {**_PARTLY, "ruling": "granted"}
"""A right as it is decided, for the samples of each."""
