"""A clock that stands still while a person is asked something: when it may, and what that adds to it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.calendar import Calendar
from cases.clock import Clock, count_again
from cases.days import days_later, written
from cases.deadline import deadline
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import ClockName
from cases.promise import told_until
from cases.questions import Question, Questions
from cases.term import Basis, Unit


@dataclass(frozen=True)
class Pause:
    """One question to a person, for which a clock stands still until the answer.

    `why` are the words of whoever asked: the doubt about this person, or how much there is (GDPR Art. 12(6), R-12-6a).
    `asked_at` is when the question left, None while it has not: nothing stands still before that. `letter` is the one
    that asks.
    """

    id: int
    case: int
    clock: ClockName
    question: Question
    why: str
    asked_by: int
    letter: int | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    reminded_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Say whether nobody has answered it yet."""
        return self.answered_at is None

    def days(self, zone: ZoneInfo) -> int:
        """Give the whole days between question and answer, as the organisation's calendar has them.

        The day of the question does not count and the day of the answer does, so that as many days are left after it as
        were before. 0 while it is open.
        """
        if not self.asked_at or not self.answered_at:
            return 0
        passed = self.answered_at.astimezone(zone).date() - self.asked_at.astimezone(zone).date()
        return max(passed.days, 0)


def check_may_wait(clock: Clock, asked: tuple[Question, Kind], questions: Questions) -> None:
    """Raise NotAllowed, with the rule and what to do, where a clock must not stand still for such a question."""
    question, kind = asked
    if question is Question.CLARIFICATION and kind is not Kind.ACCESS:
        raise NotAllowed(
            "only a request for access can be so broad that the person is asked which data are meant (R-REC-6, GDPR"
            " rec. 63); ask without stopping the clock"
        )
    if clock.basis is not Basis.EU and not questions.promises:
        raise NotAllowed(
            f"{clock.term} is a promise of ours, and the policy does not let promises wait (R-CLK-5); ask without"
            " stopping the clock"
        )
    if clock.term.unit is Unit.HOURS:
        raise NotAllowed("a term in hours does not wait for an answer (R-T-23); ask without stopping the clock")
    if clock.waiting:
        raise NotAllowed("the clock stands still for a question already (R-CLK-5)")


def last_moment_to_ask(clock: Clock, questions: Questions, calendar: Calendar) -> datetime:
    """Give the last instant at which a question still makes a clock wait: promptly after receipt (R-12-6b)."""
    return deadline(clock.started_at, questions.ask_within, Basis.PROMISE, calendar).due_at


def check_prompt(clock: Clock, questions: Questions, calendar: Calendar, now: datetime) -> None:
    """Raise NotAllowed where a question comes too late for the clock to wait for its answer (R-12-6b, R-CLK-5)."""
    until = last_moment_to_ask(clock, questions, calendar)
    if now > until:
        raise NotAllowed(
            f"the time limit waits only for what is asked at once: until {written(until)}, {questions.ask_within} after"
            " receipt (R-12-6b, R-CLK-5, GDPR Art. 12(6)); ask without stopping the clock"
        )


def paused(clock: Clock, asked_at: datetime) -> Clock:
    """Let a clock stand still from an instant on."""
    return replace(clock, paused_at=asked_at)


def resumed(clock: Clock, pauses: Iterable[Pause], calendar: Calendar) -> Clock:
    """Let a clock run on: the days of all its pauses are added to its nominal end, which then rolls once (R-CLK-5).

    Pauses from before the clock began (a case that was over and lives again) are not its own. A date that the person
    was told in a letter, apart from the count, moves on by the days of the wait, and never past the law's.
    """
    mine = (one for one in pauses if one.asked_at and one.clock is clock.name and one.asked_at >= clock.started_at)
    days = sum(one.days(calendar.zone) for one in mine)
    counted = count_again(replace(clock, paused_days=days, paused_at=None), calendar)
    if clock.due_at == count_again(clock, calendar).due_at:
        return counted
    told = clock.due_at.astimezone(calendar.zone)
    later = datetime.combine(days_later(told.date(), days - clock.paused_days), told.timetz())
    return told_until(counted, later, calendar)
