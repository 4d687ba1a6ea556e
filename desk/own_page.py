"""What staff see of the page that a person has of their own case: until when a link opens it, and who closed it."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case
from cases.office import Office
from cases.outgoing import Outgoing
from intake.case_pass import names_page
from storage.dossier import Dossier


@dataclass(frozen=True)
class OwnPage:
    """The page of a case. `until`: a link opens it so long, None where none does; `closed`: staff let none open it."""

    case: Case
    office: Office
    until: datetime | None
    closed: bool

    def named_in(self, letter: Outgoing) -> bool:
        """Say whether a letter will name it when it leaves."""
        return not self.closed and names_page(letter, self.case, self.office)


def own_page(found: Dossier, office: Office, now: datetime) -> OwnPage:
    """Say how the page of a case stands."""
    until = max((one.until for one in found.passes if one.open(now)), default=None)
    closed = not found.passes and any(event.verb == "page_closed" for event in found.events)
    return OwnPage(found.case, office, until, closed)
