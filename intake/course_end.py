"""When a course of a person's ends, as the register has it: what has to go then is somebody's task (P-ME-09)."""

from datetime import date, datetime, time

from cases.case import Case
from cases.office import Office
from cases.policy import Retention
from cases.task import ToDo
from storage import learners
from storage.page import Page

COURSE_END = "course_end"
"""The event, as policies name it, after which something of a course goes at once."""


def ends_of(page: Page, case: Case, office: Office, now: datetime) -> tuple[ToDo, ...]:
    """Give what has to be deleted when the courses end that the register knows of the requester's."""
    going = [kept for kept in office.policy.retention if kept.starts == COURSE_END and kept.term is None]
    address = case.requester.address
    if not going or not address:
        return ()
    known = learners.by_address(page, case.organisation, address)
    ends = [(course.name, course.end) for one in known for course in one.courses if course.end]
    return tuple(
        going_on(kept, day, office, course) for kept in going for course, day in ends if day >= office.day(now)
    )


def going_on(kept: Retention, day: date, office: Office, course: str = "") -> ToDo:
    """Have something deleted by the end of the day on which its event happens."""
    name = kept.name(office.policy.languages[0])
    about = f"{name} ({course})" if course else name
    return ToDo(kept.task, about, "GDPR Art. 5(1)(e)", datetime.combine(day, time(23, 59, 59), office.zone))
