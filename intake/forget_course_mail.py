"""Mail about somebody's course that became no case goes when the course has ended (P-ME-09, GDPR Art. 5(1)(e)).

Where a policy has the mails deleted that told trainer and invigilator of a participant and of the result, copies in
our own file go as well. The register says who takes which course and when it ends. What somebody wrote themselves
stays, and so does all that tells of a person who has a case that something keeps: somebody looks at that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.learner import Course, Learner, folded
from cases.office import Office
from cases.task import TaskKind
from intake.course_end import COURSE_END
from storage import casebook, erasing, retained, told_of
from storage.page import Page
from storage.told_of import Filed

AT_ONCE = 50
"""So many messages are looked at together."""

RESULT = timedelta(days=14)
"""So long after its end a course is still told of: the result comes shortly after the certification."""

WORDS = 5
"""So many words a name has at most."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[\w.-]{1,250}\w")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True)
class Looked:
    """What a look at some mail found: what has to go, and the id to go on from; None at the end."""

    due: frozenset[int]
    after: int | None


def course_mail(page: Page, office: Office, after: int, now: datetime) -> Looked:
    """Find mail in the file about courses that have ended, among AT_ONCE messages from an id on."""
    if not _has_it_deleted(office):
        return Looked(frozenset(), None)
    mail = told_of.filed(page, office.policy.id, after, AT_ONCE)
    due = frozenset(one.id for one in mail if _is_due(page, one, office, now))
    return Looked(due, mail[-1].id if len(mail) == AT_ONCE else None)


def forget_course_mail(page: Page, office: Office, found: Looked, now: datetime) -> int:
    """Erase what was found, if it is still to go; give how many messages went."""
    every = (told_of.filed(page, office.policy.id, id_ - 1, 1) for id_ in found.due)
    due = frozenset(one.id for mail in every for one in mail if one.id in found.due and _is_due(page, one, office, now))
    erasing.erase_messages(page, office.policy.id, due)
    return len(due)


def all_course_mail(page: Page, office: Office, now: datetime) -> frozenset[int]:
    """Find all mail in the file about courses that have ended."""
    due: set[int] = set()
    after: int | None = 0
    while after is not None:
        looked = course_mail(page, office, after, now)
        due |= looked.due
        after = looked.after
    return frozenset(due)


def _has_it_deleted(office: Office) -> bool:
    return any(
        kept.starts == COURSE_END and kept.term is None and kept.task is TaskKind.DELETE_INVIGILATOR_MAILS
        for kept in office.policy.retention
    )


def _is_due(page: Page, mail: Filed, office: Office, now: datetime) -> bool:
    """Say whether mail tells of courses, and all of them have ended for everybody whom it names."""
    people = told_of.named(page, office.policy.id, frozenset(_addresses(mail)), frozenset(_names(mail)))
    ends = [(one, tuple(_told(mail, one))) for one in people]
    about = [(one, courses) for one, courses in ends if courses]
    if not about or any(mail.sender.casefold() == one.address for one in people):
        return False
    days = (office.day(mail.received_at), office.day(now))
    over = all(_over(course, *days) for _, courses in about for course in courses)
    return over and not any(_looked_after(page, office, one) for one in people)


def _over(course: Course, received: date, today: date) -> bool:
    return course.end is not None and course.end < today and received <= course.end + RESULT


def _told(mail: Filed, learner: Learner) -> Iterator[Course]:
    """Give the courses of somebody that a message names."""
    said = folded(mail.said)
    return (course for course in learner.courses if re.search(rf"(?<!\w){re.escape(folded(course.name))}(?!\w)", said))


def _looked_after(page: Page, office: Office, learner: Learner) -> bool:
    """Say whether somebody has a case that something keeps: work, a hold, a request to see what there is (R-15-5)."""
    cases = casebook.of_person(page, office.policy.id, learner.address)
    return any(retained.keeps(page, office.policy.id, case.id) for case in cases)


def _addresses(mail: Filed) -> Iterator[str]:
    return (found[0].lower() for found in _ADDRESS.finditer(mail.said))


def _names(mail: Filed) -> Iterator[str]:
    """Give all that can be a name: words beside each other, of which the first and the last are capitalised."""
    words = _WORD.findall(mail.said)
    for first, word in enumerate(words):
        if word[0].isupper():
            for last in range(first + 1, min(first + WORDS, len(words))):
                if words[last][0].isupper():
                    yield " ".join(words[first : last + 1])
