"""Something sensitive that came in a message: where it stands, never what it is, and what a person made of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

IN_SUBJECT, IN_TEXT, BY_HAND = "subject", "text", "by_hand"
"""Places in a message's words; and the category of a passage that a person marked."""
_FILE = "file "


class Fate(StrEnum):
    """What a person decides of it: struck out, or kept because a claim needs it (GDPR Art. 9(2)(f), CON-6)."""

    STRIKE_OUT = "strike_out"
    KEEP = "keep"


@dataclass(frozen=True)
class Redaction:
    """One category in one place of one message.

    A place is `subject`, `text`, `text 12 40` (characters of it) or `file 3` (the part). It is masked from when it was
    found until somebody keeps it. `fate` is None while nobody has judged; `struck_at` is when it went.
    """

    id: int
    case: int
    message: int
    category: str
    place: str
    found_at: datetime
    fate: Fate | None = None
    judged_by: int | None = None
    judged_at: datetime | None = None
    struck_at: datetime | None = None

    @property
    def goes(self) -> bool:
        """Say whether somebody decided that it goes, and it is still there."""
        return self.fate is Fate.STRIKE_OUT and self.judged_by is not None and self.struck_at is None

    @property
    def part(self) -> int | None:
        """Give the part of the file it stands in, None where it stands in words."""
        return int(self.place.removeprefix(_FILE)) if self.place.startswith(_FILE) else None

    @property
    def span(self) -> tuple[str, int, int] | None:
        """Give where a passage stands that a person marked and that is still there: subject or text, from, to."""
        match self.place.split():
            case [words, first, last]:
                return words, int(first), int(last)
        return None

    @property
    def masks(self) -> bool:
        """Say whether the words are not to be shown."""
        return self.part is None and self.fate is not Fate.KEEP


def in_file(part: int) -> str:
    """Name a file as a place."""
    return f"{_FILE}{part}"


def at(place: str, first: int, last: int) -> str:
    """Name a passage of the subject or the text as a place: from one character to before another."""
    return f"{place} {first} {last}"
