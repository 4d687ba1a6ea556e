"""Keeping a case from being erased, for a claim; and looking later whether it still must be (CON-5)."""

from cases.case import Case
from cases.legal_hold import LegalHold, Purpose
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.legal_hold import Holding, Reviewing, place, review
from storage.dossier import Dossier
from storage.page import Page


def _held(found: Dossier) -> LegalHold | None:
    return next((one for one in found.holds if one.holds), None)


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if _held(found):
        return None
    return (
        Field("purpose", Input.CHOICE, tuple((one, "") for one in Purpose)),
        Field("scope", Input.LONG),
        Field("review_on", Input.DAY),
    )


def _place(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    holding = Holding(
        organisation=case.organisation,
        case=case.id,
        purpose=answers.one_of("purpose", Purpose),
        scope=answers.needed("scope"),
        review_on=answers.day("review_on"),
    )
    place(page, holding, by.staff, by.office, by.now)


def _asks_again(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    held = _held(found)
    if held is None:
        return None
    return (
        Field("hold", Input.CHOICE, ((str(held.id), held.scope),), value=str(held.id)),
        Field("review_on", Input.DAY, required=False),
    )


def _review(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    until = answers.day("review_on") if answers.text("review_on") else None
    reviewing = Reviewing(case.organisation, case.id, answers.number("hold"), until)
    review(page, reviewing, by.staff, by.office, by.now)


DEED = Deed("legal_hold", _asks, _place)
REVIEW = Deed("hold_review", _asks_again, _review)
