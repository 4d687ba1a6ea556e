"""What belongs to no case goes as well: mail in the file, and records of the register (GDPR Art. 5(1)(e))."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from cases.days import end_of
from cases.learner import Learner
from cases.office import Office
from cases.retention import earlier, mail_term, register_until
from intake.retain import AT_ONCE
from storage import erasing, learners
from storage.page import Page


def old_mail(page: Page, office: Office, now: datetime, limit: int | None = None) -> frozenset[int]:
    """Give messages in the file that are as old as the file of a case may be, up to a limit."""
    first_kept = earlier(office.day(now), mail_term(office.policy))
    until = end_of(first_kept - timedelta(days=1), office.zone)
    return erasing.filed_before(page, office.policy.id, until, limit)


def forget_mail(page: Page, office: Office, now: datetime) -> int:
    """Erase mail that became no case, a piece at a time; give how many messages went. Call again until none does."""
    old = old_mail(page, office, now, AT_ONCE)
    erasing.erase_messages(page, office.policy.id, old)
    return len(old)


def old_records(page: Page, office: Office, now: datetime, *, to_change: bool = False) -> tuple[Learner, ...]:
    """Give those of the register who have a course in it that the policy no longer keeps, without these courses."""
    register = learners.every(page, office.policy.id, to_change=to_change)
    return tuple(_without_old(register, office, office.day(now)))


def forget_records(page: Page, office: Office, now: datetime) -> int:
    """Take courses out of the register that ended too long ago, and whoever had no other; give how many people."""
    changed = old_records(page, office, now, to_change=True)
    learners.prune(page, office.policy.id, changed)
    return len(changed)


def _without_old(register: tuple[Learner, ...], office: Office, today: date) -> Iterator[Learner]:
    entries = [entry for entry in office.policy.retention if entry.register]
    for one in register if entries else ():
        held = tuple(
            course
            for course in one.courses
            if course.end is None or any(register_until(entry, course.end) >= today for entry in entries)
        )
        if held != one.courses:
            yield replace(one, courses=held)
