"""How long each case that is over is kept, by what its policy says today, and what keeps it longer (R-RET-1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.days import end_of
from cases.office import Office
from cases.retention import Ended, Keeps, KeptUntil, kept_until
from cases.task import TaskKind, ToDo
from intake.tasks import give
from storage import casebook, retained
from storage.page import Page
from storage.retained import Retained

AT_ONCE = 100
"""So many cases share one look, so that a long sweep never holds up letters that come in."""

SOON = timedelta(days=30)
"""So long before its date a review is given as a task."""

LAW = "GDPR Art. 5(1)(e), 17(3)(e)"
"""What a review of what is still kept rests on."""


@dataclass(frozen=True)
class Due:
    """A case whose time is over: its rule, its last day, and what keeps it all the same.

    Of one that still lives nobody knows a last day.
    """

    organisation: str
    case: int
    number: str
    rule: str
    last_day: date | None
    keeps: tuple[Keeps, ...]


def retain(page: Page, office: Office, after: int, now: datetime) -> int | None:
    """Compute until when cases are kept, for AT_ONCE of them from an id on; give the id to go on from, None at the end.

    It is computed anew each time, so that what the policy says today holds. A review that comes up becomes a task.
    """
    cases = retained.over(page, office.policy.id, after, AT_ONCE)
    until = {}
    for one in cases:
        computed = kept(one, office)
        last = end_of(computed.last_day, office.zone)
        if one.erase_at != last:
            until[one.id] = last
        _review(page, one, computed, office, now)
    retained.keep_until(page, office.policy.id, until)
    return cases[-1].id if len(cases) == AT_ONCE else None


def due(page: Page, office: Office, after: int, now: datetime) -> tuple[Due, ...]:
    """Give up to AT_ONCE cases whose time is over, from the one after an id on, each with what keeps it."""
    return tuple(_due(page, one, office) for one in retained.due(page, office.policy.id, now, after, AT_ONCE))


def oldest_due(page: Page, office: Office, skip: int, limit: int, now: datetime) -> tuple[Due, ...]:
    """Give cases whose time is over, those first whose time was over first, but so many of the first."""
    return tuple(_due(page, one, office) for one in retained.oldest_due(page, office.policy.id, now, skip, limit))


def planned(page: Page, office: Office, now: datetime) -> tuple[Due, ...]:
    """Give every case whose time is over by what the policy says today. Changes nothing."""
    found: list[Due] = []
    after = 0
    while cases := retained.over(page, office.policy.id, after, AT_ONCE):
        after = cases[-1].id
        late = (one for one in cases if end_of(kept(one, office).last_day, office.zone) < now)
        found += [_due(page, one, office) for one in late]
    return tuple(found)


def one_case(page: Page, office: Office, number: str) -> Due | None:
    """Give one case with what keeps it, whether its time is over or not; None where there is none of that number."""
    case = casebook.by_number(page, office.policy.id, number)
    known = retained.one(page, office.policy.id, number)
    if known or case is None:
        return _due(page, known, office) if known else None
    return Due(office.policy.id, case.id, number, "", None, retained.keeps(page, office.policy.id, case.id))


def kept(case: Retained, office: Office) -> KeptUntil:
    """Say how long a case is kept, and by which rule."""
    days = (office.day(case.received_at), office.day(case.over_at))
    return kept_until(office.policy, Ended(case.kind, *days, case.ended_on))


def _due(page: Page, one: Retained, office: Office) -> Due:
    computed, organisation = kept(one, office), office.policy.id
    keeps = retained.keeps(page, organisation, one.id)
    return Due(organisation, one.id, one.number, computed.rule, computed.last_day, keeps)


def _review(page: Page, one: Retained, computed: KeptUntil, office: Office, now: datetime) -> None:
    """Ask a person whether what a rule keeps for so long is still needed (CON-5)."""
    if computed.review_on is None or end_of(computed.review_on, office.zone) - SOON > now:
        return
    case = casebook.find(page, office.policy.id, one.id, to_change=True)
    if case:
        wanted = ToDo(TaskKind.REVIEW_HOLD, computed.rule, LAW, end_of(computed.review_on, office.zone))
        give(page, case, [wanted], now)
