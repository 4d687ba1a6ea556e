"""How staff are told: by e-mail, in their working hours, with nothing personal in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.calendar import Calendar
from cases.case import Case, Event
from cases.clock import Clock
from cases.message import Channel
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.policy import Queue, WorkingHours
from cases.term import Basis
from intake.opening import US
from replies.render import render
from replies.staff_notice import Facts, News
from storage import clocks, history, outbox, staff
from storage.page import Page

REPLY = "staff_notice"


def when_to_tell(now: datetime, running: Iterable[Clock], hours: WorkingHours, calendar: Calendar) -> datetime:
    """Give when staff are told: in their working hours, and at once where a clock ends before those begin."""
    opens = next_working_hour(now, hours, calendar)
    return now if any(now < clock.due_at <= opens for clock in running) else opens


def next_working_hour(now: datetime, hours: WorkingHours, calendar: Calendar) -> datetime:
    """Give `now` where somebody is at work, else the next moment when somebody is."""
    local = now.astimezone(calendar.zone)
    day = local.date()
    if _at_work(local, hours, calendar):
        return now
    if local.time() >= hours.end:
        day += timedelta(days=1)
    while day.isoweekday() not in hours.days or day in calendar.holidays:
        day += timedelta(days=1)
    return datetime.combine(day, hours.start, calendar.zone)


@dataclass(frozen=True)
class Notice:
    """What staff are told, and by what it was caused: the same cause is told once."""

    news: News
    cause: str
    due: datetime | None = None


def notify(page: Page, case: Case, notice: Notice, office: Office, now: datetime) -> None:
    """Write to everybody who works on the case's queue; where nobody does, to the queue's own address.

    The link leads to the desk; the letter names the case and no person. Where nobody can be told, that is an event.
    """
    queue = _queue(case, office)
    running = [clock for clock in clocks.of_case(page, case.organisation, case.id) if clock.running]
    at = when_to_tell(now, running, office.policy.hours, office.calendar(Basis.PROMISE))
    readers = _readers(page, queue, office)
    for address, language in readers:
        letter = _letter(case, notice, (address, language), office, at)
        if not outbox.has(page, case.organisation, case.id, REPLY, letter.cause):
            outbox.put(page, letter, office.domain, now)
    if not readers:
        nobody = Event(now, "nobody_to_tell", US, {"queue": queue.id, "news": notice.news})
        history.record(page, case.organisation, case.id, (nobody,))


def _queue(case: Case, office: Office) -> Queue:
    """Give the case's queue; where the policy has dropped it, the one that its kind begins in."""
    names = {queue.id for queue in office.policy.queues}
    return office.policy.queue(case.queue if case.queue in names else office.policy.rules(case.kind).queue)


def _readers(page: Page, queue: Queue, office: Office) -> tuple[tuple[str, str], ...]:
    first = office.policy.languages[0]
    people = staff.of_roles(page, office.policy.id, queue.roles)
    readers = {person.email: person.language or first for person in people}
    if not readers and queue.notify:
        readers = {queue.notify: first}
    return tuple(readers.items())


def _letter(case: Case, notice: Notice, reader: tuple[str, str], office: Office, at: datetime) -> Outgoing:
    address, language = reader
    queue = _queue(case, office)
    facts = Facts(
        organisation=office.policy.name,
        news=notice.news,
        number=case.number,
        kind=case.kind,
        queue=queue.names.get(language, queue.id),
        due=notice.due.astimezone(office.zone) if notice.due else None,
        link=f"{office.desk_url}/desk/cases/{case.number}",
    )
    words = render(facts, language)
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=REPLY,
        cause=f"{notice.news} {notice.cause} {address}",
        channel=Channel.MAIL,
        recipient=address,
        language=language,
        subject=words.subject,
        body=words.body,
        released=office.policy.leaves_unseen(REPLY),
        not_before=at,
        automatic=Automatic.GENERATED,
    )


def _at_work(local: datetime, hours: WorkingHours, calendar: Calendar) -> bool:
    on_duty = local.isoweekday() in hours.days and local.date() not in calendar.holidays
    return on_duty and hours.start <= local.time() < hours.end
