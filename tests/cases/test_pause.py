"""A clock that stands still for a question: when it may, how many days that adds, and that it rolls once at the end."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.calendar import Calendar, calendar_id
from cases.clock import Clock, start_clock
from cases.deadline import deadline
from cases.errors import NotAllowed
from cases.extension import EXTENDED, MONTH, extended, is_the_month, shortened
from cases.kind import PRIVACY, Kind
from cases.pause import Pause, check_may_wait, check_prompt, last_moment_to_ask, paused, resumed
from cases.policy import ClockName, ClockRule
from cases.questions import Question, Questions
from cases.term import Basis, Term, Unit
from storage.calendars import read_calendars

CALENDARS = read_calendars()
DK, NL = CALENDARS["DK"], CALENDARS["NL"]
EXAMPLES = Path(__file__).parent.parent / "data" / "deadline_examples.csv"
AT = datetime(2026, 3, 2, 11, 0, tzinfo=DK.zone)
DAY = timedelta(days=1)

instants = st.datetimes(datetime(2024, 1, 2), datetime(2028, 6, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware
gaps = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 20 * 1440)), max_size=4)
"""Minutes until each next question, and minutes until its answer."""


def month(at: datetime = AT, calendar: Calendar = DK) -> Clock:
    rule = ClockRule(ClockName.ANSWER, MONTH, Basis.EU, "GDPR Art. 12(3)", told=True)
    return start_clock(rule, at, calendar)


def a_pause(asked: datetime | None, answered: datetime | None = None, id_: int = 1) -> Pause:
    return Pause(id_, 1, ClockName.ANSWER, Question.IDENTITY, "two persons of that name", 7, 3, asked, answered)


def asked_and_answered(at: datetime, minutes: list[tuple[int, int]]) -> tuple[Pause, ...]:
    """Give questions one after another, each answered before the next."""
    found: list[Pause] = []
    now = at
    for until, wait in minutes:
        asked = now + timedelta(minutes=until)
        now = asked + timedelta(minutes=wait)
        found.append(a_pause(asked, now, len(found)))
    return tuple(found)


# How many days


@pytest.mark.parametrize(
    ("asked", "answered", "days"),
    [
        ("2026-03-04T11:00", "2026-03-11T09:00", 7),
        ("2026-03-04T09:00", "2026-03-11T11:00", 7),
        ("2026-03-04T09:00", "2026-03-04T23:59", 0),
        ("2026-03-04T23:59", "2026-03-05T00:01", 1),
        ("2026-03-05T00:01", "2026-03-05T12:00", 0),
        ("2026-03-28T12:00", "2026-03-30T12:00", 2),
    ],
    ids=[
        "as the worked example",
        "later in the day",
        "the same day",
        "past midnight",
        "asked past midnight",
        "over the change of clocks",
    ],
)
def test_whole_days_are_counted_as_the_calendar_has_them(asked: str, answered: str, days: int) -> None:
    start, end = (datetime.fromisoformat(at).replace(tzinfo=DK.zone) for at in (asked, answered))
    assert a_pause(start, end).days(DK.zone) == days
    assert a_pause(start.astimezone(UTC), end.astimezone(UTC)).days(DK.zone) == days


def test_nothing_is_added_before_there_is_an_answer_or_before_the_question_has_left() -> None:
    assert a_pause(AT).days(DK.zone) == 0
    assert a_pause(None, AT).days(DK.zone) == 0
    assert (a_pause(AT).open, a_pause(AT, AT).open) == (True, False)


def test_what_is_left_after_the_answer_is_what_was_left_before_the_question() -> None:
    """R-CLK-5: a question sent on 4 March and answered on the 11th adds seven days, then the end rolls, once."""
    asked, answered = AT + 2 * DAY, AT + 9 * DAY
    clock = resumed(paused(month(), asked), [a_pause(asked, answered)], DK)
    assert clock.due_at.isoformat() == "2026-04-09T23:59:59+02:00"
    assert (clock.paused_days, clock.paused_at) == (7, None)
    assert any("pause of 7 days" in said for said in clock.because)


def test_a_date_that_was_told_moves_on_by_the_days_of_the_wait_and_never_past_the_laws() -> None:
    seven = [a_pause(AT + 2 * DAY, AT + 9 * DAY)]
    told = replace(month(), due_at=datetime(2026, 3, 20, 23, 59, 59, tzinfo=DK.zone))
    assert resumed(told, seven, DK).due_at.isoformat() == "2026-03-27T23:59:59+01:00"
    late = replace(month(), due_at=datetime(2026, 4, 5, 23, 59, 59, tzinfo=DK.zone))
    assert resumed(late, seven, DK) == resumed(month(), seven, DK)


def test_a_second_wait_moves_a_told_date_on_by_its_own_days_alone() -> None:
    first, second = a_pause(AT + 2 * DAY, AT + 4 * DAY), a_pause(AT + 5 * DAY, AT + 8 * DAY, 2)
    told = replace(month(), due_at=datetime(2026, 3, 20, 23, 59, 59, tzinfo=DK.zone))
    assert resumed(resumed(told, [first], DK), [first, second], DK).due_at == resumed(told, [first, second], DK).due_at


def test_several_pauses_add_up() -> None:
    two = (a_pause(AT + DAY, AT + 3 * DAY), a_pause(AT + 4 * DAY, AT + 9 * DAY, 2))
    assert resumed(month(), two, DK) == resumed(month(), [a_pause(AT + 2 * DAY, AT + 9 * DAY)], DK)


def test_a_pause_of_another_clock_or_of_before_it_began_anew_adds_nothing() -> None:
    other = replace(a_pause(AT + DAY, AT + 3 * DAY), clock=ClockName.HANDLING)
    before = a_pause(AT - 9 * DAY, AT - 2 * DAY)
    assert resumed(month(), (other, before), DK) == month()


# While it stands still


def test_a_clock_that_waits_is_not_late_however_long_it_takes() -> None:
    clock = paused(month(), AT + DAY)
    assert clock.waiting
    assert clock.running
    assert not clock.late(AT + 400 * DAY)


def test_an_answer_that_left_while_the_clock_waited_was_in_time() -> None:
    clock = replace(paused(month(), AT + DAY), stopped_at=AT + 90 * DAY)
    assert not clock.late(AT + 400 * DAY)
    assert not clock.waiting


def test_a_clock_that_had_run_out_before_it_was_stopped_is_late_all_the_same() -> None:
    assert paused(month(), AT + 60 * DAY).late(AT + 61 * DAY)


# When it may

ASK_ALL_THE_SAME = "ask without stopping the clock"
"""What every refusal to let a clock wait tells to do."""


def test_r_12_6b_only_what_is_asked_within_three_days_lets_a_clock_wait() -> None:
    questions = Questions()
    until = last_moment_to_ask(month(), questions, DK)
    assert until.isoformat() == "2026-03-05T23:59:59+01:00"
    check_prompt(month(), questions, DK, until)
    with pytest.raises(
        NotAllowed, match=rf"Thursday 5 March 2026, 3 days after receipt.*R-12-6b, .*; {ASK_ALL_THE_SAME}$"
    ):
        check_prompt(month(), questions, DK, until + timedelta(seconds=1))


def test_a_policy_may_want_it_sooner() -> None:
    with pytest.raises(NotAllowed, match="1 day after"):
        check_prompt(month(), replace(Questions(), ask_within=Term(1, Unit.DAYS)), DK, AT + 2 * DAY)


@pytest.mark.parametrize("kind", sorted(PRIVACY))
def test_a_right_may_wait_for_identity_and_access_alone_for_clarification(kind: Kind) -> None:
    check_may_wait(month(), (Question.IDENTITY, kind), Questions())
    if kind is Kind.ACCESS:
        check_may_wait(month(), (Question.CLARIFICATION, kind), Questions())
    else:
        with pytest.raises(
            NotAllowed, match=rf"^only a request for access .*R-REC-6, GDPR rec\. 63\); {ASK_ALL_THE_SAME}$"
        ):
            check_may_wait(month(), (Question.CLARIFICATION, kind), Questions())


def test_a_promise_waits_only_where_the_policy_says_so() -> None:
    rule = ClockRule(ClockName.ANSWER, Term(14, Unit.WORKING_DAYS), Basis.PROMISE, "our promise", told=True)
    promise, asked = start_clock(rule, AT, DK), (Question.IDENTITY, Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match=rf"^14 working days is a promise of ours, .*; {ASK_ALL_THE_SAME}$"):
        check_may_wait(promise, asked, Questions())
    check_may_wait(promise, asked, Questions(promises=True))


def test_a_term_in_hours_waits_for_nobody_and_none_waits_twice() -> None:
    hours = start_clock(ClockRule(ClockName.ANSWER, Term(600, Unit.HOURS), Basis.EU, "law"), AT, DK)
    with pytest.raises(NotAllowed, match=rf"^a term in hours does not wait .*R-T-23\); {ASK_ALL_THE_SAME}$"):
        check_may_wait(hours, (Question.IDENTITY, Kind.ACCESS), Questions())
    with pytest.raises(NotAllowed, match=r"^the clock stands still for a question already \(R-CLK-5\)$"):
        check_may_wait(paused(month(), AT), (Question.IDENTITY, Kind.ACCESS), Questions())


# Pause and extension together, against the worked examples


def test_a_date_that_a_letter_promised_moves_on_by_the_days_of_the_wait() -> None:
    told = replace(month(), due_at=datetime(2026, 3, 20, 23, 59, 59, tzinfo=DK.zone))
    asked = Pause(1, 1, ClockName.ANSWER, Question.IDENTITY, "why", 1, 1, AT + DAY, AT + 5 * DAY)
    on = resumed(paused(told, AT + DAY), (asked,), DK)
    assert (on.due_at, on.paused_days) == (datetime(2026, 3, 24, 23, 59, 59, tzinfo=DK.zone), 4)
    assert resumed(on, (asked,), DK) == on


def test_a_promised_date_that_waits_never_moves_past_the_laws() -> None:
    told = replace(month(), due_at=month().due_at + DAY)
    asked = Pause(1, 1, ClockName.ANSWER, Question.IDENTITY, "why", 1, 1, AT + DAY, AT + 5 * DAY)
    law = resumed(paused(month(), AT + DAY), (asked,), DK)
    assert resumed(paused(told, AT + DAY), (asked,), DK).due_at == law.due_at


def worked() -> Iterator[tuple[str, Clock, Calendar, int, datetime]]:
    """Give each worked example that is the law's month or its extension: clock, days paused, and what is due."""
    with EXAMPLES.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["basis"] == "eu" and Term.parse(row["term"]) in {MONTH, EXTENDED}:
                calendar = CALENDARS[calendar_id(row["country"], Basis.EU)]
                clock = month(datetime.fromisoformat(row["received_at"]), calendar)
                longer = extended(clock, calendar) if Term.parse(row["term"]) == EXTENDED else clock
                days = int(row["paused_days"] or 0)
                yield row["id"], longer, calendar, days, datetime.fromisoformat(row["due_at"])


@pytest.mark.parametrize("example", [*worked()], ids=lambda one: str(one[0]))
def test_every_worked_example_of_month_pause_and_extension(example: tuple[str, Clock, Calendar, int, datetime]) -> None:
    _, clock, calendar, days, due_at = example
    asked = clock.started_at + DAY
    found = resumed(clock, [a_pause(asked, asked + days * DAY)] if days else [], calendar)
    assert found.due_at == due_at


@settings(max_examples=60)
@given(instants, gaps, st.booleans(), st.sampled_from([DK, NL]))
def test_pause_and_extension_come_to_the_same_in_any_order(
    at: datetime,
    minutes: list[tuple[int, int]],
    longer: bool,  # noqa: FBT001 - drawn
    calendar: Calendar,
) -> None:
    clock, asked = month(at, calendar), asked_and_answered(at, minutes)
    days = sum(one.days(calendar.zone) for one in asked)
    if longer:
        first = resumed(extended(clock, calendar), asked, calendar)
        last = extended(resumed(clock, asked, calendar), calendar)
        assert first == last
    else:
        first = resumed(clock, asked, calendar)
    whole = deadline(at, EXTENDED if longer else MONTH, Basis.EU, calendar, days)
    assert (first.due_at, first.because) == (whole.due_at, whole.because)
    assert not calendar.day_off(first.due_at.date()), "it rolls, once, at the end"


@settings(max_examples=40)
@given(instants, gaps)
def test_an_extension_that_never_was_leaves_nothing_behind(at: datetime, minutes: list[tuple[int, int]]) -> None:
    clock = resumed(month(at), asked_and_answered(at, minutes), DK)
    assert shortened(extended(clock, DK), DK) == clock
    assert is_the_month(extended(clock, DK))


@settings(max_examples=40)
@given(instants, gaps)
def test_a_pause_never_brings_a_date_forward_and_adds_no_more_than_it_lasted(
    at: datetime, minutes: list[tuple[int, int]]
) -> None:
    asked = asked_and_answered(at, minutes)
    lasted = sum(one.days(DK.zone) for one in asked)
    moved = resumed(month(at), asked, DK).due_at - month(at).due_at
    assert timedelta(0) <= moved + timedelta(hours=1)
    assert moved <= timedelta(days=lasted + 5, hours=1), "at the most one long Easter more"
