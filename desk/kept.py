"""What somebody typed into a letter and could not send: it survives conflicts, refusals and the end of a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from desk.forms import whole


@dataclass(frozen=True)
class Kept:
    """What somebody typed and could not send yet, with the key of the text that says why."""

    letter: int
    subject: str
    body: str
    note: str
    why: str
    reason: str = ""
    deed: str = ""
    form: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, str], why: str, reason: str = "", deed: str = "") -> Self:
        """Take what was typed out of a form; `deed` names the one it is of, where it is no letter's."""
        return cls(
            letter=whole(form.get("letter")),
            subject=form.get("subject", ""),
            body=form.get("body", ""),
            note=form.get("note", ""),
            why=why,
            reason=reason,
            deed=deed,
            form=form,
        )
