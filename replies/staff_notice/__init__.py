"""To staff: something happened with a case that you should look at. A link to the desk, and no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.kind import Kind


class News(StrEnum):
    """What staff are told of."""

    NEW_HOLD = "new_hold"
    REMINDER = "reminder"
    MISSED = "missed"
    ESCALATED = "escalated"
    UNDELIVERABLE = "undeliverable"
    INFECTED = "infected"
    NOT_DELIVERED_YET = "not_delivered_yet"
    CORRECTED = "corrected"
    YOURS = "yours"
    NOBODY_LEFT = "nobody_left"
    INVITED = "invited"
    CUSTOMER_UNKNOWN = "customer_unknown"
    PROCESSOR_LATE = "processor_late"
    CUSTOMER_ENDED = "customer_ended"
    UNANSWERED = "unanswered"
    DATE_MOVED = "date_moved"
    TASK_LATE = "task_late"
    WITHDRAWAL = "withdrawal"
    PERSON_CALLED = "person_called"
    MENTIONED = "mentioned"
    DRAFT_WAITS = "draft_waits"
    DUE_SOON = "due_soon"
    MANY = "many"


@dataclass(frozen=True)
class Facts:
    """What the notice says. `queue` is its name in the reader's language, `due` local; `link` leads to the desk."""

    organisation: str
    news: News
    number: str
    kind: Kind
    queue: str
    due: datetime | None
    link: str


_DUE = datetime(2026, 3, 20, 23, 59)  # noqa: DTZ001 - local, as it is told
_LINK = "https://desk.example/desk/cases/481903"

SAMPLES = (
    *(Facts("Mentorix", news, "MX-26-481903", Kind.COMPLAINT, "kursusadministrationen", _DUE, _LINK) for news in News),
    *(Facts("Mentorix", news, "MX-26-481904", Kind.OTHER, "ledelsen", None, _LINK) for news in News),
)
"""One of each variant, for the house's tests and for previews."""
