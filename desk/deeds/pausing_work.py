"""Putting a case on hold by hand, and letting one live again that is over."""

from cases.case import Case, Status
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.put_on_hold import HELD_FOR, OVER, REOPENED_FOR, Changing, hold, reopen, was_joined
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks_hold(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status is not Status.OPEN:
        return None
    return (Field("reason", Input.CHOICE, tuple((one, "") for one in HELD_FOR)),)


def _why_not_hold(found: Dossier, _me: Visitor) -> str | None:
    why = {Status.HELD: "held_already", Status.FORWARDED: "elsewhere"}
    return why.get(found.case.status) if found.case.status in LIVE else None


def _hold(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    hold(page, Changing(case.organisation, case.id, answers.text("reason")), by.staff, by.office, by.now)


def _asks_reopen(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status not in OVER or was_joined(found.events):
        return None
    return (Field("reason", Input.CHOICE, tuple((one, "") for one in REOPENED_FOR)),)


def _why_not_reopen(found: Dossier, _me: Visitor) -> str | None:
    if found.case.status is Status.APPEALED:
        return "appealed"
    return "joined" if found.case.status in OVER and was_joined(found.events) else None


def _reopen(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    reopen(page, Changing(case.organisation, case.id, answers.text("reason")), by.staff, by.office, by.now)


HOLD = Deed("hold", _asks_hold, _hold, why_not=_why_not_hold)
REOPEN = Deed("reopening", _asks_reopen, _reopen, why_not=_why_not_reopen)
