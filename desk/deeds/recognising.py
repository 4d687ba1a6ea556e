"""Comparing what the person said of themselves with the register."""

from cases.case import Case
from cases.learner import Stated
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.knowledge import Recognising, recognise
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.identity or found.case.status not in LIVE or not found.known.register:
        return None
    return (
        Field("reference", Input.TEXT, required=False),
        Field("username", Input.TEXT, required=False),
        Field("phone", Input.TEXT, required=False),
        Field("day", Input.DAY, required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    stated = Stated(
        reference=answers.text("reference"),
        username=answers.text("username"),
        phone=answers.text("phone"),
        day=answers.day("day") if answers.text("day") else None,
    )
    recognise(page, Recognising(case.organisation, case.id, stated), by.staff, by.office, by.now)


DEED = Deed("identity_known", _asks, _do)
