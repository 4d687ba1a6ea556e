"""What holds of every deadline, whatever was received when: laws, tried on arbitrary instants."""

from datetime import UTC, datetime, timedelta
from itertools import takewhile

from hypothesis import example, given
from hypothesis import strategies as st

from cases.calendar import Calendar, calendar_id
from cases.deadline import deadline, target
from cases.term import Basis, Term, Unit
from storage.calendars import read_calendars

CALENDARS = read_calendars()
countries = st.sampled_from(["DK", "NL"])
units = st.sampled_from(list(Unit))
long_units = st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS])
terms = st.builds(Term, st.integers(1, 25), units)
day_terms = st.builds(Term, st.integers(1, 25), long_units | st.just(Unit.WORKING_DAYS))
times = st.integers(
    int(datetime(2002, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())
)
zones = st.sampled_from([UTC, *(calendar.zone for calendar in CALENDARS.values())])
instants = st.builds(datetime.fromtimestamp, times, zones)
bases = st.sampled_from(
    [("DK", Basis.EU), ("DK", Basis.PROMISE), ("NL", Basis.EU), ("NL", Basis.PROMISE), ("NL", Basis.NL_STATUTE)]
)
pauses = st.integers(0, 60)


def calendar_for(where: tuple[str, Basis]) -> Calendar:
    return CALENDARS[calendar_id(*where)]


def due(received: datetime, term: Term, where: tuple[str, Basis], paused: int = 0) -> datetime:
    """Give the deadline in UTC, where comparing is safe."""
    return deadline(received, term, where[1], calendar_for(where), paused).due_at.astimezone(UTC)


@given(instants, terms, bases, pauses)
def test_nothing_is_due_before_it_came(received: datetime, term: Term, where: tuple[str, Basis], paused: int) -> None:
    assert due(received, term, where, paused) >= received.astimezone(UTC)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=90)), terms, bases, pauses)
@example(datetime(2026, 1, 28, 12, tzinfo=UTC), timedelta(days=3), Term(1, Unit.MONTHS), ("DK", Basis.EU), 0)
def test_what_came_later_is_never_due_earlier(
    received: datetime, gap: timedelta, term: Term, where: tuple[str, Basis], paused: int
) -> None:
    first = received.astimezone(UTC)
    assert due(first, term, where, paused) <= due(first + gap, term, where, paused)


@given(instants, st.integers(1, 24), units, bases)
def test_a_longer_term_is_never_due_earlier(
    received: datetime, count: int, unit: Unit, where: tuple[str, Basis]
) -> None:
    assert due(received, Term(count, unit), where) <= due(received, Term(count + 1, unit), where)


@given(instants, terms, bases, pauses, pauses)
def test_a_longer_pause_is_never_due_earlier(
    received: datetime, term: Term, where: tuple[str, Basis], paused: int, more: int
) -> None:
    assert due(received, term, where, paused) <= due(received, term, where, paused + more)


@given(instants, day_terms, countries, pauses)
def test_eu_law_never_ends_on_a_day_off(received: datetime, term: Term, country: str, paused: int) -> None:
    calendar = CALENDARS[country]
    end = deadline(received, term, Basis.EU, calendar, paused).due_at
    assert calendar.day_off(end.date()) is None


@given(instants, terms, countries, pauses)
def test_a_promise_is_never_later_than_the_law_would_allow(
    received: datetime, term: Term, country: str, paused: int
) -> None:
    assert due(received, term, (country, Basis.PROMISE), paused) <= due(received, term, (country, Basis.EU), paused)


@given(instants, terms, st.integers(0, 60))
def test_a_dutch_statute_gives_at_least_what_a_promise_gives(received: datetime, term: Term, paused: int) -> None:
    assert due(received, term, ("NL", Basis.NL_STATUTE), paused) >= due(received, term, ("NL", Basis.PROMISE), paused)


@given(instants, st.integers(1, 9999), pauses)
def test_hours_of_a_promise_are_exactly_those_hours(received: datetime, hours: int, paused: int) -> None:
    whole = received.astimezone(UTC).replace(microsecond=0)
    passed = due(received, Term(hours, Unit.HOURS), ("DK", Basis.PROMISE), paused) - whole
    assert passed == timedelta(hours=hours, days=paused)


@given(instants, st.integers(1, 9999))
def test_hours_of_eu_law_give_up_to_one_hour_more(received: datetime, hours: int) -> None:
    whole = received.astimezone(UTC).replace(microsecond=0)
    end = due(received, Term(hours, Unit.HOURS), ("NL", Basis.EU))
    assert timedelta(hours=hours) <= end - whole < timedelta(hours=hours + 1)
    assert (end.minute, end.second) == (59, 59)


@given(instants, day_terms, bases, pauses)
def test_every_other_term_ends_with_the_last_second_of_a_local_day(
    received: datetime, term: Term, where: tuple[str, Basis], paused: int
) -> None:
    end = deadline(received, term, where[1], calendar_for(where), paused).due_at
    after = (end.astimezone(UTC) + timedelta(seconds=1)).astimezone(calendar_for(where).zone)
    assert (end.hour, end.minute, end.second) == (23, 59, 59)
    assert (after.hour, after.minute, after.second) == (0, 0, 0)


@given(instants, st.integers(1, 12), countries)
def test_a_promised_month_keeps_the_date_or_takes_the_last_of_the_month(
    received: datetime, months: int, country: str
) -> None:
    local = received.astimezone(CALENDARS[country].zone)
    end = deadline(received, Term(months, Unit.MONTHS), Basis.PROMISE, CALENDARS[country]).due_at
    assert (end.year * 12 + end.month) - (local.year * 12 + local.month) == months
    assert end.day == local.day or (end.day < local.day and (end + timedelta(days=1)).day == 1)


@given(instants, st.integers(1, 60), countries)
def test_a_term_in_working_days_has_exactly_so_many_of_them(received: datetime, count: int, country: str) -> None:
    calendar = CALENDARS[country]
    event = received.astimezone(calendar.zone).date()
    last = deadline(received, Term(count, Unit.WORKING_DAYS), Basis.PROMISE, calendar).due_at.date()
    assert len(list(takewhile(lambda day: day <= last, calendar.working_days_after(event)))) == count
    assert calendar.day_off(last) is None


@given(instants, st.builds(Term, st.integers(2, 20), st.just(Unit.DAYS)) | st.just(Term(1, Unit.WEEKS)), countries)
def test_two_days_or_more_of_eu_law_hold_two_working_days(received: datetime, term: Term, country: str) -> None:
    calendar = CALENDARS[country]
    event = received.astimezone(calendar.zone).date()
    last = deadline(received, term, Basis.EU, calendar).due_at.date()
    assert len(list(takewhile(lambda day: day <= last, calendar.working_days_after(event)))) >= 2


@given(instants, st.builds(Term, st.integers(1, 25), long_units), countries)
def test_eu_law_moves_over_days_off_alone(received: datetime, term: Term, country: str) -> None:
    calendar = CALENDARS[country]
    nominal = deadline(received, term, Basis.PROMISE, calendar).due_at.date()
    last = deadline(received, term, Basis.EU, calendar).due_at.date()
    between = list(takewhile(lambda day: day < last, calendar.working_days_after(nominal - timedelta(days=1))))
    assert len(between) <= (1 if term.unit in {Unit.DAYS, Unit.WEEKS} else 0)


@given(instants, terms, bases)
def test_whoever_looks_from_wherever_sees_the_same_instant(
    received: datetime, term: Term, where: tuple[str, Basis]
) -> None:
    assert due(received, term, where) == due(received.astimezone(UTC), term, where)


@given(instants, terms, bases, pauses)
def test_the_target_lies_between_receipt_and_deadline(
    received: datetime, term: Term, where: tuple[str, Basis], paused: int
) -> None:
    aim = target(received, term, where[1], calendar_for(where), paused)
    assert received.astimezone(UTC) <= aim.astimezone(UTC) <= due(received, term, where, paused)
