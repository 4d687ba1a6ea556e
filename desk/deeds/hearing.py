"""Noting that a person answered a question another way, so that the time limit runs on."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.resume import Telling, note_answer
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.status not in LIVE or not any(one.open for one in found.pauses):
        return None
    return (Field("at", Input.INSTANT),)


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    telling = Telling(case.organisation, case.id, answers.instant("at", by.office.zone))
    note_answer(page, telling, by.staff, by.office, by.now)


DEED = Deed("answered", _asks, _do)
