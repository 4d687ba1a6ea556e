"""What somebody typed into a letter and could not send: it survives conflicts, refusals and the end of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from desk.forms import whole


@dataclass(frozen=True)
class Kept:
    """What somebody typed into a letter and could not send yet, with the key of the text that says why."""

    letter: int
    subject: str
    body: str
    note: str
    why: str
    reason: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str], why: str, reason: str = "") -> Self:
        """Take what was typed out of a form."""
        return cls(
            letter=whole(form.get("letter")),
            subject=form.get("subject", ""),
            body=form.get("body", ""),
            note=form.get("note", ""),
            why=why,
            reason=reason,
        )
