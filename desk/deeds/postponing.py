"""Telling whoever appealed that the decision takes longer, and when to expect it (P-MX-17)."""

from cases.case import Case
from cases.kind import Kind
from cases.policy import ClockName
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.postpone import Postponing, postpone
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    promised = any(clock.name is ClockName.ANSWER and clock.running for clock in found.clocks)
    if found.case.kind is not Kind.APPEAL or found.case.status not in LIVE or not promised:
        return None
    return (Field("expected", Input.DAY), Field("reason", Input.LONG))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    postponing = Postponing(case.organisation, case.id, answers.day("expected"), answers.needed("reason"))
    postpone(page, postponing, by.staff, by.office, by.now)


DEED = Deed("delay", _asks, _do)
