"""What people asked to be told of: a draft that waits for their approval, a deadline of their own that is near.

Each is told once: of the same draft, of the same deadline; and of a deadline that they were reminded of, not again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case
from cases.errors import NotAllowed
from cases.office import Office
from cases.staff import Staff, sees_persons, taken_over
from intake.approve import check_approver
from intake.calendar_feed import seen
from intake.notices import REPLY, Notice, notify
from replies.staff_notice import News
from storage import absences, casebook, clocks, draft_news, notice_choices, staff, traffic, views
from storage.ids import first_id
from storage.notice_choices import Choice
from storage.outbox import Entry
from storage.page import Page
from storage.reach import Reach

AT_ONCE = 100
"""So many drafts, and so many deadlines of a person, are looked at in one transaction."""

SETTLED = timedelta(minutes=1)
"""So old is a draft before anybody hears of it: what is approved at once is no news."""


def tell_wished(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Tell everybody what they asked to be told of; give how many people that concerned."""
    return sum(_of_office(page, office, now) for office in offices.values())


def _of_office(page: Page, office: Office, now: datetime) -> int:
    choices = {id_: one for id_, one in notice_choices.of_all(page, office.policy.id).items() if _wants(one)}
    people = staff.working(page, office.policy.id) if choices else ()
    wanting = [one for one in people if one.id in choices and _sees_cases(one, office)]
    for person in wanting:
        on_duty = absences.on_duty(page, person, office.day(now))
        _of_drafts(page, on_duty, choices[person.id], office, now)
        _of_deadlines(page, on_duty, choices[person.id], office, now)
    return len(wanting)


def _wants(choice: Choice) -> bool:
    return choice.drafts_after is not None or choice.soon_days > 0


def _sees_cases(person: Staff, office: Office) -> bool:
    try:
        return sees_persons(person, office.policy)
    except NotAllowed:  # a role that the policy no longer has sees nothing
        return False


def _of_drafts(page: Page, person: Staff, choice: Choice, office: Office, now: datetime) -> None:
    """Tell a person of drafts that came since the last look; the first look finds none, and remembers where it was."""
    if choice.drafts_after is None:
        return
    until = first_id(now - SETTLED)
    found = draft_news.between(page, office.policy.id, choice.drafts_after or until, until, AT_ONCE)
    for entry in found:
        case = casebook.find(page, office.policy.id, entry.outgoing.case)
        if case and _is_for(page, person, case, entry, office):
            notify(page, case, Notice(News.DRAFT_WAITS, f"draft {entry.id}", _due(page, case), to=person), office, now)
    notice_choices.looked_at_drafts(page, person, found[-1].id if len(found) == AT_ONCE else until)


def _is_for(page: Page, person: Staff, case: Case, entry: Entry, office: Office) -> bool:
    """Say whether a draft waits for somebody: nobody else has the case, and they may approve it."""
    if case.assigned_to not in {None, person.id, *taken_over(person)}:
        return False
    try:
        check_approver(page, entry, person, office.policy)
    except NotAllowed:
        return False
    return True


def _due(page: Page, case: Case) -> datetime | None:
    running = (one.due_at for one in clocks.of_case(page, case.organisation, case.id) if one.running)
    return min(running, default=None)


def _of_deadlines(page: Page, person: Staff, choice: Choice, office: Office, now: datetime) -> None:
    """Tell a person of deadlines of their own cases that are near."""
    if not choice.soon_days:
        return
    mine = Reach(person.organisation, (), (person.id, *taken_over(person)), viewer=person.id)
    soon = replace(mine, due_from=now, due_before=now + timedelta(days=choice.soon_days))
    for line in _own(page, soon, person, office):
        due = line.due_at
        case = casebook.find(page, office.policy.id, line.id)
        if due and case and not _was_reminded(page, case, due, person):
            notify(page, case, Notice(News.DUE_SOON, f"{due:%Y-%m-%d %H:%M}", due, to=person), office, now)


def _own(page: Page, soon: Reach, person: Staff, office: Office) -> Iterable[views.Line]:
    lines, _ = views.walk(page, soon, None, AT_ONCE)
    return (one for one in lines if not one.waiting and seen(page, one, person, office))


def _was_reminded(page: Page, case: Case, due: datetime, person: Staff) -> bool:
    """Say whether somebody was reminded of the same deadline; how `tick` names what it reminds of is known here."""
    cause = f"{News.REMINDER} % {due:%Y-%m-%d} {person.email}"
    return traffic.of_reply(page, case.organisation, case.id, (REPLY, cause), case.received_at) > 0
