"""A sweep that somebody asked for: all that is kept too long goes, a piece at a time, whatever stops in between.

How far it is stands in its own row, written with the piece itself: whoever goes on, after a crash or on another
machine, goes on there, and nothing is counted twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff, role_of
from intake.foresee import foresee
from intake.forget import forget
from intake.forget_chats import forget_chats, old_chats
from intake.forget_course_mail import course_mail, forget_course_mail
from intake.forget_rest import forget_mail, forget_records
from intake.retain import AT_ONCE, oldest_due
from storage import sweeps
from storage.page import Page
from storage.sweeps import Sweep


@dataclass(frozen=True)
class Piece:
    """What a piece of a sweep did: how much went, how many cases were kept, and where to go on; None: step is over."""

    gone: int
    after: int | None = None
    kept: int = 0


Step = Callable[[Page, Office, int, datetime], Piece]


def begin_sweep(page: Page, seen: int, staff: Staff, office: Office, now: datetime) -> Sweep:
    """Ask for a sweep of all that `foresee` shows, which is to be as much as the person has `seen`.

    Raises NotAllowed where the role may not, AlreadyDone where one is going on, nothing is to go, or the number is
    another meanwhile.
    """
    if not role_of(staff, office.policy).administers:
        raise NotAllowed(f"the role {staff.role} does not erase what is kept too long")
    sweeps.in_turn(page, staff.organisation)
    going = sweeps.last(page, staff.organisation)
    if going and not going.done_at:
        raise AlreadyDone("a sweep is going on")
    found = foresee(page, office, now)
    if found.total != seen or not seen:
        raise AlreadyDone(f"it would be {found.total} now")
    return sweeps.begin(page, staff, found.planned, now)


def sweep_on(page: Page, office: Office, now: datetime) -> bool:
    """Make a piece of the sweep that is going on at an organisation; say whether there was one."""
    sweep = sweeps.last(page, office.policy.id, to_change=True)
    if sweep is None or sweep.done_at:
        return False
    name = sweep.step or next(iter(STEPS))
    piece = STEPS[name](page, office, sweep.after, now)
    gone = {**sweep.gone, name: sweep.gone.get(name, 0) + piece.gone}
    goes_on = piece.after is not None and gone[name] < sweep.planned[name]
    step, after = (name, piece.after or 0) if goes_on else (_following(name), 0)
    further = replace(sweep, gone=gone, kept=sweep.kept + piece.kept, step=step, after=after)
    sweeps.keep(page, office.policy.id, further if step else replace(further, done_at=now))
    return True


def _following(name: str) -> str:
    """Give the step after one; "" after the last."""
    names = [*STEPS, ""]
    return names[names.index(name) + 1]


def _cases(page: Page, office: Office, kept: int, now: datetime) -> Piece:
    """Erase a few cases. Those that are kept stay the first of the list, so they are what is left out of it."""
    found = oldest_due(page, office, kept, A_FEW, now)
    gone = sum(not one.keeps and forget(page, one, office, now) for one in found)
    stayed = len(found) - gone
    return Piece(gone, kept + stayed if len(found) == A_FEW else None, stayed)


def _mail(page: Page, office: Office, _after: int, now: datetime) -> Piece:
    gone = forget_mail(page, office, now)
    return Piece(gone, 0 if gone else None)


def _chats(page: Page, office: Office, _after: int, now: datetime) -> Piece:
    going = len(old_chats(page, office, now, AT_ONCE))
    return Piece(going, 0 if forget_chats(page, office, now) is not None else None)


def _course_mail(page: Page, office: Office, after: int, now: datetime) -> Piece:
    found = course_mail(page, office, after, now)
    return Piece(forget_course_mail(page, office, found, now), found.after)


def _records(page: Page, office: Office, _after: int, now: datetime) -> Piece:
    return Piece(forget_records(page, office, now))


A_FEW = 10
"""So many cases go in one piece: letters that come in meanwhile do not wait long for it."""

STEPS: Mapping[str, Step] = {
    "cases": _cases,
    "mail": _mail,
    "chats": _chats,
    "course_mail": _course_mail,
    "records": _records,
}
"""What is gone through, in this order."""
