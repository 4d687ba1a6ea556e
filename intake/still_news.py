"""Whether a notice that waited for its hour is still worth telling: the thing is not done, and the reader may know."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff, sees, taken_over
from intake.uninvolved import as_of_now
from replies.staff_notice import News
from storage import clocks, history, outbox, tasks
from storage.notices import Waiting
from storage.outbox import Entry
from storage.page import Page

AFTER_THE_END = frozenset(
    {News.UNDELIVERABLE, News.NOT_DELIVERED_YET, News.INFECTED, News.CUSTOMER_ENDED, News.MENTIONED, News.MANY}
)
"""News that stay news when the case is closed."""

FOR_THOSE_SHUT_OUT = frozenset({News.NOBODY_LEFT})
"""News that name a case and nothing of it, so that whoever is shut out finds somebody who is not."""

OF_OTHER_QUEUES = frozenset({News.REMINDER, News.MISSED})
"""News that a policy lets people hear of who work on another queue than the case's."""


@dataclass(frozen=True)
class Told:
    """A notice that waited, its letter, its case by now, and who is to be told (None: a queue's own address)."""

    waiting: Waiting
    letter: Entry
    case: Case
    person: Staff | None


def still(page: Page, told: Told, office: Office) -> bool:
    """Say whether a notice is still to be told."""
    return may_know(page, told, office) and not is_done(page, told)


def may_know(page: Page, told: Told, office: Office) -> bool:
    """Say whether the reader may know of the case by now (P-MX-14)."""
    news, person = News(told.waiting.news), told.person
    if person is None or news in FOR_THOSE_SHUT_OUT:
        return True
    now = as_of_now(page, told.case, office.policy)
    there = replace(now, queue=told.waiting.queue) if news in OF_OTHER_QUEUES else now
    try:
        return sees(person, now, office.policy) or sees(person, there, office.policy)
    except NotAllowed:  # a role that the policy no longer has sees nothing
        return False


def is_done(page: Page, told: Told) -> bool:
    """Say whether what a notice asks for was done meanwhile."""
    news = News(told.waiting.news)
    if told.case.status is Status.CLOSED and news not in AFTER_THE_END:
        return True
    check = _DONE.get(news)
    return check is not None and check(page, told)


def _has_stopped(page: Page, told: Told) -> bool:
    running = (one for one in clocks.of_case(page, told.case.organisation, told.case.id) if one.running)
    return told.waiting.due not in {clock.due_at for clock in running if not clock.waiting}


def _was_looked_at(page: Page, told: Told) -> bool:
    """Say whether somebody of staff did something with the case since then, and it waits for no judgement."""
    events = history.of_case(page, told.case.organisation, told.case.id)
    acted = any(one.at >= told.waiting.made_at and one.actor.startswith("staff ") for one in events)
    return acted and told.case.status is not Status.HELD


def _is_anothers(_: Page, told: Told) -> bool:
    person = told.person
    return person is not None and told.case.assigned_to not in {person.id, *taken_over(person)}


def _has_left(page: Page, told: Told) -> bool:
    draft = outbox.find(page, told.case.organisation, _named(told))
    return draft is not None and draft.status is not OutboxStatus.DRAFT


def _is_ticked_off(page: Page, told: Told) -> bool:
    task = tasks.find(page, told.case.organisation, _named(told))
    return task is not None and not task.open


def _named(told: Told) -> int:
    """Give the id that the cause of a notice names ("draft_waits draft 17 …", "task_late task 17 …"), 0 for none."""
    named = told.letter.outgoing.cause.split()[2:3]
    return int(named[0]) if named and named[0].isdecimal() else 0


_DONE: dict[News, Callable[[Page, Told], bool]] = {
    News.REMINDER: _has_stopped,
    News.MISSED: _has_stopped,
    News.DUE_SOON: _has_stopped,
    News.NEW_HOLD: _was_looked_at,
    News.PERSON_CALLED: _was_looked_at,
    News.WITHDRAWAL: _was_looked_at,
    News.UNANSWERED: _was_looked_at,
    News.CUSTOMER_UNKNOWN: _was_looked_at,
    News.YOURS: _is_anothers,
    News.DRAFT_WAITS: _has_left,
    News.TASK_LATE: _is_ticked_off,
}
