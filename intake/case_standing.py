"""How a case stands, as its person and an organisation's own systems may know it: numbers, kinds, dates, and nobody.

The page of a case and the interface say the same: here it is put together, for both.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Case, Status
from cases.clock import Clock
from cases.kind import Kind
from cases.office import Office
from cases.policy import ClockName
from storage import casebook, clocks, submissions
from storage.page import Page
from storage.submissions import Submission

OUTSIDE = {
    Status.HELD: "open",
    Status.OPEN: "open",
    Status.FORWARDED: "forwarded",
    Status.ANSWERED: "answered",
    Status.APPEALED: "answered",
    Status.CLOSED: "closed",
}
"""What a status is called outside: that a case waits for somebody's judgement is nobody's business there."""


@dataclass(frozen=True)
class Standing:
    """How a case stands. `held`: a person reads it first, and until then its person is told no kind and no date.

    `due` is the last day for the answer that its person was told of, None where none runs; `late`: it is past; `waits`:
    it stands still until they answer us. `missing` names what was asked for and has not come.
    """

    number: str
    kind: Kind
    status: Status
    received_at: datetime
    due: date | None
    late: bool
    waits: bool
    held: bool
    missing: tuple[str, ...]

    @property
    def outside(self) -> str:
        """Give what its status is called outside."""
        return OUTSIDE[self.status]


@dataclass(frozen=True)
class Taken:
    """What became of a submission: `read` once it is understood, and then how the cases stand that it opened."""

    submission: Submission
    read: bool
    cases: tuple[Standing, ...] = ()


def of_number(page: Page, number: str, office: Office, now: datetime) -> Standing | None:
    """Say how a case of an organisation stands, None where it has no such case."""
    case = casebook.by_number(page, office.policy.id, number)
    return standing(page, case, office, now) if case else None


def of_submission(page: Page, id_: int, office: Office, now: datetime) -> Taken | None:
    """Say what became of a submission, None where there is none, or where it is erased."""
    found = submissions.find(page, office.policy.id, id_)
    return taken(page, found, office, now) if found else None


def taken(page: Page, submission: Submission, office: Office, now: datetime) -> Taken | None:
    """Say what became of a submission, None where it is erased."""
    read = submissions.read(page, submission)
    if read is None or (read.done and read.message is None):
        return None
    if read.message is None:
        return Taken(submission, read=False)
    opened = casebook.opened_for(page, submission.organisation, read.message)
    return Taken(submission, True, tuple(standing(page, case, office, now) for case in opened))


def standing(page: Page, case: Case, office: Office, now: datetime) -> Standing:
    """Say how a case stands."""
    held = case.held_for is not None
    told = None if held else _told(clocks.of_case(page, case.organisation, case.id))
    return Standing(
        number=case.number,
        kind=case.kind,
        status=case.status,
        received_at=case.received_at,
        due=office.day(told.due_at) if told else None,
        late=told is not None and told.late(now),
        waits=told is not None and told.waiting,
        held=held,
        missing=case.missing if case.status in casebook.LIVE and not held else (),
    )


def _told(all_: tuple[Clock, ...]) -> Clock | None:
    """Give the clock whose end its person was told, the first that still runs."""
    telling = (clock for clock in all_ if clock.told and clock.running and clock.name is not ClockName.ACKNOWLEDGEMENT)
    return min(telling, key=lambda clock: clock.due_at, default=None)
