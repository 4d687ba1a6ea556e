"""A person has judged a held case: it goes on."""

from dataclasses import replace
from datetime import datetime

from cases.case import Event, Move
from cases.office import Office
from cases.staff import Staff
from intake.assign import case_of
from intake.candidate import tell_candidate
from intake.work import begin_released
from storage import casebook
from storage.page import Page


def release(page: Page, case_id: int, staff: Staff, office: Office, now: datetime) -> None:
    """Let a held case go on. Its clocks have run since receipt. Raises NotAllowed where it is not held.

    What the receipt of a held case does not tell, a candidate is told now (P-MX-10).
    """
    case = case_of(page, office.policy.id, case_id, staff).move(Move.RELEASE)
    event = Event(now, "released", f"staff {staff.id}", {"reason": case.held_for})
    going_on = replace(case, held_for=None)
    casebook.save(page, going_on, (event,))
    tell_candidate(page, going_on, office, now)
    begin_released(page, going_on, office, now)
