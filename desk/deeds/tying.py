"""Naming the case that an appeal is about."""

from cases.case import Case
from cases.kind import Kind
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.appeal import Linking, link
from storage.casebook import LIVE
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if found.case.kind is not Kind.APPEAL or found.case.status not in LIVE:
        return None
    seen = Field("seen", Input.TEXT, value=str(found.case.appeal_of or ""), required=False)
    return (seen, Field("first", Input.TEXT, value=found.first.number if found.first else ""))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    linking = Linking(case.organisation, case.id, answers.needed("first"), answers.number("seen") or None)
    link(page, linking, by.staff, by.office, by.now)


DEED = Deed("appeal_of", _asks, _do)
