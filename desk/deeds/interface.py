"""What every deed says of itself: when it is offered, what is asked for it, and what doing it does."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.errors import NotAllowed
from cases.office import Office
from cases.staff import Staff
from desk.visitor import Visitor
from storage.dossier import Dossier
from storage.page import Page

E = TypeVar("E", bound=StrEnum)


class Input(StrEnum):
    """How a field is filled in; the values are those of HTML where HTML has one."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    SEVERAL = "several"
    DAY = "date"
    INSTANT = "datetime-local"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `choices` are values, each with its words ("" where the deed's texts name it)."""

    name: str
    input: Input
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    value: str = ""


@dataclass(frozen=True)
class Doing:
    """Who does it, for which office, and when."""

    staff: Staff
    office: Office
    now: datetime


@dataclass(frozen=True)
class Answers:
    """A form as it was sent; each question raises NotAllowed with one clear sentence where the answer is none."""

    form: Mapping[str, str]

    def text(self, name: str) -> str:
        """Give a text without the blanks around it; "" where nothing was typed."""
        return self.form.get(name, "").strip()

    def needed(self, name: str) -> str:
        """Give a text that must be there."""
        if not self.text(name):
            raise NotAllowed(f"{name.replace('_', ' ')} is empty; say it in a few words")
        return self.text(name)

    def one_of(self, name: str, values: type[E]) -> E:
        """Give a word of a vocabulary."""
        try:
            return values(self.text(name))
        except ValueError:
            raise NotAllowed(f"{name.replace('_', ' ')}: expected one of {', '.join(values)}") from None

    def several(self, name: str) -> tuple[str, ...]:
        """Give the values that were ticked, in the order of the form."""
        before = f"{name}."
        return tuple(key.removeprefix(before) for key, value in self.form.items() if key.startswith(before) and value)

    def flag(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.text(name))

    def number(self, name: str) -> int:
        """Give an id of ours; 0 where it is none."""
        written = self.text(name)
        return int(written) if written.isascii() and written.isdecimal() and len(written) <= 19 else 0  # noqa: PLR2004 - as forms.whole

    def day(self, name: str) -> date:
        """Give a date, written as browsers send it: 2026-03-02."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise NotAllowed(f"{name.replace('_', ' ')}: expected a date such as 2026-03-02") from None

    def instant(self, name: str, zone: ZoneInfo) -> datetime:
        """Give an instant that was typed on the local clock: 2026-03-02T09:30."""
        try:
            return datetime.fromisoformat(self.text(name)).replace(tzinfo=zone)
        except ValueError:
            raise NotAllowed(f"{name.replace('_', ' ')}: expected a date and time such as 2026-03-02T09:30") from None


@dataclass(frozen=True)
class Deed:
    """Something staff do. `asks` gives its fields, None where it is not offered for this case to this person.

    The words stand in desk/deeds/texts/<id>.toml. `decides`: only for roles that approve.
    `proves`: only after the person has shown anew who they are. `do` raises NotAllowed or AlreadyDone where a rule
    forbids it; nothing is changed then. `why_not` names the text that says why a deed people look for is not offered
    now, None where nobody would miss it.
    """

    id: str
    asks: Callable[[Dossier, Visitor], tuple[Field, ...] | None]
    do: Callable[[Page, Case, Answers, Doing], None]
    decides: bool = True
    proves: bool = False
    why_not: Callable[[Dossier, Visitor], str | None] | None = None


def named(people: Iterable[Staff], me: Visitor) -> tuple[tuple[str, str], ...]:
    """Give people as choices, each with the name of the role: "Bo Lund (course administrator)"."""
    roles = {role.id: role.names.get(me.t.language, role.id) for role in me.policy.roles}
    return tuple((str(one.id), f"{one.name} ({roles.get(one.role, one.role)})") for one in people)


@dataclass(frozen=True)
class Offered:
    """A deed as one person sees it on a case's page."""

    id: str
    fields: tuple[Field, ...]


def offered(deeds: tuple[Deed, ...], found: Dossier, me: Visitor) -> tuple[Offered, ...]:
    """Give the deeds that a person may do to a case now, in their order."""
    mine = (deed for deed in deeds if me.role.approves or not deed.decides)
    asked = ((deed.id, deed.asks(found, me)) for deed in mine)
    return tuple(Offered(id_, fields) for id_, fields in asked if fields is not None)


@dataclass(frozen=True)
class Barred:
    """A deed that cannot be done now; `why` names the text `deed.<id>.why_not.<why>`."""

    id: str
    why: str


def barred(deeds: tuple[Deed, ...], found: Dossier, me: Visitor) -> tuple[Barred, ...]:
    """Give the deeds that a person might look for and cannot do to a case now, each with why."""
    mine = (deed for deed in deeds if deed.why_not and (me.role.approves or not deed.decides))
    asked = ((deed, deed.why_not(found, me)) for deed in mine if deed.why_not and deed.asks(found, me) is None)
    return tuple(Barred(deed.id, why) for deed, why in asked if why)
