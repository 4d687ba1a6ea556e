"""Letting no link open a case's own page any more, which its person follows it on."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field
from desk.visitor import Visitor
from intake.case_inward import close_page
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    return () if found.passes else None


def _do(page: Page, case: Case, _answers: Answers, by: Doing) -> None:
    close_page(page, case, by.staff, by.office, by.now)


DEED = Deed("case_page", _asks, _do)
