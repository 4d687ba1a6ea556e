"""To one of staff: several things happened with cases since the last letter. Links to the desk, no personal data."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.kind import Kind
from replies.staff_notice import News


@dataclass(frozen=True)
class Line:
    """One thing: what happened, with which case, when that ends (local, None where nothing runs), where it is."""

    news: News
    number: str
    kind: Kind
    due: datetime | None
    link: str


@dataclass(frozen=True)
class Facts:
    """What the letter says, on a `day`: what happened `since` an instant (local), oldest first.

    `settings` leads to where somebody chooses what they are told.
    """

    organisation: str
    day: date
    since: datetime
    lines: tuple[Line, ...]
    settings: str


_DAY = date(2026, 3, 20)
_SINCE = datetime(2026, 3, 20, 9, 12)  # noqa: DTZ001 - local, as it is told
_NIGHT = datetime(2026, 3, 19, 21, 5)  # noqa: DTZ001 - as above
_DUE = datetime(2026, 3, 24, 23, 59)  # noqa: DTZ001 - as above
_SETTINGS = "https://desk.example/desk/you/notices"


def _line(news: News, number: int, due: datetime | None = _DUE) -> Line:
    name = f"MX-26-{481_900 + number}"
    return Line(news, name, Kind.COMPLAINT, due, f"https://desk.example/desk/cases/{name}")


_ALL = tuple(_line(news, number, _DUE if number % 2 else None) for number, news in enumerate(News))

SAMPLES = (
    Facts("Mentorix", _DAY, _SINCE, (_line(News.NEW_HOLD, 1), _line(News.MENTIONED, 2, None)), _SETTINGS),
    Facts("Mentorix", _DAY, _NIGHT, _ALL, _SETTINGS),
)
"""One of each variant, for the house's tests and for previews."""
