"""The rules of counting, one small step each: a step moves the last day of a period on, and says why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Self

from cases.calendar import DAY, SATURDAY, Calendar
from cases.days import LATER, listed, short, written
from cases.term import Basis, Term, Unit

NAMED = 8
"""How many skipped holidays an explanation names before it only counts them."""


@dataclass(frozen=True)
class Law:
    """Where a basis has its rules of counting, as citations; "" where it leaves one to custom."""

    event: str = ""
    hours: str = ""
    days: str = ""
    same_date: str = ""
    working_days: str = ""
    pause: str = ""
    moves: str = ""
    two: str = ""


LAWS: Mapping[Basis, Law] = {
    Basis.EU: Law(
        event="Reg. 1182/71 Art. 3(1)",
        hours="Reg. 1182/71 Art. 3(2)(a)",
        days="Reg. 1182/71 Art. 3(2)(b)",
        same_date="Reg. 1182/71 Art. 3(2)(c)",
        working_days="Reg. 1182/71 Art. 2(2)",
        pause="EDPB 01/2022 s. 5.3",
        moves="Reg. 1182/71 Art. 3(4)",
        two="Reg. 1182/71 Art. 3(5)",
    ),
    Basis.NL_STATUTE: Law(moves="Algemene termijnenwet art. 1", two="Algemene termijnenwet art. 2"),
    Basis.PROMISE: Law(),
}

TWO_FROM: Mapping[Basis, int] = {Basis.EU: 2, Basis.NL_STATUTE: 3}
"""From how many days on a period has to contain two working days."""

STATUTE_UP_TO: Mapping[Unit, int] = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}
"""The longest terms that the Algemene termijnenwet moves (Algemene termijnenwet art. 4); none in hours or years."""


@dataclass(frozen=True)
class Period:
    """A term placed in time: `event` is the instant that sets it running, on the clocks of the calendar's zone."""

    event: datetime
    term: Term
    basis: Basis
    calendar: Calendar
    paused_days: int

    @property
    def law(self) -> Law:
        """Give the citations of its basis."""
        return LAWS[self.basis]

    @property
    def paused(self) -> Term:
        """Give the length of the pause as a term, which knows how to write itself."""
        return Term(self.paused_days, Unit.DAYS)

    @property
    def nominal(self) -> date:
        """Give the last day before any pause and any rolling on, for units that know no holidays."""
        return LATER[self.term.unit](self.event.date(), self.term.count)


@dataclass(frozen=True)
class Trail:
    """The last day as far as it has been found, and what was said on the way there."""

    day: date
    said: tuple[str, ...] = ()

    def to(self, day: date, sentence: str, law: str = "") -> Self:
        """Move to a day and say why."""
        return type(self)(day, (*self.said, f"{sentence} ({law})." if law else f"{sentence}."))


Step = Callable[[Period, Trail], Trail]


def leave_out_the_event(period: Period, trail: Trail) -> Trail:
    """Begin at the day of the event, which itself does not count (R-T-5, R-T-27)."""
    return trail.to(trail.day, "That day itself does not count", period.law.event)


def count_days(period: Period, trail: Trail) -> Trail:
    """Count days, weekends and holidays included (R-T-7, R-T-10)."""
    day = period.nominal
    return trail.to(day, f"{_ends(period.term)} with {written(day)}", period.law.days)


def count_weeks(period: Period, trail: Trail) -> Trail:
    """Go to the same weekday (R-T-8, R-T-25)."""
    day = period.nominal
    return trail.to(day, f"{_ends(period.term)} on the same weekday: {written(day)}", period.law.same_date)


def count_months(period: Period, trail: Trail) -> Trail:
    """Go to the same date, or to the last day of a month that has no such date (R-T-8, C-171/03)."""
    day = period.nominal
    if day.day == trail.day.day:
        return trail.to(day, f"{_ends(period.term)} on the same date: {written(day)}", period.law.same_date)
    missing = f"There is no {trail.day.day} {day:%B} {day.year}"
    return trail.to(day, f"{missing}, so {_ends(period.term)} on {written(day)}", period.law.same_date)


def _ends(term: Term) -> str:
    return f"{term} {'ends' if term.count == 1 else 'end'}"


def count_working_days(period: Period, trail: Trail) -> Trail:
    """Count days that are neither Saturday, Sunday nor public holiday; the first after the event is day 1 (R-T-27)."""
    days = list(islice(period.calendar.working_days_after(trail.day), period.term.count))
    last = f"; day {len(days)} is {written(days[-1])}" if len(days) > 1 else ""
    counted = trail.to(
        days[-1],
        f"Saturdays, Sundays and public holidays do not count: day 1 is {written(days[0])}{last}",
        period.law.working_days,
    )
    skipped = [f"{short(day)} ({name})" for day, name in _holidays_between(trail.day, days[-1], period.calendar)]
    if not skipped:
        return counted
    more = [f"{len(skipped) - NAMED} more"] if len(skipped) > NAMED else []
    return counted.to(days[-1], f"Public holidays left out on the way: {listed(skipped[:NAMED] + more)}")


def _holidays_between(event: date, last: date, calendar: Calendar) -> Iterator[tuple[date, str]]:
    day = event + DAY
    while day < last:
        if day.weekday() < SATURDAY and (name := calendar.day_off(day)):
            yield day, name
        day += DAY


def add_the_pause(period: Period, trail: Trail) -> Trail:
    """Add the days of a pause to the end found so far, before anything rolls (R-CLK-5)."""
    if not period.paused_days:
        return trail
    day = trail.day + timedelta(days=period.paused_days)
    return trail.to(day, f"The pause of {period.paused} is added: {written(day)}", period.law.pause)


def roll_on(period: Period, trail: Trail) -> Trail:
    """Move an end on a Saturday, Sunday or public holiday to the next working day, once (R-T-11, R-T-22)."""
    day = period.calendar.next_working_day(trail.day)
    if day == trail.day:
        return trail.to(day, f"{written(day)} is a working day, so the end stays there")
    return trail.to(
        day, f"{_days_off(trail.day, day, period.calendar)}, so it moves to {written(day)}", period.law.moves
    )


def _days_off(first: date, until: date, calendar: Calendar) -> str:
    said = [f"{short(first)} is {_called(calendar.day_off(first))}"]
    for ahead in range(1, (until - first).days):
        day = first + timedelta(days=ahead)
        when = f"{day.day} {day:%B}" if day.year == first.year else short(day)
        said.append(f"{when} {_called(calendar.day_off(day))}")
    return listed(said)


def _called(day_off: str | None) -> str:
    return f"a {day_off}" if day_off in {"Saturday", "Sunday"} else str(day_off)


def hold_two_working_days(period: Period, trail: Trail) -> Trail:
    """Give a period of days or weeks that has but one working day a second one (R-T-12).

    Comes after `roll_on`: the last day is a working day.
    """
    least = TWO_FROM[period.basis]
    if period.term.unit is Unit.DAYS and period.term.count < least:
        return trail
    if next(period.calendar.working_days_before(trail.day)) > period.event.date():
        return trail
    day = next(period.calendar.working_days_after(trail.day))
    only = f"A period of {least} days or more has at least two working days, and this one has only {written(trail.day)}"
    return trail.to(day, f"{only}, so it moves to {written(day)}", period.law.two)


def stay(period: Period, trail: Trail) -> Trail:
    """Leave the end where it is, weekend or not: a promise (R-T-1, R-T-25), or a term no Dutch act moves."""
    if period.basis is Basis.PROMISE:
        return trail.to(trail.day, "A promise is read to its earliest date: weekends and holidays do not move it")
    return trail.to(trail.day, "A term this long is not moved by weekends and holidays", "Algemene termijnenwet art. 4")


def mention_decrees(period: Period, trail: Trail) -> Trail:
    """Say so where the end lies in a year whose decrees are not known (Algemene termijnenwet art. 3(3))."""
    decrees = period.calendar.decrees
    if decrees is None or decrees[0] <= trail.day.year <= decrees[1]:
        return trail
    known = f"Days equated by royal decree are known for {decrees[0]} to {decrees[1]} only"
    return trail.to(trail.day, f"{known}: for {trail.day.year} a decree may make this date later")


COUNT: Mapping[Unit, Step] = {
    Unit.DAYS: count_days,
    Unit.WEEKS: count_weeks,
    Unit.MONTHS: count_months,
    Unit.YEARS: count_months,
    Unit.WORKING_DAYS: count_working_days,
}


def steps(period: Period) -> tuple[Step, ...]:
    """Say which steps lead to the last day of a period, in order; not for hours, which know no days."""
    begin = (leave_out_the_event, COUNT[period.term.unit], add_the_pause)
    if period.term.unit is Unit.WORKING_DAYS:
        return (*begin, roll_on, mention_decrees) if period.paused_days else (*begin, mention_decrees)
    if moves(period.term, period.basis):
        return (*begin, roll_on, hold_two_working_days, mention_decrees)
    return (*begin, stay)


def moves(term: Term, basis: Basis) -> bool:
    """Say whether a term in days, weeks, months or years rolls on when it ends on a day off."""
    if basis is Basis.NL_STATUTE:
        return term.count <= STATUTE_UP_TO.get(term.unit, 0)
    return basis is Basis.EU
