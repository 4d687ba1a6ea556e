"""Erasing a case before its time: because its person asked for that, or what the policy names has happened."""

from cases.case import Case
from cases.errors import NotAllowed
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.forget import Forgetting, forget_now, reasons
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status in LIVE:
        return None
    why = ((one, me.t.name("deed.forget.reason", one).replace("_", " ")) for one in reasons(me.policy))
    return (Field("reason", Input.CHOICE, tuple(why)), Field("confirmed", Input.TEXT))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    if answers.text("confirmed") != case.number:
        raise NotAllowed(f"type the number of this case, {case.number}: what is erased does not come back")
    forget_now(page, Forgetting(case.organisation, case.number, answers.text("reason")), by.staff, by.office, by.now)


DEED = Deed("forget", _asks, _do, proves=True)
