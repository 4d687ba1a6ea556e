"""What time did is told by the day and the minute, each case by itself, in the words of the organisation's queues."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases.case import Case, Event
from cases.office import Office
from cases.outgoing import OutboxStatus
from service.trying.passed import SAID, days
from service.trying.passing import BY_TIME, Happening
from storage.outbox import Entry
from tests.builders import AT, a_case
from tests.storage.written import a_reply

HOUR = timedelta(hours=1)
CASE = a_case(queue="course-administration")


def event(verb: str, at: datetime = AT, case: Case = CASE, **data: str) -> Happening:
    told = {"clock": "handling", "due_at": (AT + 4 * HOUR).isoformat(), "queue": "management"}
    return Happening(at, case, event=Event(at, verb, "svarfrist", {**told, **data}))


def notice(recipient: str, at: datetime = AT, case: Case = CASE) -> Happening:
    outgoing = replace(a_reply(), reply="staff_notice", recipient=recipient)
    return Happening(at, case, letter=Entry(1, outgoing, "t", OutboxStatus.SENT, at, 1, "<m>", 1, None, at, at, None))


def told(offices: Mapping[str, Office], *happened: Happening) -> list[tuple[str, list[tuple[str, str]]]]:
    return list(days(happened, offices))


def one(offices: Mapping[str, Office], *happened: Happening) -> str:
    ((_, ((_, said),)),) = told(offices, *happened)
    return said


def test_everything_that_happens_by_time_has_its_words() -> None:
    assert SAID.keys() == BY_TIME


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (event("reminded"), "reminder to management, it has to be taken in hand by Mon 15:00"),
        (event("reminded", clock="answer"), "reminder to management, it has to be answered by Mon 15:00"),
        (event("reminded", at=AT + 4 * HOUR, queue="head-trainer"), "head trainer is told too"),
        (event("missed"), "late, it was not taken in hand in time"),
        (event("missed", clock="referral"), "late, it was not passed on in time"),
        (event("escalated"), "moves to management"),
        (event("nobody_to_tell"), "nobody at management can be told"),
        (notice("management@mentorix.example"), "notice to management"),
    ],
)
def test_one_thing_is_one_line(offices: Mapping[str, Office], happened: Happening, said: str) -> None:
    assert one(offices, happened) == f"MX-26-481903, complaint: {said}"


def test_what_happens_to_a_case_in_one_minute_is_told_together(offices: Mapping[str, Office]) -> None:
    said = one(
        offices,
        event("missed"),
        event("escalated", at=AT + timedelta(seconds=1)),
        notice("management@mentorix.example", at=AT + timedelta(seconds=2)),
        notice("head-trainer@mentorix.example", at=AT + timedelta(seconds=2)),
    )
    assert said.endswith(
        "late, it was not taken in hand in time; moves to management; notice to management, head-trainer"
    )


def test_two_cases_in_one_minute_are_told_apart(offices: Mapping[str, Office]) -> None:
    other = a_case(id=2, number="MX-26-100200", queue="course-administration")
    ((_, lines),) = told(offices, event("missed"), event("missed", case=other), event("escalated"))
    assert [line for _, line in lines] == [
        "MX-26-100200, complaint: late, it was not taken in hand in time",
        "MX-26-481903, complaint: late, it was not taken in hand in time; moves to management",
    ]


def test_days_and_hours_are_those_of_the_organisation(offices: Mapping[str, Office]) -> None:
    evening = AT.replace(hour=23, minute=15)
    assert [(day, hour) for day, ((hour, _),) in told(offices, event("missed"), event("missed", at=evening))] == [
        ("Monday 2 March 2026", "11:00"),
        ("Tuesday 3 March 2026", "00:15"),
    ]


def test_what_is_given_out_of_order_is_told_in_order(offices: Mapping[str, Office]) -> None:
    ((_, lines),) = told(offices, event("escalated", at=AT + HOUR), event("reminded"))
    assert [hour for hour, _ in lines] == ["11:00", "12:00"]


def test_the_same_thing_is_not_said_twice(offices: Mapping[str, Office]) -> None:
    assert one(offices, event("escalated"), event("escalated", clock="answer")).count("moves to management") == 1


def test_nothing_that_happened_is_no_day_at_all(offices: Mapping[str, Office]) -> None:
    assert told(offices) == []
