"""A person ends a case without an answer: withdrawn, answered by telephone, no case at all."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event, Move
from cases.errors import NotAllowed
from cases.staff import Staff
from intake.assign import case_of
from intake.breach import check_no_breach_waits
from intake.certificates import certificates_due
from storage import casebook, clocks, outbox
from storage.page import Page

REASONS = ("answered", "answered_by_phone", "withdrawn", "duplicate", "no_case")
"""Why a case can be closed: a code, so that the history holds no words of people."""


@dataclass(frozen=True)
class Closing:
    """Which case, and why: one of REASONS."""

    organisation: str
    case: int
    reason: str


def close(page: Page, closing: Closing, staff: Staff, now: datetime) -> None:
    """Close a case: its clocks stop, its drafts are dropped.

    Raises NotAllowed where it is closed already, the reason is none, or a hint of a breach in it was not judged.
    """
    if closing.reason not in REASONS:
        raise NotAllowed(f'"{closing.reason}" is no reason to close a case; expected one of {", ".join(REASONS)}')
    case = case_of(page, closing.organisation, closing.case, staff).move(Move.CLOSE)
    check_no_breach_waits(page, case)
    end(page, case, Event(now, "closed", f"staff {staff.id}", {"reason": closing.reason}), now)


def end(page: Page, closed: Case, event: Event, now: datetime) -> None:
    """Write a closed case down: its clocks stop, its drafts are dropped."""
    running = [clock for clock in clocks.of_case(page, closed.organisation, closed.id) if clock.running]
    clocks.stop(page, closed.organisation, ((closed.id, clock.name) for clock in running), now)
    outbox.drop(page, closed.organisation, (closed.id,))
    casebook.save(page, closed, (event,))
    certificates_due(page, closed, now)
    casebook.refresh_due(page, closed.organisation, (closed.id,))
