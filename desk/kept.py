"""What somebody typed and could not send: it survives conflicts, refusals and the end of a session.

It stays in pages: through a log-in it is carried by the log-in's own form, never in an address or a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from desk.forms import local_path, whole

OWN = frozenset({"to", "next", "email", "password", "organisation", "half", "code", "passkey"})
"""Fields of the log-in form itself."""

_BEFORE = "kept."
_OFFERED = frozenset(
    {"csrf", "once", "client", "number", "letter", "version", "message", "seen", "saw", "into"}
    | {"kind", "also", "way", "ruling", "route", "by", "language"}
)
"""Fields that nobody types into."""


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

    @property
    def texts(self) -> tuple[str, ...]:
        """Give what was typed, field by field, without what the form itself had brought or offered."""
        offered = _OFFERED if self.deed else _OFFERED | {"reason"}
        typed = ((name, value.strip()) for name, value in self.form.items() if name not in offered)
        return tuple(value for name, value in typed if value and not self._is_unchanged(name))

    def _is_unchanged(self, name: str) -> bool:
        """Say whether a box was ticked, or a field is as the person saw it."""
        if name.startswith("field."):
            return self.form.get(name.replace("field.", "saw.", 1)) == self.form[name]
        return "." in name


@dataclass(frozen=True)
class Unsent:
    """A form that was sent to one of our addresses and was not done."""

    to: str
    form: Mapping[str, str]

    def __bool__(self) -> bool:
        """Say whether anything would be lost with it."""
        return any(value.strip() for name, value in self.form.items() if name not in {"csrf", "once"})

    def packed(self) -> dict[str, str]:
        """Give it as fields of the log-in form, beside those of its own; without the token, which is over."""
        return {"to": self.to} | {_carried(name): value for name, value in self.carried.items()}

    @property
    def carried(self) -> dict[str, str]:
        """Give the fields that go along: without the token, and without what showed who somebody is."""
        return {name: value for name, value in self.form.items() if name != "csrf" and not name.startswith("proof.")}

    @classmethod
    def unpacked(cls, form: Mapping[str, str]) -> Self | None:
        """Take it out of a log-in form, None where that carries none."""
        if "to" not in form:
            return None
        carried = {name: value for name, value in form.items() if name not in OWN}
        return cls(local_path(form["to"]), {name.removeprefix(_BEFORE): value for name, value in carried.items()})


def _carried(name: str) -> str:
    return f"{_BEFORE}{name}" if name in OWN or name.startswith(_BEFORE) else name
