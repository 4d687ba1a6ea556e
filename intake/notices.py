"""How staff are told: by e-mail, in their working hours, with nothing personal in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.address import base_address
from cases.calendar import Calendar
from cases.case import Case, Event
from cases.clock import Clock
from cases.message import Channel
from cases.office import Office
from cases.organisation import Queue, WorkingHours
from cases.outgoing import Automatic, Outgoing
from cases.staff import Staff
from cases.term import Basis
from intake.opening import US
from replies.render import render
from replies.staff_notice import Facts, News
from storage import clocks, history, outbox, staff, traffic
from storage.page import Page

REPLY = "staff_notice"

AN_HOUR, URGENT_AN_HOUR = 30, 60
"""So many notices one address gets in an hour, and so many where the news is urgent: the last one says so."""

URGENT = frozenset({News.MISSED, News.ESCALATED, News.UNDELIVERABLE, News.NOT_DELIVERED_YET})
"""News that a storm of other news must not drown."""


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
    """What staff are told, and by what it was caused: the same cause is told once. Where `to` is given, it alone is."""

    news: News
    cause: str
    due: datetime | None = None
    to: Staff | None = None


def notify(page: Page, case: Case, notice: Notice, office: Office, now: datetime) -> None:
    """Write to everybody who works on the case's queue; where nobody does, to the queue's own address.

    The link leads to the desk; the letter names the case and no person. Where nobody can be told, or somebody was told
    too much already, that is an event.
    """
    queue = _queue(case, office)
    running = [clock for clock in clocks.of_case(page, case.organisation, case.id) if clock.running]
    at = when_to_tell(now, running, office.policy.hours, office.calendar(Basis.PROMISE))
    readers = _reader(notice.to, office) if notice.to else _readers(page, case, queue, office)
    news = {reader: _news_for(page, case, notice, reader[0], at) for reader in readers}
    for reader, told in news.items():
        told_of = replace(notice, news=told) if told else None
        if told_of and not outbox.has(page, case.organisation, case.id, REPLY, _cause(told_of, reader[0])):
            outbox.put(page, _letter(case, told_of, reader, office, at), office.domain, now)
    about: dict[str, str | int | None] = {"queue": queue.id, "news": notice.news}
    if not readers:
        history.record(page, case.organisation, case.id, (Event(now, "nobody_to_tell", US, about),))
    elif None in news.values():
        silent = Event(now, "not_told", US, {**about, "reason": "too_many_notices"})
        history.record(page, case.organisation, case.id, (silent,))


def _news_for(page: Page, case: Case, notice: Notice, reader: str, at: datetime) -> News | None:
    """Give what somebody may be told: the news, or that there is too much of it to tell, or nothing any more."""
    if outbox.has(page, case.organisation, case.id, REPLY, _cause(notice, reader)):
        return notice.news
    cap = URGENT_AN_HOUR if notice.news in URGENT else AN_HOUR
    sent = traffic.to_address(page, case.organisation, base_address(reader), at - timedelta(hours=1))
    if sent < cap:
        return notice.news
    return News.MANY if sent == cap else None


def _cause(notice: Notice, reader: str) -> str:
    return f"{notice.news} {notice.cause} {reader}"


def _queue(case: Case, office: Office) -> Queue:
    """Give the case's queue; where the policy has dropped it, the one that its kind begins in."""
    names = {queue.id for queue in office.policy.queues}
    return office.policy.queue(case.queue if case.queue in names else office.policy.rules(case.kind).queue)


def _reader(person: Staff, office: Office) -> tuple[tuple[str, str], ...]:
    return ((person.email, person.language or office.policy.languages[0]),)


def _readers(page: Page, case: Case, queue: Queue, office: Office) -> tuple[tuple[str, str], ...]:
    """Give the address and language of everybody who is told; never of who must not see the case (P-MX-14)."""
    first = office.policy.languages[0]
    people = [one for one in staff.of_roles(page, office.policy.id, queue.roles) if one.id not in case.excluded]
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
        cause=_cause(notice, address),
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
