"""Letters that were approved and have not left: for how long they may still be taken back. Pure."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from intake.leaving import may_come_back
from storage.dossier import Dossier
from storage.outbox import Entry


@dataclass(frozen=True)
class Leaving:
    """A letter that may be taken back for some seconds."""

    letter: Entry
    seconds: int


def leaving(found: Dossier, now: datetime) -> tuple[Leaving, ...]:
    """Give the letters of a case that may still be taken back."""
    mine = (one for one in found.letters if one.outgoing.case == found.case.id)
    return tuple(
        Leaving(one, ceil((one.outgoing.not_before - now).total_seconds())) for one in mine if may_come_back(one, now)
    )
