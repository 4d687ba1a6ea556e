"""Ending a restriction: the letter that tells the person is prepared first (GDPR Art. 18(3))."""

from cases.case import Case
from desk.deeds.interface import Answers, Deed, Doing, Field, Input
from desk.visitor import Visitor
from intake.lifting import Lifting, announce_lifting, restricted
from replies.lifting_notice import Reason
from storage.dossier import Dossier
from storage.page import Page


def _asks(found: Dossier, _me: Visitor) -> tuple[Field, ...] | None:
    if not restricted(found.tasks):
        return None
    return (Field("reason", Input.CHOICE, tuple((one, "") for one in Reason)), Field("lifted", Input.DAY))


def _do(page: Page, case: Case, answers: Answers, by: Doing) -> None:
    lifting = Lifting(case.organisation, case.id, answers.one_of("reason", Reason), answers.day("lifted"))
    announce_lifting(page, lifting, (by.staff, by.office), by.now)


DEED = Deed("lifting", _asks, _do)
