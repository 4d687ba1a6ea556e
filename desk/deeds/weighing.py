"""Saying how serious a complaint is."""

from cases.case import Case
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.weigh import Severity, Weighing, weigh, weighed
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.kind is not Kind.COMPLAINT or found.case.status not in LIVE:
        return None
    return (
        Field("severity", Input.CHOICE, tuple((one, "") for one in Severity), value=weighed(found.events) or ""),
        Field("act_now", Input.FLAG, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    what = Weighing(case.organisation, case.id, answers.one_of("severity", Severity), answers.flag("act_now"))
    weigh(page, what, by.staff, by.office.policy, by.now)


DEED = Deed("severity", _asks, _do)
