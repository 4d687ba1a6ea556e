"""Noting what a person said to the consequence of their objection (P-ME-08)."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.consequence import Outcome, Settling, settle, waits
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status not in LIVE or not waits(found.case, found.events, me.policy):
        return None
    return (Field("outcome", Input.CHOICE, tuple((one, "") for one in Outcome)),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    settling = Settling(case.organisation, case.id, answers.one_of("outcome", Outcome))
    settle(page, settling, (by.staff, by.office), by.now)


DEED = Deed("settlement", _asks, _do)
