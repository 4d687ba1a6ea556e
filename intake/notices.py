"""How staff are told: in their working hours, several things at a time, with nothing personal in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.address import base_address
from cases.calendar import Calendar
from cases.case import Case, Event
from cases.clock import Clock
from cases.kind import Flag
from cases.message import Channel
from cases.office import Office
from cases.organisation import Queue
from cases.outgoing import Automatic, Outgoing
from cases.staff import Staff, may_stand_in, sees
from cases.term import Basis
from intake.notice_hours import ends_before, next_hour
from intake.opening import US
from intake.told import wanting, where_they_are
from replies.render import render
from replies.staff_notice import Facts, News
from storage import absences, clocks, history, notice_choices, outbox, staff, staff_telegrams, traffic
from storage import notices as waiting
from storage.notice_choices import PLAIN, Choice, Quiet
from storage.notices import Waiting
from storage.page import Page

REPLY = "staff_notice"

AN_HOUR, URGENT_AN_HOUR = 30, 60
"""So many notices one address gets in an hour, and so many where the news is urgent: the last one says so."""

URGENT = frozenset({News.MISSED, News.ESCALATED, News.UNDELIVERABLE, News.NOT_DELIVERED_YET})
"""News that a storm of other news must not drown."""

WAITED_FOR = frozenset({News.PERSON_CALLED})
"""News of somebody who is there and waits: they are not gathered."""

GRAVE = frozenset({Flag.BREACH_HINT, Flag.AUTHORITY_REQUEST})
"""What a case may hold that waits for nobody's working hours and that nobody can choose not to be told of."""


@dataclass(frozen=True)
class Notice:
    """What staff are told, and by what it was caused: the same cause is told once. Where `to` is given, it alone is.

    What is `urgent` comes at once, and to all.
    """

    news: News
    cause: str
    due: datetime | None = None
    to: Staff | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Reader:
    """Somebody who is told: where and in which language, by which calendar's clock they work, and when it is quiet.

    `person` is their id, None for a queue's own address.
    """

    address: str
    language: str
    calendar: Calendar
    person: int | None = None
    quiet: Quiet | None = None


def notify(page: Page, case: Case, notice: Notice, office: Office, now: datetime) -> None:
    """Write to everybody who works on the case's queue; where nobody does, to the queue's own address.

    The link leads to the desk; the letter names the case and no person. Each is told by their own clock, and not of
    what they chose to do without; what the law punishes comes at once, and to all. Where nobody can be told, or
    somebody was told too much already, that is an event.
    """
    queue = _queue(case, office)
    running = [clock for clock in clocks.of_case(page, case.organisation, case.id) if clock.running]
    at_once = urgent(case, notice, running)
    readers = _readers(page, case, replace(notice, urgent=at_once), (office, now))
    news: list[News | None] = []
    for reader in readers:
        at = now if at_once else _hour(notice, reader, running, (office, now))
        told = _news_for(page, case, notice, reader.address, at)
        news.append(told)
        if told and not outbox.has(page, case.organisation, case.id, REPLY, _cause(told, notice, reader.address)):
            _put(page, case, replace(notice, news=told), (reader, at), (office, now))
    about: dict[str, str | int | None] = {"queue": queue.id, "news": notice.news}
    if not readers and not notice.to:
        history.record(page, case.organisation, case.id, (Event(now, "nobody_to_tell", US, about),))
    elif None in news:
        silent = Event(now, "not_told", US, {**about, "reason": "too_many_notices"})
        history.record(page, case.organisation, case.id, (silent,))


def _hour(notice: Notice, reader: Reader, running: Iterable[Clock], at: tuple[Office, datetime]) -> datetime:
    """Give when somebody is told: in their hours, after others that come meanwhile, at once where that is too late."""
    office, now = at
    opens = next_hour(now, office.policy.hours, reader.calendar, reader.quiet)
    together = timedelta(0) if notice.news in WAITED_FOR else office.together
    tell_at = opens if opens > now else now + together
    return now if ends_before(tell_at, running, now) else tell_at


def _put(page: Page, case: Case, notice: Notice, to: tuple[Reader, datetime], at: tuple[Office, datetime]) -> None:
    """Write a notice down, to leave at its hour with what else came until then, by the way that its reader chose."""
    (reader, tell_at), (office, now) = to, at
    letter = _letter(case, notice, reader, office, tell_at)
    id_ = outbox.put(page, letter, office.domain, now)
    by_telegram = tell_at <= now and staff_telegrams.is_told(page, case.organisation, reader.person)
    if letter.released and (tell_at > now or by_telegram):
        whose = (case.organisation, id_, case.id, reader.person, reader.address, case.queue)
        waiting.wait(page, Waiting(*whose, notice.news, notice.due, now, tell_at), by_telegram=by_telegram)


def take_back(page: Page, case: Case, persons: Collection[int]) -> None:
    """Let notices that wait for somebody's working hours not leave: these persons must not see the case any more."""
    accounts = (staff.by_id(page, case.organisation, one) for one in persons)
    waiting.take_back(page, case, REPLY, [one.staff.email for one in accounts if one])


def urgent(case: Case, notice: Notice, running: Iterable[Clock]) -> bool:
    """Say whether news wait for nobody's working hours: a breach, an authority, a limit of the law that was missed."""
    if notice.urgent or (notice.news is News.NEW_HOLD and case.flags & GRAVE):
        return True
    of_law = {clock.due_at for clock in running if clock.basis is not Basis.PROMISE}
    return notice.news is News.MISSED and notice.due in of_law


def _news_for(page: Page, case: Case, notice: Notice, reader: str, at: datetime) -> News | None:
    """Give what somebody may be told: the news, or that there is too much of it to tell, or nothing any more."""
    if outbox.has(page, case.organisation, case.id, REPLY, _cause(notice.news, notice, reader)):
        return notice.news
    cap = URGENT_AN_HOUR if notice.news in URGENT else AN_HOUR
    sent = traffic.to_address(page, case.organisation, base_address(reader), at - timedelta(hours=1))
    if sent < cap:
        return notice.news
    return News.MANY if sent == cap else None


def _cause(news: News, notice: Notice, reader: str) -> str:
    return f"{news} {notice.cause} {reader}"


def _queue(case: Case, office: Office) -> Queue:
    """Give the case's queue; where the policy has dropped it, the one that its kind begins in."""
    names = {queue.id for queue in office.policy.queues}
    return office.policy.queue(case.queue if case.queue in names else office.policy.rules(case.kind).queue)


def on_duty(page: Page, case: Case, office: Office, now: datetime, person: Staff) -> Staff:
    """Give who has a person's work today as far as a case goes: the deputy, unless the case is closed to that one."""
    deputy = absences.deputies(page, office.policy.id, office.day(now)).get(person.id)
    if deputy is None or deputy.id in case.excluded or not may_stand_in(deputy, person, office.policy):
        return person
    return deputy if deputy.role == person.role or sees(deputy, case, office.policy) else person


def _readers(page: Page, case: Case, notice: Notice, at: tuple[Office, datetime]) -> tuple[Reader, ...]:
    """Give everybody who is told; never who must not see the case (P-MX-14)."""
    office, now = at
    choices = notice_choices.of_all(page, case.organisation)
    if notice.to:
        people = [on_duty(page, case, office, now, notice.to)]
        return _who(people if notice.urgent else wanting(people, notice.news, choices), choices, office)
    queue = _queue(case, office)
    workers = [one for one in staff.of_roles(page, case.organisation, queue.roles) if one.id not in case.excluded]
    people = [on_duty(page, case, office, now, one) for one in workers]
    wishing = people if notice.urgent else wanting(people, notice.news, choices)
    if not wishing and queue.notify:
        return (Reader(queue.notify, office.policy.languages[0], office.calendar(Basis.PROMISE)),)
    return _who(wishing or people, choices, office)


def _who(people: Iterable[Staff], choices: Mapping[int, Choice], office: Office) -> tuple[Reader, ...]:
    """Give each person once, by the clock of the place where they work."""
    house, first = office.calendar(Basis.PROMISE), office.policy.languages[0]
    found = {one.email: (one, choices.get(one.id, PLAIN)) for one in people}
    return tuple(
        Reader(email, one.language or first, where_they_are(house, choice), one.id, choice.quiet)
        for email, (one, choice) in found.items()
    )


def _letter(case: Case, notice: Notice, reader: Reader, office: Office, at: datetime) -> Outgoing:
    address, language = reader.address, reader.language
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
        cause=_cause(notice.news, notice, address),
        channel=Channel.MAIL,
        recipient=address,
        language=language,
        subject=words.subject,
        body=words.body,
        released=office.policy.leaves_unseen(REPLY),
        not_before=at,
        automatic=Automatic.GENERATED,
    )
