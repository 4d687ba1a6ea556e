"""The initial assessment of an appeal (P-MX-13)."""

from cases.assessment import Finding
from cases.case import Case
from cases.decision import RULINGS, Ruling
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.assess import Assessing, assess
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.kind is not Kind.APPEAL or found.case.status not in LIVE:
        return None
    return (
        Field("finding", Input.CHOICE, tuple((one, "") for one in Finding)),
        Field("words", Input.LONG, required=False),
        Field("ruling", Input.CHOICE, tuple((one, "") for one in RULINGS[Kind.APPEAL]), required=False),
    )


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    assessing = Assessing(
        organisation=case.organisation,
        case=case.id,
        finding=answers.one_of("finding", Finding),
        words=answers.text("words"),
        ruling=answers.one_of("ruling", Ruling) if answers.text("ruling") else None,
    )
    assess(page, assessing, by.staff, by.office, by.now)


DEED = Deed("assessment", _asks, _do, decides=False)
