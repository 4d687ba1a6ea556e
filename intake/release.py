"""A person has judged a held case: it goes on."""

from dataclasses import replace
from datetime import datetime

from cases.case import Event, Move
from cases.staff import Staff
from intake.assign import case_of
from storage import casebook
from storage.page import Page


def release(page: Page, organisation: str, case_id: int, staff: Staff, now: datetime) -> None:
    """Let a held case go on. Its clocks have run since receipt. Raises NotAllowed where it is not held."""
    case = case_of(page, organisation, case_id, staff).move(Move.RELEASE)
    event = Event(now, "released", f"staff {staff.id}", {"reason": case.held_for})
    casebook.save(page, replace(case, held_for=None), (event,))
