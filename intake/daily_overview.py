"""The daily overview: every working morning each person is told what is late, ends soon or waits for approval.

It names cases by number, and only those that the person sees at the moment when it is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from cases.errors import NotAllowed
from cases.office import Office
from cases.staff import Absence, Staff, sees_persons
from cases.term import Basis
from intake.calendar_feed import reach_of, seen
from intake.house_letter import LEAVE, To, house_letter, open_house
from intake.told import zone_of
from replies.daily_overview import Facts, Line, Part
from storage import absences, notice_choices, outbox, staff, views
from storage.notice_choices import PLAIN, Choice
from storage.page import Page
from storage.reach import Only, Reach

FROM, UNTIL = time(7, 30), time(9, 30)
"""Between these times of a person's own day the overview leaves; one that missed them is not sent late."""

SHOWN, COUNTED = 10, 200
"""So many cases of a part are named, and so many counted."""

AHEAD = timedelta(days=7)


def write_overviews(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Write the overviews whose hour has come; give how many. However often and by whom it is run, each leaves once."""
    return sum(_of_office(page, office, now) for office in offices.values() if office.policy.leaves_unseen(LEAVE))


def its_hour(now: datetime, office: Office, choice: Choice) -> date | None:
    """Give the day whose overview is due, None where it is too early or too late, or nobody works."""
    local = now.astimezone(zone_of(choice, office))
    day = local.date()
    works = day.isoweekday() in office.policy.hours.days and day not in office.calendar(Basis.PROMISE).holidays
    due = choice.daily and works and FROM <= local.time() < UNTIL
    return day if due and choice.told_on != day else None


def _of_office(page: Page, office: Office, now: datetime) -> int:
    choices = notice_choices.of_all(page, office.policy.id)
    if not any(its_hour(now, office, one) for one in (PLAIN, *choices.values())):
        return 0
    away = absences.coming(page, office.policy.id, office.day(now))
    return sum(
        _of_person(page, person, (office, day), now)
        for person in staff.working(page, office.policy.id)
        if (day := its_hour(now, office, choices.get(person.id, PLAIN))) and not _away(person, away, day)
    )


def _away(person: Staff, noted: Iterable[Absence], day: date) -> bool:
    return any(one.person == person.id and one.on(day) for one in noted)


def _of_person(page: Page, person: Staff, at: tuple[Office, date], now: datetime) -> bool:
    office, day = at
    if not notice_choices.take_day(page, person, day) or not _sees_cases(person, office):
        return False
    person = absences.on_duty(page, person, office.day(now))
    facts = _facts(page, person, at, now)
    if not any(part.count for part in (facts.late, facts.today, facts.week, facts.approval)):
        return False
    open_house(page, office.policy.id)
    to = To(person.email, person.language or office.policy.languages[0], now)
    outbox.put(page, house_letter(facts, f"{day} {person.id}", to, office), office.domain, now)
    return True


def _sees_cases(person: Staff, office: Office) -> bool:
    try:
        return sees_persons(person, office.policy)
    except NotAllowed:  # a role that the policy no longer has sees nothing
        return False


def _facts(page: Page, person: Staff, at: tuple[Office, date], now: datetime) -> Facts:
    office, day = at
    reach, tomorrow = reach_of(person, office), _midnight(office, office.day(now) + timedelta(days=1))

    def part(which: Reach) -> Part:
        return _part(page, which, person, office)

    return Facts(
        organisation=office.policy.name,
        day=day,
        late=part(replace(reach, due_before=now)),
        today=part(replace(reach, due_from=now, due_before=tomorrow)),
        week=part(replace(reach, due_from=tomorrow, due_before=_midnight(office, office.day(now) + AHEAD))),
        approval=part(replace(reach, only=Only.APPROVAL)),
        link=f"{office.desk_url}/desk/",
        settings=f"{office.desk_url}/desk/you/notices",
    )


def _midnight(office: Office, day: date) -> datetime:
    return datetime.combine(day, time(), office.zone).astimezone(UTC)


def _part(page: Page, reach: Reach, person: Staff, office: Office) -> Part:
    lines, further = views.walk(page, reach, None, COUNTED)
    own = [one for one in lines if seen(page, one, person, office)]
    shown = tuple(
        Line(
            one.number,
            one.kind,
            one.due_at.astimezone(office.zone) if one.due_at else None,
            f"{office.desk_url}/desk/cases/{one.number}",
        )
        for one in own[:SHOWN]
    )
    return Part(len(own), shown, more=further is not None)
