"""Two further months: once, within the first, for the month of the law, counted from receipt."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases.clock import Clock, start_clock
from cases.errors import NotAllowed
from cases.extension import MONTH, check_extendable, extended, is_the_month, shortened
from cases.pause import paused
from cases.policy import ClockName, ClockRule
from cases.term import Basis, Term
from storage.calendars import read_calendars

DK = read_calendars()["DK"]
SECOND = timedelta(seconds=1)


def clock(at: str, term: Term = MONTH, basis: Basis = Basis.EU, name: ClockName = ClockName.ANSWER) -> Clock:
    return start_clock(ClockRule(name, term, basis, "GDPR Art. 12(3)", told=True), datetime.fromisoformat(at), DK)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-01-31T11:00:00+01:00", "2026-04-30T23:59:59+02:00"),
        ("2026-03-05T11:00:00+01:00", "2026-06-05T23:59:59+02:00"),
        ("2025-11-30T11:00:00+01:00", "2026-03-02T23:59:59+01:00"),
    ],
    ids=["not 28 February and two months", "not from a first end that rolled", "clipped once, then rolled once"],
)
def test_r_t_22_three_months_are_counted_from_receipt_and_never_chained(received: str, due: str) -> None:
    assert extended(clock(received), DK).due_at.isoformat() == due


def test_r_12_3b_it_is_three_months_in_all_and_no_more() -> None:
    longer = extended(clock("2026-03-02T11:00:00+01:00"), DK)
    with pytest.raises(
        NotAllowed, match=r"^it has been extended already; three months from receipt are the most.*R-12-3b"
    ):
        check_extendable(longer, longer.started_at)


def test_r_12_3c_after_the_first_month_no_extension_exists() -> None:
    month = clock("2026-03-02T11:00:00+01:00")
    check_extendable(month, month.due_at)
    with pytest.raises(
        NotAllowed, match=r"first month ended on Tuesday 7 April 2026.*R-12-3c, GDPR Art\. 12\(3\)\); answer now$"
    ):
        check_extendable(month, month.due_at + SECOND)


@pytest.mark.parametrize(
    "other",
    [
        clock("2026-03-02T11:00:00+01:00", Term.parse("14 working days"), Basis.PROMISE),
        clock("2026-03-02T11:00:00+01:00", MONTH, Basis.PROMISE),
        clock("2026-03-02T11:00:00+01:00", Term.parse("4 weeks")),
        clock("2026-03-02T11:00:00+01:00", MONTH, name=ClockName.PROCESSOR_REPLY),
    ],
    ids=["a promise", "a month that was promised", "other weeks of the law", "another clock"],
)
def test_only_the_month_of_the_law_can_be_extended(other: Clock) -> None:
    assert not is_the_month(other)
    with pytest.raises(
        NotAllowed,
        match=r"is not the month of GDPR Art. 12\(3\).*R-12-3b\); for a promise, tell the person a new date$",
    ):
        check_extendable(other, other.started_at)


def test_a_month_that_waits_for_an_answer_loses_no_day_and_is_not_extended() -> None:
    month = clock("2026-03-02T11:00:00+01:00")
    with pytest.raises(NotAllowed, match=r"^the time limit waits .*\(R-CLK-5\); extend it once it runs on$"):
        check_extendable(paused(month, month.started_at), month.started_at)


def test_days_paused_before_and_after_are_kept() -> None:
    month = replace(clock("2026-01-31T11:00:00+01:00"), paused_days=7)
    assert extended(month, DK).due_at.isoformat() == "2026-05-07T23:59:59+02:00"
    assert shortened(extended(month, DK), DK).due_at.isoformat() == "2026-03-09T23:59:59+01:00"
