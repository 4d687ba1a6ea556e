"""What a sweep would erase now, at one organisation: cases by kind and rule, mail, chats, records of the register.

Until when a case is kept is computed anew every night; a sweep goes by that. It takes LARGEST of each at the most, so
that whoever asks for it sees the whole of it first.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.kind import Kind
from cases.office import Office
from cases.retention import Keeps
from intake.forget_chats import old_chats
from intake.forget_course_mail import all_course_mail
from intake.forget_rest import old_mail, old_records
from intake.retain import kept
from storage import retained
from storage.page import Page

LARGEST = 500
"""So many cases, and so much of everything else, one sweep takes at the most; then somebody looks again."""

LOOKED_AT = 2 * LARGEST
"""So many cases whose time is over are looked at: something may keep a good many of them."""


@dataclass(frozen=True)
class Outlook:
    """What would go. `cases` are numbers by kind and rule, `keeps` by what keeps a case although its time is over.

    `more`: there is more of something than one sweep takes.
    """

    cases: Mapping[tuple[Kind, str], int]
    keeps: Mapping[Keeps, int]
    mail: int
    chats: int
    course_mail: int
    records: int
    more: bool

    @property
    def planned(self) -> dict[str, int]:
        """Give the numbers as a sweep counts them, by its steps."""
        return {
            "cases": sum(self.cases.values()),
            "mail": self.mail,
            "chats": self.chats,
            "course_mail": self.course_mail,
            "records": self.records,
        }

    @property
    def total(self) -> int:
        """Give how much would go in all."""
        return sum(self.planned.values())


def foresee(page: Page, office: Office, now: datetime) -> Outlook:
    """Look at what a sweep would erase. Changes nothing."""
    organisation = office.policy.id
    cases: Counter[tuple[Kind, str]] = Counter()
    keeps: Counter[Keeps] = Counter()
    for one in retained.oldest_due(page, organisation, now, 0, LOOKED_AT):
        found = retained.keeps(page, organisation, one.id)
        keeps.update(found)
        if not found:
            cases[one.kind, kept(one, office).rule] += 1
        if cases.total() == LARGEST:
            break
    mail, chats = len(old_mail(page, office, now, LARGEST)), len(old_chats(page, office, now, LARGEST))
    course_mail = min(len(all_course_mail(page, office, now)), LARGEST)
    records = min(len(old_records(page, office, now)), LARGEST)
    more = LARGEST in (cases.total(), mail, chats, course_mail, records)
    return Outlook(cases, keeps, mail, chats, course_mail, records, more)
