"""To one of staff, every working day: which cases are late, end soon, or wait for approval. No personal data."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.kind import Kind


@dataclass(frozen=True)
class Line:
    """One case: its number and kind, when it ends (local, None where nothing runs), and where it is at the desk."""

    number: str
    kind: Kind
    due: datetime | None
    link: str


@dataclass(frozen=True)
class Part:
    """Some cases: how many there are, and the first of them. `more`: there are more than were counted."""

    count: int
    lines: tuple[Line, ...]
    more: bool = False


@dataclass(frozen=True)
class Facts:
    """What the overview says, of a `day`; `link` leads to the queue, `settings` to where it is switched off."""

    organisation: str
    day: date
    late: Part
    today: Part
    week: Part
    approval: Part
    link: str
    settings: str


_DAY = date(2026, 3, 20)
_LINK = "https://desk.example/desk/"
_SETTINGS = "https://desk.example/desk/you/notices"
_NONE = Part(0, ())


def _line(number: int, day: int) -> Line:
    due = datetime(2026, 3, day, 23, 59)  # noqa: DTZ001 - local, as it is told
    return Line(f"MX-26-{number}", Kind.COMPLAINT, due, f"{_LINK}cases/MX-26-{number}")


_ONE = Part(1, (_line(481903, 20),))
_TWO = Part(2, (_line(481904, 23), _line(481905, 24)))
_MANY = Part(200, (_line(481906, 19), Line("MX-26-481907", Kind.ACCESS, None, f"{_LINK}cases/MX-26-481907")), more=True)

SAMPLES = (
    Facts("Mentorix", _DAY, _ONE, _TWO, _MANY, _ONE, _LINK, _SETTINGS),
    Facts("Mentorix", _DAY, _NONE, _ONE, _NONE, _NONE, _LINK, _SETTINGS),
    Facts("Mentorix", _DAY, _MANY, _NONE, _NONE, _MANY, _LINK, _SETTINGS),
)
"""One of each variant, for the house's tests and for previews."""
